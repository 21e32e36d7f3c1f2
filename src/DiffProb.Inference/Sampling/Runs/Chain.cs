namespace DiffProb;

/// <summary>One Markov chain: its beginning, its warmup and its draws. Its random numbers depend on the seed, its number and the step alone.</summary>
/// <remarks>It asks for what it wants to know of the density; whoever runs it answers each question before it goes on.</remarks>
internal sealed class Chain
{
    private readonly SamplerOptions options;
    private readonly KernelPlan plan;
    private readonly Key key;
    private readonly DensityQuery query;
    private readonly Block[] blocks;
    private readonly ChainPoint point;
    private readonly ChainPoint before;
    private readonly double[] draws;
    private readonly double[] statistics;
    private readonly bool tellsDivergence;

    /// <param name="options">How it is sampled.</param>
    /// <param name="number">Number of the chain, from 0.</param>
    /// <param name="plan">The kernels that move it.</param>
    public Chain(SamplerOptions options, int number, KernelPlan plan)
    {
        (this.options, this.plan, Number) = (options, plan, number);
        key = Key.FromSeed(options.Seed).Child("chain").Child((ulong)number);
        query = new(number, plan.Dimension);
        blocks = Array.ConvertAll(plan.Parts, p => p.Create(options, query));
        (point, before) = (new(plan.Dimension), new(plan.Dimension));
        tellsDivergence = plan.NeedsGradient && plan.Parts[0].Label is not null;
        StatisticNames = [.. blocks.SelectMany(b => b.StatisticNames), .. tellsDivergence ? [SamplerStatistics.Divergent] : Array.Empty<string>(), SamplerStatistics.LogDensity];
        draws = new double[checked(options.Draws * plan.Dimension)];
        statistics = new double[checked(options.Draws * StatisticNames.Length)];
    }

    /// <summary>From 0.</summary>
    public int Number { get; }

    /// <summary>What it tells of each draw.</summary>
    public string[] StatisticNames { get; }

    /// <summary>Steps done, warmup and draws together.</summary>
    public int Step { get; private set; }

    /// <summary>Draws after warmup that are done.</summary>
    public int Drawn => Math.Max(0, Step - options.Warmup);

    /// <summary>Divergences after warmup.</summary>
    public int Divergences { get; private set; }

    /// <summary>Leapfrog steps of all steps done here, warmup and draws together.</summary>
    public long Leapfrogs { get; private set; }

    /// <summary>Length of a step of the first kernel that has one; NaN where none has.</summary>
    public double StepSize => Array.Find(blocks, b => !double.IsNaN(b.StepSize))?.StepSize ?? double.NaN;

    /// <summary>Where another run may begin.</summary>
    public ChainEnd End => new([.. point.Position], Array.ConvertAll(blocks, b => b.Tuned));

    /// <summary>A copy of all that it is made of.</summary>
    public ChainState State => new()
    {
        Step = Step,
        LogDensity = point.LogDensity,
        Position = [.. point.Position],
        Blocks = Array.ConvertAll(blocks, b => b.Memory),
        Draws = draws[..(Drawn * plan.Dimension)],
        Statistics = statistics[..(Drawn * StatisticNames.Length)],
    };

    /// <summary>Begins at a random point, or where another run ended.</summary>
    /// <param name="fault">What is wrong at a position where the density is not finite, in words.</param>
    /// <exception cref="DiffProbException">The density is not finite at any of 100 points.</exception>
    public IEnumerable<DensityQuery> Begin(Func<double[], string> fault)
    {
        if (options.Start?.Ends is { } start)
        {
            var end = start.Chains[Number % start.Chains.Count];
            end.Position.CopyTo(point.Position, 0);
            yield return Locate();
            Receive();
            for (var b = 0; b < blocks.Length; b++)
            {
                blocks[b].Tuned = end.Tuned[b];
            }

            yield break;
        }

        var scatter = new ChainStart(options, plan, key.Child("start"));
        for (var attempt = 0; attempt < ChainStart.Attempts; attempt++)
        {
            scatter.Draw(attempt, point.Position);
            yield return Locate();
            Receive();
            if (scatter.IsUsable(point))
            {
                break;
            }
        }

        scatter.Check(point, Number, fault);
        foreach (var block in blocks)
        {
            foreach (var wanted in block.Begin(point, key))
            {
                yield return wanted;
            }
        }
    }

    /// <summary>Goes on from a state.</summary>
    public IEnumerable<DensityQuery> Restore(ChainState state)
    {
        Step = state.Step;
        state.Position.CopyTo(point.Position, 0);
        for (var b = 0; b < blocks.Length; b++)
        {
            blocks[b].Memory = state.Blocks[b];
        }

        state.Draws.AsSpan().CopyTo(draws);
        state.Statistics.AsSpan().CopyTo(statistics);
        var divergent = Array.IndexOf(StatisticNames, SamplerStatistics.Divergent);
        Divergences = divergent < 0 ? 0 : Enumerable.Range(0, Drawn).Count(i => statistics[(i * StatisticNames.Length) + divergent] != 0.0);
        yield return Locate();
        Receive();

        // Between kernels without gradients, that of a program without them: the last bits of a sum may differ.
        point.LogDensity = state.LogDensity;
    }

    /// <summary>One step.</summary>
    public IEnumerable<DensityQuery> Move()
    {
        before.CopyFrom(point);
        query.IsLearning = false;
        var own = key.Child((ulong)Step);
        for (var b = 0; b < blocks.Length; b++)
        {
            query.Phase++;
            foreach (var wanted in blocks[b].Move(point, KeyOf(own, b)))
            {
                yield return wanted;
            }

            Leapfrogs += blocks[b].Leapfrogs;
        }

        if (Step < options.Warmup)
        {
            query.IsLearning = true;
            for (var b = 0; b < blocks.Length; b++)
            {
                query.Phase++;
                foreach (var wanted in blocks[b].Learn(Step, point, KeyOf(own, b)))
                {
                    yield return wanted;
                }
            }
        }
        else
        {
            Record();
        }

        Step++;
    }

    /// <summary>Back to the end of the last step, if a step was begun, and left before it learnt.</summary>
    public void Undo() => point.CopyFrom(before);

    /// <summary>A statistic of a draw, by its place among the names.</summary>
    public double Statistic(int draw, int place) => statistics[(draw * StatisticNames.Length) + place];

    private Key KeyOf(Key own, int block) => blocks.Length == 1 ? own : own.Child("kernel").Child((ulong)block);

    private DensityQuery Locate()
    {
        (query.Kind, query.Position, query.Gradient) = (plan.NeedsGradient ? QueryKind.Gradient : QueryKind.Density, [.. point.Position], new double[plan.Dimension]);
        return query;
    }

    private void Receive()
    {
        query.Gradient.CopyTo(point.Gradient, 0);
        (point.LogDensity, point.HasGradient) = (query.LogDensity, plan.NeedsGradient);
    }

    private void Record()
    {
        var draw = Step - options.Warmup;
        point.Position.CopyTo(draws.AsSpan(draw * plan.Dimension));
        var row = statistics.AsSpan(draw * StatisticNames.Length, StatisticNames.Length);
        foreach (var block in blocks)
        {
            block.Tell(row);
            row = row[block.StatisticNames.Count..];
        }

        var isDivergent = Array.Exists(blocks, b => b.IsDivergent);
        Divergences += isDivergent ? 1 : 0;
        if (tellsDivergence)
        {
            row[0] = isDivergent ? 1.0 : 0.0;
        }

        row[^1] = point.LogDensity;
    }
}
