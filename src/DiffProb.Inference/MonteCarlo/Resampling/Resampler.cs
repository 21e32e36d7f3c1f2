namespace DiffProb;

/// <summary>Chooses particles in proportion to their weights.</summary>
internal static class Resampler
{
    /// <summary>Places of the chosen particles, in ascending order.</summary>
    /// <param name="kind">How.</param>
    /// <param name="weights">Weights, at least 0, which sum to 1.</param>
    /// <param name="count">How many are chosen.</param>
    /// <param name="key">Key of the random numbers.</param>
    public static int[] Choose(ResamplingKind kind, ReadOnlySpan<double> weights, int count, Key key) => kind switch
    {
        ResamplingKind.Systematic => Walk(weights, Systematic(count, key)),
        ResamplingKind.Stratified => Walk(weights, Stratified(count, key)),
        ResamplingKind.Residual => Residual(weights, count, key),
        ResamplingKind.Multinomial => Walk(weights, Sorted(count, key)),
        _ => throw InferenceErrors.ResamplingUnknown(kind),
    };

    private static double[] Systematic(int count, Key key)
    {
        var offset = Uniforms(1, key)[0];
        var points = new double[count];
        for (var i = 0; i < count; i++)
        {
            points[i] = (i + offset) / count;
        }

        return points;
    }

    private static double[] Stratified(int count, Key key)
    {
        var points = Uniforms(count, key);
        for (var i = 0; i < count; i++)
        {
            points[i] = (i + points[i]) / count;
        }

        return points;
    }

    private static double[] Sorted(int count, Key key)
    {
        var points = Uniforms(count, key);
        Array.Sort(points);
        return points;
    }

    private static int[] Residual(ReadOnlySpan<double> weights, int count, Key key)
    {
        var rest = new double[weights.Length];
        var chosen = new List<int>(count);
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var expected = count * weights[i];
            var whole = Math.Min(Math.Floor(expected), count - chosen.Count);
            for (var k = 0; k < whole; k++)
            {
                chosen.Add(i);
            }

            rest[i] = Math.Max(expected - whole, 0.0);
            total += rest[i];
        }

        var left = count - chosen.Count;
        if (left > 0)
        {
            for (var i = 0; i < rest.Length; i++)
            {
                // Rounding can leave nothing: then the whole weights are as good.
                rest[i] = total > 0.0 ? rest[i] / total : weights[i];
            }

            chosen.AddRange(Walk(rest, Sorted(left, key)));
            chosen.Sort();
        }

        return [.. chosen];
    }

    // Points ascend; the last weight that is not 0 holds what rounding leaves above the sum.
    private static int[] Walk(ReadOnlySpan<double> weights, double[] points)
    {
        var last = weights.Length - 1;
        while (last > 0 && weights[last] == 0.0)
        {
            last--;
        }

        var places = new int[points.Length];
        var place = 0;
        var below = weights[0];
        for (var i = 0; i < points.Length; i++)
        {
            while (place < last && points[i] >= below)
            {
                below += weights[++place];
            }

            places[i] = place;
        }

        return places;
    }

    private static double[] Uniforms(int count, Key key)
    {
        var points = new double[count];
        Philox.Uniforms(key, 0, points);
        return points;
    }
}
