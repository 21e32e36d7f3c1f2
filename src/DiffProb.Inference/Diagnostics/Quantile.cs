namespace DiffProb;

/// <summary>Quantiles of a sample.</summary>
public static class Quantile
{
    /// <summary>The quantile at a probability, linear between order statistics.</summary>
    /// <remarks><para><b>Source</b>: Hyndman, Fan (1996), doi:10.1080/00031305.1996.10473566, definition 7, which R and NumPy take unless told otherwise. NaN where a value is.</para></remarks>
    /// <param name="values">The sample, in any order.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <exception cref="ValueException">There is no value, or the probability is outside 0 to 1.</exception>
    public static double Of(IEnumerable<double> values, double probability)
    {
        ArgumentNullException.ThrowIfNull(values);
        PosteriorErrors.CheckProbability(nameof(Quantile), probability);
        double[] sorted = [.. values];
        if (sorted.Length == 0)
        {
            throw PosteriorErrors.NoDraws(1, 0);
        }

        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    /// <summary>The same of values in order.</summary>
    internal static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        // NaN sorts first.
        if (double.IsNaN(sorted[0]))
        {
            return double.NaN;
        }

        var place = (sorted.Length - 1) * probability;
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        var part = place - Math.Floor(place);
        return part == 0.0 || low == high ? low : ((1.0 - part) * low) + (part * high);
    }
}
