using DiffProb;

namespace Gallery;

/// <summary>How long a fit may take: so many steps, or so much time of the processor, whichever ends first.</summary>
/// <param name="Steps">Most steps.</param>
/// <param name="Time">Most time of the processor; null for any.</param>
public sealed record TrainingBudget(int Steps, TimeSpan? Time);

/// <summary>Ends a fit when its budget is spent. Time is that of the processor: what else the machine does does not count.</summary>
public sealed class Limit : IProgress<OptimizationProgress>, IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly TimeSpan start = Environment.CpuUsage.TotalTime;
    private readonly TrainingBudget budget;
    private readonly Action<double> follow;

    /// <param name="budget">What may be spent.</param>
    /// <param name="follow">Told how much of it is spent, from 0 to 1.</param>
    /// <param name="stop">Ends it before.</param>
    public Limit(TrainingBudget budget, Action<double> follow, CancellationToken stop)
    {
        (this.budget, this.follow) = (budget, follow);
        source = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Ends the fit.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Time that the processor spent, in seconds.</summary>
    public double Seconds => (Environment.CpuUsage.TotalTime - start).TotalSeconds;

    /// <inheritdoc/>
    public void Report(OptimizationProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var spent = Math.Max((double)value.Step / budget.Steps, budget.Time is { } time ? Seconds / time.TotalSeconds : 0.0);
        follow(Math.Min(1.0, spent));
        if (spent >= 1.0)
        {
            source.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
