namespace DiffProb;

/// <summary>Slice sampling of some numbers of the position, one after the other.</summary>
/// <remarks>
/// Stepping out and shrinkage: Neal (2003), "Slice sampling", Annals of Statistics 31, figures 3 and 5. In warmup, the width of a number is twice the mean length of
/// its moves, later ones counting more.
/// </remarks>
internal sealed class SliceBlock(KernelPart part, SamplerOptions options, DensityQuery query) : Block(query)
{
    // Widths that an interval may have at most.
    private const int MostSteps = 64;

    private readonly string[] names = SamplerStatistics.OfKernel([SamplerStatistics.Evaluations, SamplerStatistics.Width], part.Label);
    private readonly double[] before = new double[part.Coordinates.Length];
    private double[] widths = [.. part.Coordinates.Select(_ => 1.0)];
    private double[] moves = new double[part.Coordinates.Length];
    private double count;
    private int evaluations;

    public override IReadOnlyList<string> StatisticNames => names;

    public override double StepSize => widths.Average();

    public override double[] Tuned
    {
        get => [.. widths];
        set => widths = [.. value];
    }

    public override double[] Memory
    {
        get => [.. widths, .. moves, count];
        set => (widths, moves, count) = (value[..widths.Length], value[widths.Length..^1], value[^1]);
    }

    public override IEnumerable<DensityQuery> Move(ChainPoint point, Key key)
    {
        evaluations = 0;
        point.Position.CopyTo(Query.Position, 0);
        for (var i = 0; i < widths.Length; i++)
        {
            before[i] = point.Position[part.Coordinates[i]];
            foreach (var query in One(i, point, new ElementStream(key, (ulong)i)))
            {
                yield return query;
            }
        }

        point.HasGradient = false;
    }

    public override IEnumerable<DensityQuery> Learn(int step, ChainPoint point, Key key)
    {
        count++;
        for (var i = 0; i < widths.Length; i++)
        {
            moves[i] += count * Math.Abs(point.Position[part.Coordinates[i]] - before[i]);
            if (moves[i] > 0.0)
            {
                widths[i] = 2.0 * moves[i] / (0.5 * count * (count + 1.0));
            }
        }

        if (step == options.Warmup - 1)
        {
            Array.Clear(moves);
            count = 0;
        }

        yield break;
    }

    public override void Tell(Span<double> numbers) => (numbers[0], numbers[1]) = (evaluations, StepSize);

    private IEnumerable<DensityQuery> One(int i, ChainPoint point, ElementStream random)
    {
        var place = part.Coordinates[i];
        var (here, width) = (point.Position[place], widths[i]);
        var level = point.LogDensity - random.NextExponential();
        var low = here - (width * random.NextUniform());
        var high = low + width;
        var down = (int)(MostSteps * random.NextUniform());
        for (var left = down; left > 0; left--)
        {
            yield return At(place, low);
            if (!(Query.LogDensity > level))
            {
                break;
            }

            low -= width;
        }

        for (var left = MostSteps - 1 - down; left > 0; left--)
        {
            yield return At(place, high);
            if (!(Query.LogDensity > level))
            {
                break;
            }

            high += width;
        }

        // The place where it is lies in the slice: the interval closes on it at the latest.
        while (true)
        {
            var next = low + (random.NextUniform() * (high - low));
            yield return At(place, next);
            if (Query.LogDensity > level)
            {
                (point.Position[place], point.LogDensity) = (next, Query.LogDensity);
                yield break;
            }

            if (next == here || !(high > low))
            {
                Query.Position[place] = here;
                yield break;
            }

            (low, high) = next < here ? (next, high) : (low, next);
        }
    }

    private DensityQuery At(int place, double number)
    {
        evaluations++;
        Query.Position[place] = number;
        return Ask();
    }
}
