using DiffProb;

namespace Gallery;

/// <summary>Where a sample runs: the page it writes on, the engine, the seed, and what stops it.</summary>
public sealed record Stage(Page Page, IEngine Engine, ulong Seed, CancellationToken Stop)
{
    /// <summary>Whether samples that take minutes should run small and short, with the same numbers on every machine: so that tests can run them.</summary>
    public bool IsQuick { get; init; }
}
