using System.Collections.Immutable;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>How a program is approximated. Input is tested where the run begins.</summary>
internal sealed record VariationalOptions
{
    public Optimizer Optimizer { get; init; } = Optimizer.Adam(0.05);

    public Schedule Schedule { get; init; } = Schedule.Cosine;

    public int Steps { get; init; } = 2000;

    /// <summary>Independent draws of the guide at each step; of the importance weighted bound, groups of draws.</summary>
    public int Particles { get; init; } = 10;

    /// <summary>Draws whose mean weight makes the bound; 1 for the evidence lower bound.</summary>
    public int ImportanceDraws { get; init; } = 1;

    /// <summary>Where the scales of an automatic guide start, on the unconstrained space.</summary>
    public double InitialScale { get; init; } = 0.1;

    /// <summary>Draws of the fitted guide that judge it.</summary>
    public int EvaluationDraws { get; init; } = 1000;

    /// <summary>Rise of the bound, in nats, below which a fit has converged.</summary>
    public double Tolerance { get; init; } = 0.1;

    public ulong Seed { get; init; }

    public IEngine Engine { get; init; } = ManagedEngine.Default;

    public DType Precision { get; init; } = DType.Float64;

    public IReadOnlyDictionary<string, Tensor> Parameters { get; init; } = ImmutableDictionary<string, Tensor>.Empty;

    public Plan? Plan { get; init; }

    public int EnumerationBudget { get; init; } = OptimizationModule.defaults.EnumerationBudget;

    public bool AllowBias { get; init; }

    public bool Measure { get; init; }

    public Checkpoints Checkpoints { get; init; } = Checkpoints.Never;

    public Checkpoint? Resume { get; init; }

    public IProgress<OptimizationProgress>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Tests all numbers.</summary>
    /// <exception cref="ValueException">One is out of its range.</exception>
    public void Check()
    {
        Holds(nameof(Steps), "at least 1", Steps, Steps >= 1);
        Holds(nameof(Particles), "at least 1", Particles, Particles >= 1);
        Holds(nameof(ImportanceDraws), "at least 1", ImportanceDraws, ImportanceDraws >= 1);
        Holds(nameof(EvaluationDraws), "at least 2", EvaluationDraws, EvaluationDraws >= 2);
        Holds(nameof(InitialScale), "positive", InitialScale, InitialScale > 0.0 && double.IsFinite(InitialScale));
        Holds(nameof(EnumerationBudget), "at least 1", EnumerationBudget, EnumerationBudget >= 1);
        Holds(nameof(Tolerance), "at least 0", Tolerance, Tolerance >= 0.0 && double.IsFinite(Tolerance));
    }

    /// <summary>What the fit of a bound is told.</summary>
    public Optimization ToOptimization(IReadOnlyDictionary<string, Tensor> start, Plan? plan) => new(
        Optimizer, Schedule, Steps, Particles, Seed, Engine, Precision, start, OrNone(plan), EnumerationBudget, AllowBias, Measure, Checkpoints, OrNone(Resume), Progress, Cancellation);

    /// <summary>What planning a bound is told.</summary>
    public Estimation ToEstimation() => new(
        Particles, 1, Seed, Engine, Precision, Parameters, OrNone(Plan), EnumerationBudget, AllowBias, false, null, Cancellation);

    private static FSharpOption<T>? OrNone<T>(T? value)
        where T : class => value is null ? null : FSharpOption<T>.Some(value);

    private static void Holds(string field, string rule, double value, bool holds)
    {
        if (!holds)
        {
            throw InferenceErrors.OptionOutside(field, rule, value);
        }
    }
}
