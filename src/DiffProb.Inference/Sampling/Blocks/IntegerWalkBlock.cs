namespace DiffProb;

/// <summary>Random walk Metropolis of whole numbers, one after the other: up or down by 1 and some more.</summary>
/// <remarks>
/// Proposal: up or down alike, by 1 and the whole part of an exponential number whose mean is steered to an acceptance of 0.44; outside of the support the density is 0.
/// </remarks>
internal sealed class IntegerWalkBlock : Block
{
    private const double Target = 0.44;
    private const double LargestMean = 1e9;

    private readonly SamplerOptions options;
    private readonly int[] coordinates;
    private readonly string[] names;
    private readonly DualAveraging[] averaging;
    private readonly double[] acceptance;
    private double[] means;

    public IntegerWalkBlock(KernelPart part, SamplerOptions options, DensityQuery query)
        : base(query)
    {
        (this.options, coordinates) = (options, part.Coordinates);
        names = SamplerStatistics.OfKernel([SamplerStatistics.AcceptStat, SamplerStatistics.Scale], part.Label);
        averaging = [.. coordinates.Select(_ => new DualAveraging(Target))];
        acceptance = new double[coordinates.Length];
        means = [.. coordinates.Select(_ => 1.0)];
        Tuned = means;
    }

    public override IReadOnlyList<string> StatisticNames => names;

    public override double StepSize => means.Average();

    public override double[] Tuned
    {
        get => [.. means];
        set
        {
            means = [.. value];
            for (var i = 0; i < means.Length; i++)
            {
                // A mean that went to 0 begins anew at a tenth.
                averaging[i].RestartAt(Math.Max(means[i], 0.1));
            }
        }
    }

    public override double[] Memory
    {
        get => [.. means, .. averaging.SelectMany(a => a.Memory)];
        set
        {
            Tuned = value[..means.Length];
            for (var i = 0; i < means.Length; i++)
            {
                averaging[i].Memory = value[(means.Length + (4 * i))..(means.Length + (4 * i) + 4)];
            }
        }
    }

    public override IEnumerable<DensityQuery> Move(ChainPoint point, Key key)
    {
        point.Position.CopyTo(Query.Position, 0);
        for (var i = 0; i < coordinates.Length; i++)
        {
            var random = new ElementStream(key, (ulong)i);
            var here = point.Position[coordinates[i]];
            var length = 1.0 + Math.Floor(means[i] * random.NextExponential());
            Query.Position[coordinates[i]] = random.NextUniform() < 0.5 ? here - length : here + length;
            yield return Ask();
            var ratio = Math.Exp(Query.LogDensity - point.LogDensity);
            acceptance[i] = ratio >= 1.0 ? 1.0 : ratio > 0.0 ? ratio : 0.0;
            if (random.NextUniform() < acceptance[i])
            {
                (point.Position[coordinates[i]], point.LogDensity) = (Query.Position[coordinates[i]], Query.LogDensity);
            }
            else
            {
                Query.Position[coordinates[i]] = here;
            }
        }

        point.HasGradient = false;
    }

    public override IEnumerable<DensityQuery> Learn(int step, ChainPoint point, Key key)
    {
        for (var i = 0; i < means.Length; i++)
        {
            var next = averaging[i].Learn(acceptance[i]);
            means[i] = Math.Min(LargestMean, step == options.Warmup - 1 ? averaging[i].Final : next);
        }

        yield break;
    }

    public override void Tell(Span<double> numbers) => (numbers[0], numbers[1]) = (acceptance.Average(), StepSize);
}
