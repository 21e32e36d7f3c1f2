namespace DiffProb;

/// <summary>Vectors of counts with a known sum, along the last dimension.</summary>
internal sealed record CompositionSupport(Tensor Total) : Support
{
    public override bool IsDiscrete => true;

    public override string Description => $"whole numbers of at least 0 with sum {Total.Named("totalCount")}";

    public override Tensor Contains(Tensor x) =>
        x.Shape.Rank == 0 ? x.EqualTo(Total) : (x >= 0.0) & x.EqualTo(x.Floor()) & x.Sum(-1).EqualTo(Total).Unsqueeze(-1);

    // All in the first place.
    internal override Tensor Interior(Tensor x) => x.Shape.Rank == 0
        ? Total
        : Total.Unsqueeze(-1) * Tensor.Literals([1.0, .. Enumerable.Repeat(0.0, x.Shape[^1] - 1)]);

    /// <summary>Shape [..., K] of events with totals [...] and a parameter [..., K].</summary>
    public static Shape ShapeOf(string distribution, Tensor total, DistributionParameter weights)
    {
        ArgumentNullException.ThrowIfNull(total);
        return Shape.Broadcast(total.Shape.Concat(Shape.Of(CategoryWeights.Count(distribution, weights))), weights.Value.Shape);
    }

    /// <summary>Number of values of an event; null where the total is not one known number.</summary>
    public static long? Cardinality(Tensor total, Shape shape)
    {
        if (One(total) is not { } n)
        {
            return null;
        }

        // C(n + K - 1, K - 1), factor by factor.
        var ways = 1.0;
        for (var k = 1; k < shape[^1]; k++)
        {
            ways = Math.Round(ways * (n + k) / k);
        }

        return ways < int.MaxValue ? Products.Cardinality((int)ways, shape.Take(shape.Rank - 1)) : long.MaxValue;
    }

    /// <summary>[cardinality, ...Shape]: all values, those with the most in the first place first.</summary>
    public static Tensor Values(Distribution d, Tensor total) => Products.Of(d, All((int)One(total)!, d.Shape[^1]), d.Parts).Cast(d.DType);

    /// <summary>Counts drawn place by place among those that are left; the last place takes the rest.</summary>
    /// <param name="total">How many, [...].</param>
    /// <param name="places">K.</param>
    /// <param name="next">A draw for place k among those left.</param>
    public static Tensor Draw(Tensor total, int places, Func<int, Tensor, Tensor> next)
    {
        var (counts, left) = (new List<Tensor>(), total);
        for (var k = 0; k < places - 1; k++)
        {
            counts.Add(next(k, left));
            left -= counts[^1];
        }

        counts.Add(left);
        return Shapes.Stack([.. counts.Select(c => c.Cast(DType.Float64))], -1);
    }

    private static double? One(Tensor total) => total.IsValue && Evaluation.Values(total) is { Length: > 0 } n && Array.TrueForAll(n, x => x == n[0]) ? n[0] : null;

    private static List<long[]> All(int total, int places)
    {
        if (places == 1)
        {
            return [[total]];
        }

        return [.. from first in Enumerable.Range(0, total + 1).Reverse() from rest in All(total - first, places - 1) select (long[])[first, .. rest]];
    }
}

/// <summary>Permutations of 0 … K - 1 along the last dimension.</summary>
internal sealed record PermutationSupport(int Items) : Support
{
    public override bool IsDiscrete => true;

    public override string Description => $"a permutation of 0 to {Items - 1}";

    // Each number stands at some place.
    public override Tensor Contains(Tensor x)
    {
        if (x.Shape.Rank == 0)
        {
            return x.EqualTo(0.0) & (Items == 1);
        }

        var places = x.Unsqueeze(-1).EqualTo(Tensor.Of(Enumerable.Range(0, Items).ToArray().AsSpan())).Cast(DType.Int64);
        return places.Sum(-1).EqualTo(1) & (places.Sum(-2).EqualTo(1).Cast(DType.Int64).Sum(-1).EqualTo(Items)).Unsqueeze(-1);
    }

    internal override Tensor Interior(Tensor x) => Tensor.Of(Enumerable.Range(0, Items).ToArray().AsSpan());

    /// <summary>K!, or the largest number where it is larger.</summary>
    public static int Count(int items)
    {
        var count = 1L;
        for (var i = 2; i <= items && count < int.MaxValue; i++)
        {
            count *= i;
        }

        return (int)Math.Min(count, int.MaxValue);
    }

    /// <summary>All permutations in the order of a dictionary.</summary>
    public static List<long[]> All(int items) => items == 0 ? [[]] : Arrangements([.. Enumerable.Range(0, items).Select(i => (long)i)]);

    private static List<long[]> Arrangements(long[] items) => items.Length <= 1
        ? [items]
        : [.. from first in items from rest in Arrangements([.. items.Where(i => i != first)]) select (long[])[first, .. rest]];
}
