using System.Runtime.ExceptionServices;

namespace DiffProb;

/// <summary>Runs the chains of a program, several at a time. The bits of a chain do not depend on how many.</summary>
internal sealed class Sampler
{
    private readonly ConditionedProgram program;
    private readonly SamplerOptions options;
    private readonly KernelPlan plan;
    private readonly IEngine engine;
    private readonly DensityExecutables executables;
    private readonly IReadOnlyDictionary<string, string> facts;
    private readonly Chain[] chains;
    private readonly ChainState[] saved;
    private readonly Lock gate = new();
    private readonly SamplingBar? bar;
    private readonly long began;
    private readonly int doneBefore;
    private int done;

    private Sampler(ConditionedProgram program, SamplerOptions options, KernelPlan plan, SamplingBar? bar)
    {
        (this.program, this.options, this.plan, this.bar) = (program, options, plan, bar);
        engine = options.Engine;
        facts = SamplingCheckpoint.FactsOf(options, program);
        executables = new(program, engine, options.ChainMode == ChainMode.Vectorized ? options.Chains : null);
        chains = [.. Enumerable.Range(0, options.Chains).Select(c => new Chain(options, c, plan))];
        var states = options.Resume?.For(facts, options, plan.Parts.Length);
        Prepare(c => states is null ? c.Begin(FaultAt) : c.Restore(states[c.Number]));
        saved = Array.ConvertAll(chains, c => c.State);
        doneBefore = chains.Sum(c => c.Step);
        began = options.Clock.GetTimestamp();
    }

