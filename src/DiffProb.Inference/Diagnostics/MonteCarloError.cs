namespace DiffProb;

/// <summary>Monte Carlo standard errors: how far an estimate from these draws is from what infinitely many would give, in the units of the draws.</summary>
/// <remarks><para><b>Source</b>: Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), doi:10.1214/20-BA1221, section 4.4, with the numbers of the R package posterior 1.4. NaN where the effective sample size is.</para></remarks>
public static class MonteCarloError
{
    // Probabilities of one standard deviation below and above, rounded as in the R package.
    private const double Below = 0.1586553;
    private const double Above = 0.8413447;

    /// <summary>Of the mean.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double Mean(double[,] draws) => Mean(Chains.Rows(draws));

    /// <summary>Of the standard deviation: Kenney and Keeping's, without a normal assumption.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double StandardDeviation(double[,] draws) => StandardDeviation(Chains.Rows(draws));

    /// <summary>Of a quantile: half of the interval that its beta distribution gives.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <exception cref="ValueException">The probability is outside 0 to 1.</exception>
    public static double OfQuantile(double[,] draws, double probability)
    {
        PosteriorErrors.CheckProbability(nameof(MonteCarloError), probability);
        return OfQuantile(Chains.Rows(draws), probability);
    }

    /// <summary>Of the median.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double Median(double[,] draws) => OfQuantile(draws, 0.5);

    internal static double Mean(double[][] chains) =>
        Math.Sqrt(Chains.Variance(Chains.Pooled(chains))) / Math.Sqrt(EffectiveSampleSize.Mean(chains));

    internal static double StandardDeviation(double[][] chains)
    {
        var mean = Chains.Mean(Chains.Pooled(chains));
        var squares = Chains.Map(chains, x => (x - mean) * (x - mean));
        var pooled = Chains.Pooled(squares);
        var second = Chains.Mean(pooled);
        var fourth = Chains.Mean(Array.ConvertAll(pooled, s => s * s));
        var variance = (fourth - (second * second)) / EffectiveSampleSize.Mean(squares);
        return Math.Sqrt(variance / second / 4.0);
    }

    internal static double OfQuantile(double[][] chains, double probability)
    {
        var effective = EffectiveSampleSize.OfQuantile(chains, probability);
        if (double.IsNaN(effective))
        {
            return double.NaN;
        }

        var sorted = Chains.Pooled(chains);
        Array.Sort(sorted);
        double At(double p) => IncompleteBeta.Inverse((effective * probability) + 1.0, (effective * (1.0 - probability)) + 1.0, p) * sorted.Length;
        var low = Math.Max((int)Math.Floor(At(Below)), 1);
        var high = Math.Min((int)Math.Ceiling(At(Above)), sorted.Length);
        return 0.5 * (sorted[high - 1] - sorted[low - 1]);
    }
}
