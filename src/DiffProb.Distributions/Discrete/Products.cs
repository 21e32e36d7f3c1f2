namespace DiffProb;

/// <summary>Values of events whose parts are independent: the product of what one part can be.</summary>
internal static class Products
{
    private const long Most = 1 << 20;

    /// <summary>valuesⁿ for an event of n parts, or <see cref="long.MaxValue"/> where that is larger.</summary>
    public static long Cardinality(int values, Shape parts)
    {
        var count = 1L;
        for (var i = 0; i < parts.Size && count > 0; i++)
        {
            count = count > long.MaxValue / Math.Max(values, 1) ? long.MaxValue : count * values;
        }

        return count;
    }

    /// <summary>[cardinality, ...parts] of the indices 0 … values - 1 of each part, as Int64; the last part changes fastest.</summary>
    public static Tensor Indices(Distribution distribution, int values, Shape parts)
    {
        var cardinality = Cardinality(values, parts);
        if (cardinality > Most / Math.Max(1, distribution.Shape.Size))
        {
            throw DistributionErrors.TooManyValues(distribution, cardinality);
        }

        var table = new long[cardinality * parts.Size];
        for (var row = 0; row < cardinality; row++)
        {
            var rest = row;
            for (var part = parts.Size - 1; part >= 0; part--)
            {
                table[(row * parts.Size) + part] = rest % values;
                rest /= values;
            }
        }

        return Tensor.Of(table.AsSpan()).Reshape(Shape.Of([(int)cardinality, .. parts]));
    }

    /// <summary>[cardinality, ...parts, K]: each part one of some vectors of K numbers; the last part changes fastest.</summary>
    public static Tensor Of(Distribution distribution, List<long[]> vectors, Shape parts)
    {
        var indices = Indices(distribution, vectors.Count, parts);
        var table = Tensor.Of(vectors.SelectMany(v => v).ToArray().AsSpan()).Reshape(vectors.Count, vectors[0].Length);
        return table.Gather(indices, 0);
    }
}
