namespace DiffProb;

/// <summary>How chains move.</summary>
internal enum SamplerKind
{
    Nuts,
    Hmc,
}

/// <summary>How chains run beside each other.</summary>
public enum ChainMode
{
    /// <summary>Each by itself, several at a time on threads.</summary>
    Threaded,

    /// <summary>Side by side: each run of an executable answers all chains. For many chains, and for engines that are fast on large arrays, such as a GPU's.</summary>
    Vectorized,
}

/// <summary>How a program is sampled. Input is tested where the run begins.</summary>
internal sealed record SamplerOptions
{
    /// <summary>The managed engine with one thread for each run.</summary>
    public static IEngine OneThread { get; } = new ManagedEngine(threads: 1);

    public SamplerKind Kind { get; init; } = SamplerKind.Nuts;

    /// <summary>What moves the sites; null for one Hamiltonian kernel of all, which <see cref="Kind"/> names.</summary>
    public MarkovKernel? Kernel { get; init; }

    public ChainMode ChainMode { get; init; }

    public int Chains { get; init; } = 4;

    public int Warmup { get; init; } = 1000;

    public int Draws { get; init; } = 1000;

    public ulong Seed { get; init; }

    public MetricKind Metric { get; init; } = MetricKind.Diagonal;

    /// <summary>Mean acceptance that the step size is steered to, in (0, 1).</summary>
    public double TargetAcceptance { get; init; } = 0.8;

    /// <summary>Most doublings of a trajectory of NUTS.</summary>
    public int MaxTreeDepth { get; init; } = 10;

    /// <summary>Length of a trajectory of HMC, in units of time of unit mass.</summary>
    public double TrajectoryLength { get; init; } = 2.0 * Math.PI;

    /// <summary>Half of the width within which unconstrained numbers begin.</summary>
    public double InitialRadius { get; init; } = 2.0;

    /// <summary>Chains at a time; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Where densities run: with one thread, since chains have theirs.</summary>
    public IEngine Engine { get; init; } = OneThread;

    /// <summary>Values of parameters of the program instead of their initial ones.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>The posterior of a run whose ends the chains begin at, with its step sizes and metrics; null to begin anywhere.</summary>
    public Posterior? Start { get; init; }

    /// <summary>File of the state of the run while it runs; null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Steps of each chain between two states in the file.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>A state to go on from; null to begin.</summary>
    public SamplingCheckpoint? Resume { get; init; }

    public IProgress<SamplingProgress>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public int Steps => checked(Warmup + Draws);

    /// <summary>Tests all numbers.</summary>
    /// <exception cref="ValueException">One is out of its range.</exception>
    public void Check()
    {
        AtLeast(nameof(Chains), 1, Chains);
        AtLeast(nameof(Warmup), 0, Warmup);
        AtLeast(nameof(Draws), 1, Draws);
        AtLeast(nameof(Threads), 0, Threads);
        AtLeast(nameof(MaxTreeDepth), 1, MaxTreeDepth);
        AtLeast(nameof(CheckpointEvery), 1, CheckpointEvery);
        Holds(nameof(TargetAcceptance), "between 0 and 1", TargetAcceptance, TargetAcceptance is > 0.0 and < 1.0);
        Holds(nameof(TrajectoryLength), "positive", TrajectoryLength, TrajectoryLength > 0.0 && double.IsFinite(TrajectoryLength));
        Holds(nameof(InitialRadius), "at least 0", InitialRadius, InitialRadius >= 0.0 && double.IsFinite(InitialRadius));
        if (!Enum.IsDefined(ChainMode))
        {
            throw InferenceErrors.ChainModeUnknown(ChainMode);
        }

        if (!Enum.IsDefined(Metric))
        {
            throw InferenceErrors.MetricUnknown(Metric);
        }
    }

    private static void AtLeast(string field, int least, int value) => Holds(field, $"at least {least}", value, value >= least);

    private static void Holds(string field, string rule, double value, bool holds)
    {
        if (!holds)
        {
            throw InferenceErrors.OptionOutside(field, rule, value);
        }
    }
}
