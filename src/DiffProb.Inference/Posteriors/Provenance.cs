namespace DiffProb;

/// <summary>Where draws come from: what it takes to draw them again. What is not known is null.</summary>
public sealed record Provenance
{
    /// <summary>Name of the algorithm, such as "nuts".</summary>
    public string? Sampler { get; init; }

    /// <summary>The seed.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Draws of each chain that were made to adapt, and not kept.</summary>
    public int? Warmup { get; init; }

    /// <summary>Greatest depth of a trajectory's tree; 10 where it is null.</summary>
    public int? MaxTreeDepth { get; init; }

    /// <summary>Whether the run was stopped before all of its draws were made.</summary>
    public bool IsCanceled { get; init; }
}
