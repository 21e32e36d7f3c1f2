namespace DiffProb;

/// <summary>Random walk Metropolis of some continuous numbers together.</summary>
/// <remarks>
/// Proposal: normal around where it is, with a covariance that is learnt in the windows of the warmup and a scale that is steered to an acceptance of 0.234, or of 0.44
/// for one number. Source: Roberts, Gelman and Gilks (1997), Annals of Applied Probability 7; beginning at 2.38 / √d: Gelman, Roberts and Gilks (1996).
/// </remarks>
internal sealed class RandomWalkBlock : Block
{
    private readonly SamplerOptions options;
    private readonly int[] coordinates;
    private readonly string[] names;
    private readonly Metric metric;
    private readonly WarmupSchedule schedule;
    private readonly DualAveraging averaging;
    private readonly CovarianceEstimate covariance;
    private readonly double[] some;
    private double scale;
    private double usedScale;
    private double acceptance;

    public RandomWalkBlock(KernelPart part, SamplerOptions options, DensityQuery query)
        : base(query)
    {
        (this.options, coordinates) = (options, part.Coordinates);
        names = SamplerStatistics.OfKernel([SamplerStatistics.AcceptStat, SamplerStatistics.Scale], part.Label);
        metric = Metric.Unit(options.Metric, coordinates.Length);
        schedule = new(options.Warmup);
        averaging = new(coordinates.Length == 1 ? 0.44 : 0.234);
        covariance = new(options.Metric, coordinates.Length);
        some = new double[coordinates.Length];
        Restart();
    }

    public override IReadOnlyList<string> StatisticNames => names;

    public override double StepSize => scale;

    public override double[] Tuned
    {
        get => [scale, .. metric.InverseMass];
        set
        {
            scale = value[0];
            metric.Set(value.AsSpan(1));
            averaging.RestartAt(scale);
        }
    }

    public override double[] Memory
    {
        get => [.. Tuned, .. averaging.Memory, covariance.Count, .. covariance.Memory.Mean, .. covariance.Memory.Sum];
        set
        {
            var rest = value.AsSpan();
            Tuned = rest[..(1 + metric.InverseMass.Length)].ToArray();
            rest = rest[(1 + metric.InverseMass.Length)..];
            averaging.Memory = rest[..4].ToArray();
            covariance.Count = (int)rest[4];
            var (mean, sum) = covariance.Memory;
            rest.Slice(5, mean.Length).CopyTo(mean);
            rest.Slice(5 + mean.Length, sum.Length).CopyTo(sum);
        }
    }

    public override IEnumerable<DensityQuery> Move(ChainPoint point, Key key)
    {
        Propose(point, key);
        yield return Ask();
        var ratio = Math.Exp(Query.LogDensity - point.LogDensity);
        acceptance = ratio >= 1.0 ? 1.0 : ratio > 0.0 ? ratio : 0.0;
        usedScale = scale;
        if (new ElementStream(key, 0).NextUniform() < acceptance)
        {
            Query.Position.CopyTo(point.Position, 0);
            (point.LogDensity, point.HasGradient) = (Query.LogDensity, false);
        }
    }

    public override IEnumerable<DensityQuery> Learn(int step, ChainPoint point, Key key)
    {
        scale = averaging.Learn(acceptance);
        if (schedule.IsInWindow(step))
        {
            for (var i = 0; i < some.Length; i++)
            {
                some[i] = point.Position[coordinates[i]];
            }

            covariance.Add(some);
        }

        if (schedule.EndsWindow(step) && covariance.Count > 1)
        {
            metric.Set(covariance.Shrunk());
            covariance.Clear();
            Restart();
        }

        if (step == options.Warmup - 1)
        {
            scale = averaging.Final;
        }

        yield break;
    }

    public override void Tell(Span<double> numbers) => (numbers[0], numbers[1]) = (acceptance, usedScale);

    private void Propose(ChainPoint point, Key key)
    {
        Philox.StandardNormals(key, 0, some);
        metric.ToDisplacement(some);
        point.Position.CopyTo(Query.Position, 0);
        for (var i = 0; i < some.Length; i++)
        {
            Query.Position[coordinates[i]] += scale * some[i];
        }
    }

    private void Restart()
    {
        scale = 2.38 / Math.Sqrt(coordinates.Length);
        averaging.RestartAt(scale);
    }
}
