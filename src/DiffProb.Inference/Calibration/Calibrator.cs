using System.Runtime.ExceptionServices;

namespace DiffProb;

/// <summary>Simulation-based calibration: true values from the prior, data from them, and the rank of the true value among draws of the posterior of these data.</summary>
/// <typeparam name="T">Type of the program's result.</typeparam>
internal sealed class Calibrator<T>
{
    private const string Density = "lp";

    private readonly Prob<T> program;
    private readonly Func<Prob<T>, ulong, Posterior> infer;
    private readonly CalibrationOptions options;
    private readonly Key key;
    private readonly Posterior truth;
    private readonly IReadOnlyList<Draws> data;
    private readonly Simulated?[] done;
    private readonly string[] continuous;
    private readonly bool hasDensity;

    private Calibrator(Prob<T> program, Func<Prob<T>, ulong, Posterior> infer, CalibrationOptions options)
    {
        (this.program, this.infer, this.options) = (program, infer, options);
        key = Key.FromSeed(options.Seed).Child("calibration");
        (truth, data) = Simulator.Simulate(program, options.Simulations, new() { Seed = options.Seed, Parameters = options.Parameters, Engine = options.Engine, Cancellation = options.Cancellation });
        if (data.Count == 0)
        {
            throw InferenceErrors.NothingObserved();
        }

        done = new Simulated?[options.Simulations];
        continuous = Continuous();
        hasDensity = continuous.Length > 0 && !truth.Names.Contains(Density);
    }

    private sealed record Simulated(string[] Names, int[] Ranks, bool IsShort, bool IsDivergent);

    /// <summary>Simulates and infers.</summary>
    /// <exception cref="DiffProbException">An option or the program is wrong, or a simulation cannot be inferred; the message says which.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before a simulation was done.</exception>
    public static CalibrationRanks Run(Prob<T> program, Func<Prob<T>, ulong, Posterior> infer, CalibrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(infer);
        options.Check();
        if (RunObserver.Current is not { } observer)
        {
            return new Calibrator<T>(program, infer, options).Run(null);
        }

        // One bar for all: the runs within have none of their own.
        using var bar = observer.Begin("calibration");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation, observer.Cancellation);
        RunObserver.Current = null;
        try
        {
            return new Calibrator<T>(program, infer, options with { Cancellation = stop.Token }).Run(bar);
        }
        finally
        {
            RunObserver.Current = observer;
        }
    }

    private CalibrationRanks Run(IObservedRun? bar)
    {
        var count = 0;
        void Next(int i)
        {
            done[i] = One(i);
            var finished = Interlocked.Increment(ref count);
            if (bar is not null && (bar.IsDue || finished == done.Length))
            {
                bar.Report($"{finished} of {done.Length} simulations", (double)finished / done.Length);
            }
        }

        try
        {
            // One at a time stay on this thread: an initializer of a module that others wait for may have called.
            if (options.Threads == 1)
            {
                for (var i = 0; i < done.Length && !options.Cancellation.IsCancellationRequested; i++)
                {
                    Next(i);
                }
            }
            else
            {
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads };
                Parallel.For(0, done.Length, parallel, (i, others) =>
                {
                    if (options.Cancellation.IsCancellationRequested)
                    {
                        others.Stop();
                        return;
                    }

                    Next(i);
                });
            }
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        return count > 0 ? Result() : throw new OperationCanceledException(options.Cancellation);
    }

    private Simulated One(int i)
    {
        var own = key.Child((ulong)i);
        var seen = Words.withData(data.Select(d => Tuple.Create(d.Name, At(d, i))), program);
        try
        {
            var posterior = infer(seen, own.Bits);
            var drawn = posterior.SummedOut.Count == 0
                ? posterior
                : Simulator.Predict(posterior, seen, new() { Seed = own.Bits, Parameters = options.Parameters, Engine = options.Engine });
            return Rank(drawn, seen, i, own.Child("ties")) with { IsDivergent = posterior.Divergences > 0 };
        }
        catch (DiffProbException e)
        {
            throw InferenceErrors.SimulationFailed(i + 1, e);
        }
    }

    private Simulated Rank(Posterior posterior, Prob<T> seen, int i, Key ties)
    {
        var pooled = posterior.ChainCount * posterior.DrawCount;
        if (pooled < options.Draws)
        {
            throw InferenceErrors.TooFewToRank(pooled, options.Draws);
        }

        int[] picks = [.. Enumerable.Range(0, options.Draws).Select(d => (int)((d + 0.5) * pooled / options.Draws))];
        var names = new List<string>();
        var ranks = new List<int>();
        var isShort = false;
        void Add(string name, double value, double[][] chains)
        {
            var all = Chains.Pooled(chains);
            var places = new double[1];
            Philox.Uniforms(ties.Child(name), 0, places);
            var below = picks.Count(p => all[p] < value);
            var equal = picks.Count(p => all[p] == value);
            names.Add(name);
            ranks.Add(below + (int)(places[0] * (equal + 1)));
            isShort |= EffectiveSampleSize.Bulk(chains) < options.Draws;
        }

        foreach (var quantity in truth.Quantities.Where(q => posterior.Names.Contains(q.Name)))
        {
            var drawn = posterior.Of(quantity.Name);
            for (var e = 0; e < quantity.Shape.Size; e++)
            {
                Add(quantity.ElementName(e), quantity.Chain(0)[(i * quantity.Shape.Size) + e], drawn.Rows(e));
            }
        }

        if (names.Count == 0)
        {
            throw InferenceErrors.NothingToRank(truth.Names, posterior.Names);
        }

        if (hasDensity && continuous.All(posterior.Names.Contains))
        {
            var density = ConditionedProgram.Of(seen, options.Parameters).DensityOfValues(options.Engine);
            var chains = Enumerable.Range(0, posterior.ChainCount).Select(c => Enumerable.Range(0, posterior.DrawCount).Select(d => density(n => At(posterior.Of(n), c, d))).ToArray());
            Add(Density, density(n => At(truth.Of(n), 0, i)), [.. chains]);
        }

        return new([.. names], [.. ranks], isShort, IsDivergent: false);
    }

    // Of a program whose log joint density is not known, as where a discrete site is infinite, sites alone are ranked.
    private string[] Continuous()
    {
        try
        {
            return [.. ConditionedProgram.Of(program, options.Parameters).Coordinates.Select(c => c.Item1)];
        }
        catch (DiffProbException)
        {
            return [];
        }
    }

    private CalibrationRanks Result()
    {
        Simulated[] all = [.. done.OfType<Simulated>()];
        var rows = all[0].Names.Select((name, n) => new CalibrationRow(name, options.Draws, [.. all.Select(s => s.Ranks[n])]));
        return new(options.Draws, [.. rows.AsParallel().AsOrdered()], new(all.Length, all.Length < done.Length, all.Count(s => s.IsShort), all.Count(s => s.IsDivergent)));
    }

    private static Tensor At(Draws draws, int i) => Tensor.Of(draws.Shape, At(draws, 0, i));

    private static double[] At(Draws draws, int chain, int i) => draws.Chain(chain).Slice(i * draws.Shape.Size, draws.Shape.Size).ToArray();
}
