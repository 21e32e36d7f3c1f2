namespace DiffProb;

/// <summary>How a posterior is weighed by importance. Input is tested where the run begins.</summary>
internal sealed record ImportanceOptions
{
    public int Particles { get; init; } = 10_000;

    /// <summary>Draws that are chosen by weight.</summary>
    public int Draws { get; init; } = 1000;

    public ResamplingKind Resampling { get; init; } = ResamplingKind.Systematic;

    public bool KeepParticles { get; init; } = true;

    public ulong Seed { get; init; }

    public int Threads { get; init; }

    public IEngine Engine { get; init; } = SamplerOptions.OneThread;

    public IReadOnlyDictionary<string, Tensor> Parameters { get; init; } = new Dictionary<string, Tensor>();

    public CancellationToken Cancellation { get; init; }

    /// <summary>Tests all numbers.</summary>
    /// <exception cref="ValueException">One is out of its range.</exception>
    public void Check()
    {
        MonteCarloChecks.AtLeast(nameof(Particles), 2, Particles);
        MonteCarloChecks.AtLeast(nameof(Draws), 1, Draws);
        MonteCarloChecks.AtLeast(nameof(Threads), 0, Threads);
        MonteCarloChecks.Known(Resampling);
    }
}
