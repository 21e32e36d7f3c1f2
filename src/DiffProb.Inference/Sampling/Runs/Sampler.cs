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
    private readonly long began;
    private readonly int doneBefore;
    private int done;

    private Sampler(ConditionedProgram program, SamplerOptions options)
    {
        (this.program, this.options) = (program, options);
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
    public static Sampled Run<T>(Prob<T> model, SamplerOptions options)
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

        if (options.Start is { } start && (start.Metric != options.Metric || start.Ends[0].Position.Length != program.Dimension))
        {
            throw InferenceErrors.StartDiffers(start.Ends[0].Position.Length, start.Metric, program.Dimension, options.Metric);
        }

        return new Sampler(program, options).Run();
    }

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

    private Sampled Run()
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

            if (options.Progress is { } listener && (chain.Step % every == 0 || chain.Step == options.Steps))
            {
                Tell(chain, listener);
            }
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
            var all = ((double)options.Steps * chains.Length) - doneBefore;
            var part = Volatile.Read(ref done) / all;
            var spent = options.Clock.GetElapsedTime(began);
            listener.Report(new(
                chain.Number + 1, chain.Step, options.Steps, chain.Step <= options.Warmup, chain.Divergences, chain.StepSize, spent * ((1.0 - part) / part)));
        }
    }

    // Of chains that were stopped, as many draws as all of them have.
    private Sampled Result()
    {
        var count = chains.Min(c => c.Drawn);
        if (count == 0)
        {
            throw new OperationCanceledException(options.Cancellation);
        }

        var states = Array.ConvertAll(chains, c => c.State);
        var executable = program.CompileQuantities(engine);
        var shapes = program.Shapes;
        var draws = Array.ConvertAll(shapes, s => Array.ConvertAll(states, _ => new double[checked(count * s.Size)]));
        for (var c = 0; c < states.Length; c++)
        {
            var evaluator = executable.CreateEvaluator();
            for (var i = 0; i < count; i++)
            {
                states[c].Draws.AsSpan(i * program.Dimension, program.Dimension).CopyTo(evaluator.Input<double>(program.Input));
                evaluator.Run();
                for (var q = 0; q < shapes.Length; q++)
                {
                    evaluator.Output<double>(q).CopyTo(draws[q][c].AsSpan(i * shapes[q].Size));
                }
            }
        }

        return new(
            program.Names,
            shapes,
            draws,
            [.. Enumerable.Range(0, Sampled.StatisticNames.Length).Select(s => Statistic(states, s, count))],
            Array.ConvertAll(states, s => s.Draws[..(count * program.Dimension)]),
            Array.ConvertAll(states, s => new ChainEnd(s.Position, s.StepSize, s.InverseMass)),
            options.Metric,
            options.Warmup,
            count < options.Draws)
        {
            Provenance = new() { Sampler = options.Kind == SamplerKind.Nuts ? "nuts" : "hmc", Seed = options.Seed, Warmup = options.Warmup, MaxTreeDepth = options.MaxTreeDepth },
        };
    }

    private static double[,] Statistic(ChainState[] states, int place, int count)
    {
        var numbers = new double[states.Length, count];
        for (var c = 0; c < states.Length; c++)
        {
            for (var i = 0; i < count; i++)
            {
                numbers[c, i] = states[c].Statistics[(i * Sampled.StatisticNames.Length) + place];
            }
        }

        return numbers;
    }
}
