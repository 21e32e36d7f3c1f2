namespace DiffProb;

/// <summary>One Markov chain: its beginning, its warmup and its draws. Its random numbers depend on the seed, its number and the step alone.</summary>
internal sealed class Chain
{
    private const int Attempts = 100;

    private readonly SamplerOptions options;
    private readonly Key key;
    private readonly Metric metric;
    private readonly HamiltonianSystem system;
    private readonly Transition transition;
    private readonly PhasePoint point;
    private readonly WarmupSchedule schedule;
    private readonly DualAveraging averaging;
    private readonly CovarianceEstimate covariance;
    private readonly StepSizeSearch search;
    private readonly double[] draws;
    private readonly double[] statistics;
    private double stepSize = 1.0;

    /// <param name="options">How it is sampled.</param>
    /// <param name="number">Number of the chain, from 0.</param>
    /// <param name="density">What it moves in; its own.</param>
    public Chain(SamplerOptions options, int number, ILogDensity density)
    {
        this.options = options;
        Number = number;
        key = Key.FromSeed(options.Seed).Child("chain").Child((ulong)number);
        metric = Metric.Unit(options.Metric, density.Dimension);
        system = new(density, metric);
        transition = options.Kind == SamplerKind.Nuts
            ? new Nuts(system, options.MaxTreeDepth)
            : new Hmc(system, options.TrajectoryLength, 1 << options.MaxTreeDepth);
        point = new(density.Dimension);
        schedule = new(options.Warmup);
        averaging = new(options.TargetAcceptance);
        covariance = new(options.Metric, density.Dimension);
        search = new(system);
        draws = new double[checked(options.Draws * density.Dimension)];
        statistics = new double[checked(options.Draws * SamplerStatistics.All.Length)];
    }

    /// <summary>From 0.</summary>
    public int Number { get; }

    /// <summary>Steps done, warmup and draws together.</summary>
    public int Step { get; private set; }

    /// <summary>Draws after warmup that are done.</summary>
    public int Drawn => Math.Max(0, Step - options.Warmup);

    /// <summary>Divergences after warmup.</summary>
    public int Divergences { get; private set; }

    public double StepSize => stepSize;

    /// <summary>Leapfrog steps of all steps done here, warmup and draws together.</summary>
    public long Leapfrogs { get; private set; }

    /// <summary>A statistic of a draw, by its place among the names.</summary>
    public double Statistic(int draw, int place) => statistics[(draw * SamplerStatistics.All.Length) + place];

    /// <summary>A copy of all that it is made of.</summary>
    public ChainState State => new()
    {
        Step = Step,
        StepSize = stepSize,
        Position = [.. point.Position],
        InverseMass = metric.InverseMass.ToArray(),
        Averaging = averaging.Memory,
        WindowCount = covariance.Count,
        WindowMean = [.. covariance.Memory.Mean],
        WindowSum = [.. covariance.Memory.Sum],
        Draws = draws[..(Drawn * system.Dimension)],
        Statistics = statistics[..(Drawn * SamplerStatistics.All.Length)],
    };

    /// <summary>Begins at a random point, or where another run ended.</summary>
    /// <param name="fault">What is wrong at a position where the density is not finite, in words.</param>
    /// <exception cref="DiffProbException">The density is not finite at any of 100 points.</exception>
    public void Begin(Func<double[], string> fault)
    {
        if (options.Start?.Ends is { } start)
        {
            var end = start.Chains[Number % start.Chains.Count];
            end.Position.CopyTo(point.Position, 0);
            metric.Set(end.InverseMass);
            stepSize = end.StepSize;
            system.Evaluate(point);
        }
        else
        {
            Scatter(fault);
            Search(key.Child("search"));
        }

        averaging.Restart(stepSize);
    }

    /// <summary>Goes on from a state.</summary>
    public void Restore(ChainState state)
    {
        Step = state.Step;
        stepSize = state.StepSize;
        state.Position.CopyTo(point.Position, 0);
        metric.Set(state.InverseMass);
        averaging.Memory = state.Averaging;
        covariance.Count = state.WindowCount;
        state.WindowMean.CopyTo(covariance.Memory.Mean, 0);
        state.WindowSum.CopyTo(covariance.Memory.Sum, 0);
        state.Draws.AsSpan().CopyTo(draws);
        state.Statistics.AsSpan().CopyTo(statistics);
        Divergences = Enumerable.Range(0, Drawn).Count(i => statistics[(i * SamplerStatistics.All.Length) + SamplerStatistics.DivergentPlace] != 0.0);
        system.Evaluate(point);
    }

    /// <summary>One step. If it is stopped, the chain is where it was.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Move(CancellationToken cancellation)
    {
        var own = key.Child((ulong)Step);
        var info = transition.Next(point, stepSize, own, cancellation);
        Leapfrogs += info.Leapfrogs;
        if (Step < options.Warmup)
        {
            Learn(info, own);
        }
        else
        {
            Record(info);
        }

        Step++;
    }

    private void Scatter(Func<double[], string> fault)
    {
        var start = key.Child("start");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            Philox.Uniforms(start.Child((ulong)attempt), 0, point.Position);
            for (var i = 0; i < point.Position.Length; i++)
            {
                point.Position[i] = options.InitialRadius * ((2.0 * point.Position[i]) - 1.0);
            }

            system.Evaluate(point);
            if (double.IsFinite(point.LogDensity) && System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<double>(point.Gradient))
            {
                return;
            }
        }

        throw double.IsFinite(point.LogDensity)
            ? InferenceErrors.StartWithoutGradient(Number + 1, Attempts, options.InitialRadius)
            : InferenceErrors.StartNotFinite(Number + 1, Attempts, options.InitialRadius, point.LogDensity, fault(point.Position));
    }

    private void Search(Key own)
    {
        foreach (var wanted in search.From(point, stepSize, own))
        {
            system.Evaluate(wanted);
        }

        stepSize = search.StepSize;
    }

    private void Learn(TransitionInfo info, Key own)
    {
        stepSize = averaging.Learn(info.Acceptance);
        if (schedule.IsInWindow(Step))
        {
            covariance.Add(point.Position);
        }

        if (schedule.EndsWindow(Step) && covariance.Count > 1)
        {
            metric.Set(covariance.Shrunk());
            covariance.Clear();
            Search(own.Child("search"));
            averaging.Restart(stepSize);
        }

        if (Step == options.Warmup - 1)
        {
            stepSize = averaging.Final;
        }
    }

    private void Record(TransitionInfo info)
    {
        var draw = Step - options.Warmup;
        point.Position.CopyTo(draws.AsSpan(draw * system.Dimension));
        ReadOnlySpan<double> row = [info.Acceptance, stepSize, info.Depth, info.Leapfrogs, info.IsDivergent ? 1.0 : 0.0, info.Energy, point.LogDensity];
        row.CopyTo(statistics.AsSpan(draw * SamplerStatistics.All.Length));
        Divergences += info.IsDivergent ? 1 : 0;
    }
}
