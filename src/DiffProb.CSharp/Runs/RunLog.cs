using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>The log of one run: what was planned, how far it is, what to beware of, how it ended and when.</summary>
internal sealed class RunLog
{
    // Entries of a plan in its line.
    private const int MostListed = 8;

    // Between two lines on progress, where nothing else gives them a rhythm.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private static readonly FSharpFunc<Plan, Unit> Nobody = FuncConvert.FromAction<Plan>(_ => { });

    private readonly ILogger logger;
    private readonly string run;
    private readonly string engine;
    private readonly TimeProvider clock;
    private readonly long began;
    private long spoke;

    internal RunLog(ILogger logger, string run, IEngine engine, TimeProvider clock)
    {
        (this.logger, this.run, this.engine, this.clock) = (logger, run, engine.Name, clock);
        began = spoke = clock.GetTimestamp();
    }

    internal string Run => run;

    internal string Engine => engine;

    internal ILogger Logger => logger;

    private double Seconds => clock.GetElapsedTime(began).TotalSeconds;

    /// <summary>Does a run, with or without a log.</summary>
    /// <param name="log">The log, if there is one.</param>
    /// <param name="body">The run, which tells its plan.</param>
    /// <param name="end">What is written when it has ended.</param>
    internal static T Of<T>(RunLog? log, Func<FSharpFunc<Plan, Unit>, T> body, Action<RunLog, T> end)
    {
        if (log is null)
        {
            return body(Nobody);
        }

        try
        {
            var result = body(FuncConvert.FromAction<Plan>(log.Planned));
            end(log, result);
            return result;
        }
        catch (OperationCanceledException)
        {
            RunMessages.Canceled(log.logger, log.run, log.Seconds, "there is no result");
            throw;
        }
        catch (Exception e)
        {
            RunMessages.Failed(log.logger, log.run, log.Seconds, e.GetType().Name);
            throw;
        }
    }

    /// <summary>The listener of a fit, who writes now and then; the one that is there goes on to hear each step.</summary>
    internal IProgress<OptimizationProgress>? Heard(IProgress<OptimizationProgress>? listener) =>
        logger.IsEnabled(LogLevel.Information) ? new Listener<OptimizationProgress>(Step, listener) : listener;

    /// <summary>The same for an estimate.</summary>
    internal IProgress<EstimationProgress>? Heard(IProgress<EstimationProgress>? listener) =>
        logger.IsEnabled(LogLevel.Information) ? new Listener<EstimationProgress>(Part, listener) : listener;

    internal void Done(string result) => RunMessages.Done(logger, run, Seconds, result);

    internal void Done(Estimate value)
    {
        if (double.IsNaN(value.StandardError))
        {
            Warn("one run cannot tell the standard error (one particle, or a minibatch): ask for two replicates or more");
        }

        Done(value.ToString());
    }

    internal void Done(Fit fit)
    {
        var steps = fit.History.Count;
        var last = steps == 0 ? "no step was done" : string.Create(CultureInfo.InvariantCulture, $"{steps} steps, objective {fit.History[steps - 1]:G6} at the last");
        if (fit.IsCanceled)
        {
            RunMessages.Canceled(logger, run, Seconds, last);
        }
        else
        {
            Done(last);
        }
    }

    internal void Done(Audit audit)
    {
        foreach (var entry in audit.Entries)
        {
            var where = $"{entry.Estimator.Name} at site {entry.Site} for cost {entry.Cost}";
            if (entry.Failure is { } failure)
            {
                Warn($"{where} gave no numbers: {failure}");
            }

            foreach (var parameter in entry.Parameters)
            {
                if (parameter.Disagrees && !entry.Estimator.IsBiased)
                {
                    Warn($"{where} disagrees with the plan in d/d {parameter.Name}");
                }

                if (parameter.HasInfiniteVariance)
                {
                    Warn(string.Create(CultureInfo.InvariantCulture, $"{where} has infinite variance in d/d {parameter.Name} (tail index {parameter.TailIndex:G3})"));
                }
            }
        }

        Done(audit.IsClean ? "clean" : "not clean, see the warnings");
    }

    private void Warn(string warning) => RunMessages.Warning(logger, run, warning);

    private void Planned(Plan plan)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            RunMessages.Planned(logger, run, engine, Summary(plan));
        }

        foreach (var entry in logger.IsEnabled(LogLevel.Debug) ? plan.Entries : [])
        {
            RunMessages.Reason(logger, run, entry.Estimator.Name, entry.Site, entry.Cost, entry.Reason);
        }

        foreach (var bias in plan.Bias)
        {
            Warn($"{bias}: the gradient is that of another objective");
        }
    }

    private static string Summary(Plan plan)
    {
        var entries = plan.Entries.Where(e => !e.Estimator.Equals(NotNeeded.estimator)).Select(e => $"{e.Estimator.Name} at {e.Site} for {e.Cost}").ToList();
        var more = entries.Count - MostListed;
        return entries.Count == 0 ? "no site needs an estimator" : string.Join("; ", entries.Take(MostListed)) + (more > 0 ? $"; and {more} more" : "");
    }

    // Each tenth of the steps, and at least now and then.
    private void Step(OptimizationProgress progress)
    {
        if ((10L * progress.Step / progress.Steps) != (10L * (progress.Step - 1) / progress.Steps) || IsQuiet())
        {
            spoke = clock.GetTimestamp();
            RunMessages.Step(logger, run, progress.Step, progress.Steps, progress.Value);
        }
    }

    private void Part(EstimationProgress progress)
    {
        if (IsQuiet())
        {
            spoke = clock.GetTimestamp();
            RunMessages.Progress(logger, run, 100 * progress.Fraction, progress.Doing);
        }
    }

    private bool IsQuiet() => clock.GetElapsedTime(spoke) >= Quiet;

    private sealed class Listener<T>(Action<T> write, IProgress<T>? next) : IProgress<T>
    {
        public void Report(T value)
        {
            write(value);
            next?.Report(value);
        }
    }
}
