namespace DiffProb;

/// <summary>Counts from a least to a largest one that are known before a run: their values, and sums over them.</summary>
internal static class FiniteCounts
{
    private const double MostTabled = 1 << 16;
    private const double Rounding = 1e-14; // a sum that is the probability but for its rounding reaches it

    /// <summary>How many values an event of independent counts from the least to the largest of any part has; null where that is not known.</summary>
    public static long? Cardinality(Tensor least, Tensor most, Shape parts) => Range(least, most) is var (_, count) ? Products.Cardinality(count, parts) : null;

    /// <summary>[cardinality, ...parts]: all counts from the least to the largest of any part, as the distribution's type.</summary>
    public static Tensor Values(Distribution d, Tensor least, Tensor most)
    {
        var (first, count) = Range(least, most)!.Value;
        return (first + Products.Indices(d, count, d.Parts)).Cast(d.DType);
    }

    /// <summary>Entropy of each part by summation; null where the counts are not known, or too many.</summary>
    public static Tensor? Entropy(Distribution d, Tensor most) => Table(d, most) is var (values, log, isInside)
        ? -Tensor.Where(isInside, log.Exp() * ZeroProducts.WherePossible(log, log, 0.0), 0.0 * values).Sum(-1)
        : null;

    /// <summary>Σ of the masses of counts up to the value, or above it, per element; null where the counts are not known, or too many.</summary>
    public static Tensor? Cumulated(Distribution d, Tensor most, Tensor value, bool isUpper)
    {
        if (Table(d, most) is not var (values, log, isInside))
        {
            return null;
        }

        var counts = isUpper ? values > value.Unsqueeze(-1) : values <= value.Unsqueeze(-1);
        return Tensor.Min(Tensor.Where(counts & isInside, log.Exp(), 0.0).Sum(-1), 1.0); // rounding can take the sum above 1
    }

    /// <summary>The smallest count whose cumulated mass reaches a probability; null where the counts are not known, or too many.</summary>
    public static Tensor? Quantile(Distribution d, Tensor most, Tensor probability)
    {
        if (Table(d, most) is not var (values, log, isInside))
        {
            return null;
        }

        var below = Tensor.Where(isInside, log.Exp(), 0.0).CumSum(-1);
        var misses = (below < (1.0 - Rounding) * probability.Unsqueeze(-1)) & (below < below.Slice(-1, -1, below.Shape[^1]));
        return misses.Cast(DType.Float64).Sum(-1);
    }

    private static (double First, int Count)? Range(Tensor least, Tensor most) =>
        -Largest(-least, double.PositiveInfinity) is { } first && Largest(most, first + MostTabled) is { } last ? (first, (int)(last - first) + 1) : null;

    /// <summary>The largest of known whole numbers; null where they are not known, or beyond a table.</summary>
    private static double? Largest(Tensor most, double limit = MostTabled) =>
        most.IsValue && most.ToArray() is { Length: > 0 } numbers && numbers.Max() is var n && n <= limit ? n : null;

    // All counts along a new last dimension, with their log masses, where they are counts at all.
    private static (Tensor Values, Tensor Log, Tensor IsInside)? Table(Distribution d, Tensor most)
    {
        if (Largest(most) is not { } n)
        {
            return null;
        }

        var wide = d.With([.. d.Parameters.Select(p => p.Value.Unsqueeze(-1))]);
        var values = Tensor.Literals([.. Enumerable.Range(0, (int)n + 1).Select(k => (double)k)]);
        var inside = wide.Support.Contains(values)!;
        return (values, wide.LogDensityOfParts(Tensor.Where(inside, values, wide.Support.Interior(values))), inside);
    }
}
