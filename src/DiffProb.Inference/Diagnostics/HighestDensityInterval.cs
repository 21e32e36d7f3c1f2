namespace DiffProb;

/// <summary>Highest density interval: the shortest that holds a given part of the draws.</summary>
/// <param name="Low">Lower end, a draw.</param>
/// <param name="High">Upper end, a draw.</param>
/// <remarks>
/// <para>For a distribution of one mode: of several, it is the shortest interval all the same, and not the densest set.</para>
/// <para><b>Source</b>: Chen, Shao (1999), doi:10.1080/10618600.1999.10474802. Of S sorted draws it spans S·probability, rounded down, steps.</para>
/// </remarks>
public readonly record struct HighestDensityInterval(double Low, double High)
{
    /// <summary>The interval of these draws; NaN where one is.</summary>
    /// <param name="values">The draws, in any order.</param>
    /// <param name="probability">Between 0 and 1.</param>
    /// <exception cref="ValueException">There is no draw, or the probability is not between 0 and 1.</exception>
    public static HighestDensityInterval Of(IEnumerable<double> values, double probability)
    {
        ArgumentNullException.ThrowIfNull(values);
        PosteriorErrors.CheckMass(nameof(HighestDensityInterval), probability);
        double[] sorted = [.. values];
        if (sorted.Length == 0)
        {
            throw PosteriorErrors.NoDraws(1, 0);
        }

        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    internal static HighestDensityInterval OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (double.IsNaN(sorted[0]))
        {
            return new(double.NaN, double.NaN);
        }

        var steps = (int)Math.Floor(probability * sorted.Length);
        var best = 0;
        for (var start = 1; start + steps < sorted.Length; start++)
        {
            if (sorted[start + steps] - sorted[start] < sorted[best + steps] - sorted[best])
            {
                best = start;
            }
        }

        return new(sorted[best], sorted[best + steps]);
    }
}
