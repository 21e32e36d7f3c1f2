namespace DiffProb;

/// <summary>Draws against a distribution function, or counts against probabilities.</summary>
/// <remarks>
/// The limits are those of error rates near 1e-6: a correct sampler fails about one seed in a million; the seeds are fixed.
/// KS: P(√n D > 2.7) ≤ 2 exp(-2 · 2.7²) = 9e-7. χ²: mean k, standard deviation √2k; the Wilson-Hilferty cube root at z = 4.75.
/// </remarks>
internal static class GoodnessOfFit
{
    public static void AssertFollows(double[] draws, Func<double, double> cdf, double limit = 2.7)
    {
        Assert.DoesNotContain(draws, double.IsNaN);
        var sorted = draws.Order().ToArray();
        var largest = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var p = cdf(sorted[i]);
            largest = Math.Max(largest, Math.Max(p - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - p));
        }

        var statistic = Math.Sqrt(sorted.Length) * largest;
        Assert.True(statistic <= limit, $"Kolmogorov-Smirnov statistic {statistic:G3} of {sorted.Length} draws");
    }

    public static void AssertCounts(long[] counts, double[] probabilities)
    {
        double total = counts.Sum();
        var statistic = counts.Zip(probabilities, (count, p) => (count - (total * p)) * (count - (total * p)) / (total * p)).Sum();
        double degrees = counts.Length - 1;
        var limit = degrees * Math.Pow(1 - (2 / (9 * degrees)) + (4.75 * Math.Sqrt(2 / (9 * degrees))), 3);
        Assert.True(statistic <= limit, $"χ² {statistic:G4} of {degrees} degrees, allowed {limit:G4}");
    }

    /// <summary>The mean lies within 5 standard errors: a correct sampler fails 6 seeds in 10 million.</summary>
    public static void AssertMean(double[] values, double mean, double variance)
    {
        var standardError = Math.Sqrt(variance / values.Length);
        var average = values.Average();
        Assert.True(Math.Abs(average - mean) <= 5 * standardError, $"mean {average} ± {standardError} is not {mean}");
    }
}
