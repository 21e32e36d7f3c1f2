namespace DiffProb;

/// <summary>How particles are filtered. Input is tested where the run begins.</summary>
internal sealed record FilterOptions
{
    public int Particles { get; init; } = 1000;

    /// <summary>Independent filters.</summary>
    public int Runs { get; init; } = 4;

    public ResamplingKind Resampling { get; init; } = ResamplingKind.Systematic;

    /// <summary>Part of the particles; they are resampled where their effective sample size is not above it.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Whether whole paths are kept, and not filtered means alone.</summary>
    public bool KeepPaths { get; init; } = true;

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
        MonteCarloChecks.AtLeast(nameof(Runs), 1, Runs);
        MonteCarloChecks.Part(nameof(Threshold), Threshold);
        MonteCarloChecks.AtLeast(nameof(Threads), 0, Threads);
        MonteCarloChecks.Known(Resampling);
    }
}
