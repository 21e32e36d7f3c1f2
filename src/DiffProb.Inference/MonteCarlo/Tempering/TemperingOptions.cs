namespace DiffProb;

/// <summary>How particles go from the prior to the posterior. Input is tested where the run begins.</summary>
internal sealed record TemperingOptions
{
    public int Particles { get; init; } = 1000;

    public int Runs { get; init; } = 4;

    /// <summary>Conditional effective sample size that the next temperature leaves, as a part of the particles.</summary>
    public double ConditionalSize { get; init; } = 0.8;

    /// <summary>Part of the particles; they are resampled where their effective sample size is not above it.</summary>
    public double Threshold { get; init; } = 0.5;

    public ResamplingKind Resampling { get; init; } = ResamplingKind.Systematic;

    public MoveKind Move { get; init; } = MoveKind.Hamiltonian;

    /// <summary>Moves of each particle at each temperature.</summary>
    public int Moves { get; init; } = 5;

    public MetricKind Metric { get; init; } = MetricKind.Diagonal;

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
        MonteCarloChecks.Inside(nameof(ConditionalSize), ConditionalSize);
        MonteCarloChecks.Part(nameof(Threshold), Threshold);
        MonteCarloChecks.AtLeast(nameof(Moves), 1, Moves);
        MonteCarloChecks.AtLeast(nameof(Threads), 0, Threads);
        MonteCarloChecks.Known(Resampling);
        if (!Enum.IsDefined(Move))
        {
            throw InferenceErrors.MoveUnknown(Move);
        }

        if (!Enum.IsDefined(Metric))
        {
            throw InferenceErrors.MetricUnknown(Metric);
        }
    }
}
