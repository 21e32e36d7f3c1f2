using System.Runtime.ExceptionServices;

namespace DiffProb;

/// <summary>Runs the chains of a program, several at a time. The bits of a chain do not depend on how many.</summary>
internal sealed class Sampler
{
    private readonly ConditionedProgram program;
    private readonly SamplerOptions options;
    private readonly IEngine engine;
    private readonly IReadOnlyDictionary<string, string> facts;
    private readonly Chain[] chains;
    private readonly ChainState[] saved;
    private readonly Lock gate = new();
    private readonly SamplingBar? bar;
    private readonly long began;
    private readonly int doneBefore;
    private int done;

    private Sampler(ConditionedProgram program, SamplerOptions options, SamplingBar? bar)
    {
        (this.program, this.options, this.bar) = (program, options, bar);
        engine = options.Engine;
        facts = SamplingCheckpoint.FactsOf(options, program);
        var density = program.CompileDensity(engine);
        chains = [.. Enumerable.Range(0, options.Chains).Select(c => new Chain(options, c, new CompiledLogDensity(density, program.Input, program.Dimension)))];
        if (options.Resume is { } checkpoint)
        {
            var states = checkpoint.For(facts, options);
            for (var c = 0; c < chains.Length; c++)
            {
                chains[c].Restore(states[c]);
            }
        }
        else
        {
            foreach (var chain in chains)
            {
                chain.Begin(FaultAt);
            }
        }

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

        var program = ConditionedProgram.Of(model, options.Parameters);
        if (program.Dimension == 0)
        {
            throw InferenceErrors.NothingContinuous(program.Names);
        }

        if (options.Start is { } start)
        {
            var ends = start.Ends ?? throw InferenceErrors.StartWithoutEnds();
            var given = ends.Chains[0].Position.Length;
            if (ends.Metric != options.Metric || given != program.Dimension)
            {
                throw InferenceErrors.StartDiffers(given, ends.Metric, program.Dimension, options.Metric);
            }
        }

        if (RunObserver.Current is not { } observer)
        {
            return new Sampler(program, options, null).Run();
        }

        using var seen = observer.Begin(NameOf(options.Kind));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation, observer.Cancellation);
        return new Sampler(program, options with { Cancellation = stop.Token }, new(seen, checked(options.Chains * options.Draws))).Run();
    }

    private static string NameOf(SamplerKind kind) => kind == SamplerKind.Nuts ? "nuts" : "hmc";

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

    private Posterior Run()
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

        if (options.CheckpointPath is { } path)
        {
            SamplingCheckpoint.Of(facts, Array.ConvertAll(chains, c => c.State)).Save(path);
        }

        bar?.Report(chains, Part, null);
        return Result();
    }

    private void Finish(Chain chain, ParallelLoopState others)
    {
        var every = Math.Max(1, options.Steps / 100);
        while (chain.Step < options.Steps && !others.ShouldExitCurrentIteration)
        {
            try
            {
                options.Cancellation.ThrowIfCancellationRequested();
                chain.Move(options.Cancellation);
            }
            catch (OperationCanceledException) when (options.Cancellation.IsCancellationRequested)
            {
                return;
            }

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
            listener.Report(new(chain.Number + 1, chain.Step, options.Steps, chain.Step <= options.Warmup, chain.Divergences, chain.StepSize, Remaining));
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
            .WithStatistics(SamplerStatistics.All.Select((name, place) => KeyValuePair.Create(name, Statistic(states, place, count))))
            .WithEnds(new(options.Metric, Array.ConvertAll(states, s => new ChainEnd(s.Position, s.StepSize, s.InverseMass))))
            .WithProvenance(new()
            {
                Sampler = NameOf(options.Kind),
                Seed = options.Seed,
                Warmup = options.Warmup,
                MaxTreeDepth = options.MaxTreeDepth,
                IsCanceled = count < options.Draws,
            });
    }

    private static double[,] Statistic(ChainState[] states, int place, int count)
    {
        var numbers = new double[states.Length, count];
        for (var c = 0; c < states.Length; c++)
        {
            for (var i = 0; i < count; i++)
            {
                numbers[c, i] = states[c].Statistics[(i * SamplerStatistics.All.Length) + place];
            }
        }

        return numbers;
    }
}
