namespace DiffProb;

/// <summary>Generalized Pareto distribution fitted to what exceeds a threshold; its shape says how heavy the tail is.</summary>
/// <param name="K">Shape: moments above 1/k do not exist.</param>
/// <param name="Scale">Scale, in the units of the values.</param>
/// <remarks>
/// <para><b>Source</b>: Zhang, Stephens (2009), doi:10.1198/tech.2009.08017, an empirical Bayes estimate; then the weak prior of Vehtari, Simpson, Gelman, Yao, Gabry (2024),
/// arXiv:1507.02646, appendix C: k is drawn to 1/2 with the weight of 10 values.</para>
/// </remarks>
public readonly record struct ParetoFit(double K, double Scale)
{
    private const int LeastPlaces = 30;
    private const double PriorOfPlaces = 3.0;
    private const double PriorWeight = 10.0;
    private const double PriorK = 0.5;

    /// <summary>The fit to values above 0; NaN where they are all equal or not finite.</summary>
    /// <param name="exceedances">What exceeds the threshold, in any order.</param>
    /// <exception cref="ValueException">There is no value, or one is negative.</exception>
    public static ParetoFit Of(IEnumerable<double> exceedances)
    {
        ArgumentNullException.ThrowIfNull(exceedances);
        double[] sorted = [.. exceedances];
        Array.Sort(sorted);
        if (sorted.Length == 0)
        {
            throw PosteriorErrors.NoDraws(1, 0);
        }

        return sorted[0] < 0.0 ? throw PosteriorErrors.NegativeExceedance(sorted[0]) : OfSorted(sorted);
    }

    internal static ParetoFit OfSorted(double[] x)
    {
        var count = x.Length;
        var quartile = x[(int)Math.Floor((count / 4.0) + 0.5) - (count < 2 ? 0 : 1)];
        var places = LeastPlaces + (int)Math.Floor(Math.Sqrt(count));
        var rates = new double[places];
        var heights = new double[places];
        for (var j = 0; j < places; j++)
        {
            rates[j] = (1.0 / x[^1]) + ((1.0 - Math.Sqrt(places / (j + 0.5))) / PriorOfPlaces / quartile);
            var shape = Shape(x, rates[j]);
            heights[j] = count * (Math.Log(-rates[j] / shape) - shape - 1.0);
        }

        // The posterior mean of the rate over the places.
        var rate = 0.0;
        for (var j = 0; j < places; j++)
        {
            rate += rates[j] / heights.Sum(h => Math.Exp(h - heights[j]));
        }

        var k = Shape(x, rate);
        return new(((count * k) + (PriorWeight * PriorK)) / (count + PriorWeight), -k / rate);
    }

    /// <summary>The quantile above the threshold.</summary>
    internal double QuantileAt(double probability)
    {
        var logRest = Log1p.Of(-probability);
        return K == 0.0 ? -Scale * logRest : Scale * Expm1.Of(-K * logRest) / K;
    }

    private static double Shape(double[] x, double rate)
    {
        var sum = 0.0;
        foreach (var value in x)
        {
            sum += Log1p.Of(-rate * value);
        }

        return sum / x.Length;
    }
}
