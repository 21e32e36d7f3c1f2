namespace DiffProb;

/// <summary>HMC or NUTS on some numbers of the position, given the others, with the warmup of Stan for its step size and metric.</summary>
internal sealed class HamiltonianBlock : Block
{
    private readonly SamplerOptions options;
    private readonly int[] coordinates;
    private readonly bool isAll;
    private readonly string[] names;
    private readonly HamiltonianSystem system;
    private readonly Transition transition;
    private readonly PhasePoint own;
    private readonly WarmupSchedule schedule;
    private readonly DualAveraging averaging;
    private readonly CovarianceEstimate covariance;
    private readonly StepSizeSearch search;
    private double stepSize = 1.0;
    private double usedStepSize = 1.0;
    private TransitionInfo info;

    public HamiltonianBlock(KernelPart part, SamplerOptions options, DensityQuery query)
        : base(query)
    {
        (this.options, coordinates) = (options, part.Coordinates);
        isAll = coordinates.Length == query.Position.Length;
        names = SamplerStatistics.OfKernel(SamplerStatistics.Hamiltonian, part.Label);
        system = new(new Unasked(coordinates.Length), Metric.Unit(options.Metric, coordinates.Length));
        transition = part.Kind == MarkovKernelKind.Nuts ? new Nuts(system, options.MaxTreeDepth) : new Hmc(system, part.Length, 1 << options.MaxTreeDepth);
        own = new(coordinates.Length);
        schedule = new(options.Warmup);
        averaging = new(options.TargetAcceptance);
        covariance = new(options.Metric, coordinates.Length);
        search = new(system);
    }

    public override IReadOnlyList<string> StatisticNames => names;

    public override int Leapfrogs => info.Leapfrogs;

    public override bool IsDivergent => info.IsDivergent;

    public override double StepSize => stepSize;

    public override double[] Tuned
    {
        get => [stepSize, .. system.Metric.InverseMass];
        set
        {
            stepSize = value[0];
            system.Metric.Set(value.AsSpan(1));
            averaging.Restart(stepSize);
        }
    }

    public override double[] Memory
    {
        get => [.. Tuned, .. averaging.Memory, covariance.Count, .. covariance.Memory.Mean, .. covariance.Memory.Sum];
        set
        {
            var rest = value.AsSpan();
            Tuned = rest[..(1 + system.Metric.InverseMass.Length)].ToArray();
            rest = rest[(1 + system.Metric.InverseMass.Length)..];
            averaging.Memory = rest[..4].ToArray();
            covariance.Count = (int)rest[4];
            var (mean, sum) = covariance.Memory;
            rest.Slice(5, mean.Length).CopyTo(mean);
            rest.Slice(5 + mean.Length, sum.Length).CopyTo(sum);
        }
    }

    public override IEnumerable<DensityQuery> Begin(ChainPoint point, Key key)
    {
        foreach (var query in Locate(point))
        {
            yield return query;
        }

        foreach (var query in Search(key))
        {
            yield return query;
        }
    }

    public override IEnumerable<DensityQuery> Move(ChainPoint point, Key key)
    {
        foreach (var query in Locate(point))
        {
            yield return query;
        }

        transition.Begin(own, stepSize, key);
        do
        {
            yield return Ask(transition.Moving);
            Receive(transition.Moving);
        }
        while (transition.Advance());
        (info, usedStepSize) = (transition.End(own), stepSize);
        if (isAll)
        {
            own.Position.CopyTo(point.Position, 0);
            own.Gradient.CopyTo(point.Gradient, 0);
        }
        else
        {
            Scatter(own.Position, point.Position);
        }

        (point.LogDensity, point.HasGradient) = (own.LogDensity, isAll);
    }

    public override IEnumerable<DensityQuery> Learn(int step, ChainPoint point, Key key)
    {
        stepSize = averaging.Learn(info.Acceptance);
        if (schedule.IsInWindow(step))
        {
            Gather(point.Position, own.Position);
            covariance.Add(own.Position);
        }

        if (schedule.EndsWindow(step) && covariance.Count > 1)
        {
            system.Metric.Set(covariance.Shrunk());
            covariance.Clear();
            foreach (var query in Locate(point))
            {
                yield return query;
            }

            foreach (var query in Search(key))
            {
                yield return query;
            }
        }

        if (step == options.Warmup - 1)
        {
            stepSize = averaging.Final;
        }
    }

    public override void Tell(Span<double> numbers)
    {
        ReadOnlySpan<double> row = [info.Acceptance, usedStepSize, info.Depth, info.Leapfrogs, info.IsDivergent ? 1.0 : 0.0, info.Energy];
        row.CopyTo(numbers);
    }

    // The own numbers of the point, with the gradient in them: asked for, where others moved since.
    private IEnumerable<DensityQuery> Locate(ChainPoint point)
    {
        if (!isAll)
        {
            point.Position.CopyTo(Query.Position, 0);
        }

        Gather(point.Position, own.Position);
        if (point.HasGradient)
        {
            Gather(point.Gradient, own.Gradient);
            own.LogDensity = point.LogDensity;
            yield break;
        }

        yield return Ask(own);
        Receive(own);
    }

    private IEnumerable<DensityQuery> Search(Key key)
    {
        foreach (var wanted in search.From(own, stepSize, key.Child("search")))
        {
            yield return Ask(wanted);
            Receive(wanted);
        }

        stepSize = search.StepSize;
        averaging.Restart(stepSize);
    }

    private DensityQuery Ask(PhasePoint at)
    {
        Query.Kind = QueryKind.Gradient;
        if (isAll)
        {
            (Query.Position, Query.Gradient) = (at.Position, at.Gradient);
        }
        else
        {
            Scatter(at.Position, Query.Position);
        }

        return Query;
    }

    private void Receive(PhasePoint at)
    {
        at.LogDensity = Query.LogDensity;
        if (!isAll)
        {
            Gather(Query.Gradient, at.Gradient);
        }
    }

    private void Gather(double[] all, double[] some)
    {
        if (isAll)
        {
            all.CopyTo(some, 0);
            return;
        }

        for (var i = 0; i < coordinates.Length; i++)
        {
            some[i] = all[coordinates[i]];
        }
    }

    private void Scatter(double[] some, double[] all)
    {
        for (var i = 0; i < coordinates.Length; i++)
        {
            all[coordinates[i]] = some[i];
        }
    }
}
