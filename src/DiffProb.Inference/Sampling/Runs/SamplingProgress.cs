namespace DiffProb;

/// <summary>How far a chain is.</summary>
public sealed class SamplingProgress
{
    internal SamplingProgress(int chain, int chains, int step, int steps, bool isWarmup, int divergences, double stepSize, TimeSpan? remaining) =>
        (Chain, Chains, Step, Steps, IsWarmup, Divergences, StepSize, Remaining) = (chain, chains, step, steps, isWarmup, divergences, stepSize, remaining);

    /// <summary>Number of the chain, from 1.</summary>
    public int Chain { get; }

    /// <summary>Number of chains of the run.</summary>
    public int Chains { get; }

    /// <summary>Steps of the chain that are done, warmup and draws together.</summary>
    public int Step { get; }

    /// <summary>Steps of the chain in all.</summary>
    public int Steps { get; }

    /// <summary>Whether the last step was one of warmup.</summary>
    public bool IsWarmup { get; }

    /// <summary>Divergences of the chain after warmup.</summary>
    public int Divergences { get; }

    /// <summary>Length of a leapfrog step of the chain now.</summary>
    public double StepSize { get; }

    /// <summary>Time until all chains are done, if they go on as before; null where nothing tells yet.</summary>
    public TimeSpan? Remaining { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"chain {Chain}: {Step} of {Steps}{(IsWarmup ? ", warmup" : "")}, {Divergences} divergences, step size {StepSize:G3}{(Remaining is { } left ? $", {left.TotalSeconds:F0} s left" : "")}");
}