    /// <summary>Draws from the posterior of a program.</summary>
    /// <exception cref="DiffProbException">The program or an option is wrong, or its density is not finite where chains begin.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before every chain had a draw.</exception>
    public static Posterior Run<T>(Prob<T> model, SamplerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        options.Check();
        if (options.CheckpointPath is { } path)
        {
            NamedTensors.CheckPath(path);
        }

        var program = ConditionedProgram.Of(model, options.Parameters, options.Kernel?.Sites ?? []);
        var plan = KernelPlan.Of(program, options);
        if (program.Dimension == 0)
        {
            throw InferenceErrors.NothingContinuous(program.Names);
        }

        if (options.Start is { } start)
        {
            var ends = start.Ends ?? throw InferenceErrors.StartWithoutEnds();
            var given = ends.Chains[0].Position.Length;
            var kernels = options.Kernel?.ToString() ?? "";
            if (ends.Kernels != kernels)
            {
                throw InferenceErrors.StartOfOtherKernels(ends.Kernels, kernels);
            }

            if (ends.Metric != options.Metric || given != program.Dimension)
            {
                throw InferenceErrors.StartDiffers(given, ends.Metric, program.Dimension, options.Metric);
            }
        }

        if (RunObserver.Current is not { } observer)
        {
            return new Sampler(program, options, plan, null).Run();
        }

        using var seen = observer.Begin(NameOf(options));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation, observer.Cancellation);
        return new Sampler(program, options with { Cancellation = stop.Token }, plan, new(seen, checked(options.Chains * options.Draws))).Run();
    }

    private static string NameOf(SamplerOptions options) => options.Kernel is not null ? "mcmc" : options.Kind == SamplerKind.Nuts ? "nuts" : "hmc";

    private string FaultAt(double[] position)
    {
        try
        {
            return program.Fault(engine, position);
        }
        catch (ValueException e)
        {
            return $"an operation that has no value there. {e.Message}";
        }
    }

    // Chains at their beginning, one after the other or side by side.
    private void Prepare(Func<Chain, IEnumerable<DensityQuery>> begin)
    {
        if (options.ChainMode == ChainMode.Vectorized)
        {
            var begun = new bool[chains.Length];
            Lockstep().Run(chains, c => begun[c.Number] ? null : Begin(c), CancellationToken.None);

            IEnumerable<DensityQuery> Begin(Chain chain)
            {
                begun[chain.Number] = true;
                return begin(chain);
            }
        }
        else
        {
            foreach (var chain in chains)
            {
                var densities = new CompiledDensities(executables);
                foreach (var query in begin(chain))
                {
                    densities.Answer(query);
                }
            }
        }
    }

    private Lockstep Lockstep() => new(new(executables, chains.Length), plan.Parts.Length > 1);

    private Posterior Run()
    {
        if (options.ChainMode == ChainMode.Vectorized)
        {
            RunTogether();
        }
        else
        {
            RunInThreads();
        }

        if (options.CheckpointPath is { } path)
        {
            SamplingCheckpoint.Of(facts, Array.ConvertAll(chains, c => c.State)).Save(path);
        }

        bar?.Report(chains, Part, null);
        return Result();
    }

    private void RunTogether()
    {
        var isBegun = new bool[chains.Length];
        try
        {
            Lockstep().Run(chains, Next, options.Cancellation);
        }
        catch (OperationCanceledException) when (options.Cancellation.IsCancellationRequested)
        {
        }

        IEnumerable<DensityQuery>? Next(Chain chain)
        {
            if (isBegun[chain.Number])
            {
                Report(chain);
            }

            isBegun[chain.Number] = true;
            return chain.Step < options.Steps ? chain.Move() : null;
        }
    }

    private void RunInThreads()
    {
        var threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        try
        {
            Parallel.ForEach(chains, new ParallelOptions { MaxDegreeOfParallelism = threads }, Finish);
        }
        catch (AggregateException several)
        {
            // What one chain would have reported alone.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }

    private void Finish(Chain chain, ParallelLoopState others)
    {
        var densities = new CompiledDensities(executables);
        while (chain.Step < options.Steps && !others.ShouldExitCurrentIteration)
        {
            foreach (var query in chain.Move())
            {
                if (options.Cancellation.IsCancellationRequested && !query.IsLearning)
                {
                    chain.Undo();
                    return;
                }

                densities.Answer(query);
            }

            Report(chain);
        }
    }

    // After each step of a chain.
    private void Report(Chain chain)
    {
        var every = Math.Max(1, options.Steps / 100);
        Interlocked.Increment(ref done);
        if (options.CheckpointPath is { } path && chain.Step % options.CheckpointEvery == 0)
        {
            Save(chain, path);
        }

        if (bar is { IsDue: true })
        {
            bar.Report(chains, Part, Remaining);
        }

        if (options.Progress is { } listener && (chain.Step % every == 0 || chain.Step == options.Steps))
        {
            Tell(chain, listener);
        }
    }

    // Steps that are done, of those of all chains, and of this run.
    private double Part => (doneBefore + (double)Volatile.Read(ref done)) / ((double)options.Steps * chains.Length);

    private TimeSpan Remaining
    {
        get
        {
            var part = Volatile.Read(ref done) / (((double)options.Steps * chains.Length) - doneBefore);
            return options.Clock.GetElapsedTime(began) * ((1.0 - part) / part);
        }
    }

    private void Save(Chain chain, string path)
    {
        lock (gate)
        {
            saved[chain.Number] = chain.State;
            SamplingCheckpoint.Of(facts, saved).Save(path);
        }
    }

    private void Tell(Chain chain, IProgress<SamplingProgress> listener)
    {
        lock (gate)
        {
            listener.Report(new(chain.Number + 1, chains.Length, chain.Step, options.Steps, chain.Step <= options.Warmup, chain.Divergences, chain.StepSize, Remaining));
        }
    }

    // Of chains that were stopped, as many draws as all of them have.
    private Posterior Result()
    {
        var count = chains.Min(c => c.Drawn);
        if (count == 0)
        {
            throw new OperationCanceledException(options.Cancellation);
        }

        var states = Array.ConvertAll(chains, c => c.State);
        return new PositionDraws(program, engine, Array.ConvertAll(states, s => s.Draws[..(count * program.Dimension)])).ToPosterior()
            .WithStatistics(chains[0].StatisticNames.Select((name, place) => KeyValuePair.Create(name, Statistic(place, count))))
            .WithEnds(new(options.Metric, options.Kernel?.ToString() ?? "", Array.ConvertAll(chains, c => c.End)))
            .WithProvenance(new()
            {
                Sampler = NameOf(options),
                Seed = options.Seed,
                Warmup = options.Warmup,
                MaxTreeDepth = options.MaxTreeDepth,
                IsCanceled = count < options.Draws,
            });
    }

    private double[,] Statistic(int place, int count)
    {
        var numbers = new double[chains.Length, count];
        for (var c = 0; c < chains.Length; c++)
        {
            for (var i = 0; i < count; i++)
            {
                numbers[c, i] = chains[c].Statistic(i, place);
            }
        }

        return numbers;
    }
}
