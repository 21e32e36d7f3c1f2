namespace DiffProb;

/// <summary>Gibbs sampling of discrete sites of finite support: each is drawn from its law given all else.</summary>
/// <remarks>
/// Rows of plates that do not depend on each other are drawn at once, from the probabilities that one executable gives; of others, one event after the other, from the
/// densities at all of its values. Source: Geman and Geman (1984).
/// </remarks>
internal sealed class GibbsBlock(KernelPart part, DensityQuery query) : Block(query)
{
    private readonly string[] names = SamplerStatistics.OfKernel([SamplerStatistics.Moved], part.Label);
    private readonly double[] logs = new double[part.Sites.Max(s => s.Values!.Length)];
    private readonly int events = part.Sites.Sum(s => s.Size / s.EventSize);
    private int moved;

    public override IReadOnlyList<string> StatisticNames => names;

    public override double[] Memory
    {
        get => [];
        set
        {
        }
    }

    public override double[] Tuned
    {
        get => [];
        set
        {
        }
    }

    public override IEnumerable<DensityQuery> Move(ChainPoint point, Key key)
    {
        moved = 0;
        foreach (var site in part.Sites)
        {
            foreach (var query in site.HasConditional ? AllRows(site, point, key.Child(site.Name)) : OneByOne(site, point, key.Child(site.Name)))
            {
                yield return query;
            }
        }

        point.Position.CopyTo(Query.Position, 0);
        yield return Ask();
        (point.LogDensity, point.HasGradient) = (Query.LogDensity, false);
    }

    public override void Tell(Span<double> numbers) => numbers[0] = (double)moved / events;

    private IEnumerable<DensityQuery> AllRows(DiscreteCoordinates site, ChainPoint point, Key key)
    {
        var values = site.Values!;
        point.Position.CopyTo(Query.Position, 0);
        Query.Probabilities = new double[site.Size / site.EventSize * values.Length];
        (Query.Kind, Query.Site) = (QueryKind.Conditional, site.Name);
        yield return Query;
        for (var row = 0; row < site.Size / site.EventSize; row++)
        {
            var chosen = Choice(Query.Probabilities.AsSpan(row * values.Length, values.Length), new ElementStream(key, (ulong)row).NextUniform());
            Set(point.Position, site, row, values[chosen]);
        }
    }

    private IEnumerable<DensityQuery> OneByOne(DiscreteCoordinates site, ChainPoint point, Key key)
    {
        var values = site.Values!;
        point.Position.CopyTo(Query.Position, 0);
        for (var row = 0; row < site.Size / site.EventSize; row++)
        {
            for (var v = 0; v < values.Length; v++)
            {
                values[v].CopyTo(Query.Position, site.Offset + (row * site.EventSize));
                yield return Ask();
                logs[v] = double.IsNaN(Query.LogDensity) ? double.NegativeInfinity : Query.LogDensity;
            }

            Set(point.Position, site, row, values[Chosen(values.Length, new ElementStream(key, (ulong)row).NextUniform())]);
            point.Position.CopyTo(Query.Position, 0);
        }
    }

    private int Chosen(int count, double uniform)
    {
        var weights = logs.AsSpan(0, count);
        var most = double.NegativeInfinity;
        foreach (var log in weights)
        {
            most = Math.Max(most, log);
        }

        for (var v = 0; v < count; v++)
        {
            weights[v] = Math.Exp(weights[v] - most);
        }

        return Choice(weights, uniform);
    }

    // The weights need not sum to 1.
    private static int Choice(ReadOnlySpan<double> weights, double uniform)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var (rest, last) = (uniform * total, 0);
        for (var v = 0; v < weights.Length; v++)
        {
            if (weights[v] > 0.0)
            {
                (rest, last) = (rest - weights[v], v);
                if (rest <= 0.0)
                {
                    return v;
                }
            }
        }

        return last;
    }

    private void Set(double[] position, DiscreteCoordinates site, int row, double[] value)
    {
        var place = position.AsSpan(site.Offset + (row * site.EventSize), site.EventSize);
        moved += place.SequenceEqual(value) ? 0 : 1;
        value.CopyTo(place);
    }
}
