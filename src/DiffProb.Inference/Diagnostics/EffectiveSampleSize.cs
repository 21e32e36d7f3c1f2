namespace DiffProb;

/// <summary>Effective sample size: how many independent draws would estimate as well as these.</summary>
/// <remarks>
/// <para><b>Estimate</b>: S / τ, with τ from the autocorrelations of split chains up to the end of Geyer's initial monotone sequence, at most S log10 S.</para>
/// <para><b>Source</b>: Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), doi:10.1214/20-BA1221; Geyer (1992), doi:10.1214/ss/1177011137; with the numbers of the R package posterior 1.4.</para>
/// <para>NaN where a draw is not finite (for ranks: NaN), where all draws are equal, and where a half of a chain has fewer than three draws.</para>
/// </remarks>
public static class EffectiveSampleSize
{
    /// <summary>For the bulk of the distribution: of the rank-normalized draws. Use it to judge whether chains are long enough.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double Bulk(double[,] draws) => Bulk(Chains.Rows(draws));

    /// <summary>For the tails: the lesser of the 5 % and the 95 % quantile's.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double Tail(double[,] draws) => Tail(Chains.Rows(draws));

    /// <summary>For the mean.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double Mean(double[,] draws) => Mean(Chains.Rows(draws));

    /// <summary>For the standard deviation: of the distances from the mean.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double StandardDeviation(double[,] draws)
    {
        var chains = Chains.Rows(draws);
        var mean = Chains.Mean(Chains.Pooled(chains));
        return Mean(Chains.Map(chains, x => Math.Abs(x - mean)));
    }

    /// <summary>For a quantile: of the truths that a draw is at most that quantile.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <exception cref="ValueException">The probability is outside 0 to 1.</exception>
    public static double OfQuantile(double[,] draws, double probability)
    {
        PosteriorErrors.CheckProbability(nameof(EffectiveSampleSize), probability);
        return OfQuantile(Chains.Rows(draws), probability);
    }

    /// <summary>For the median.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    public static double Median(double[,] draws) => OfQuantile(draws, 0.5);

    /// <summary>For the mean, of chains as they are or split.</summary>
    /// <param name="draws">Draws of one number, chains × draws.</param>
    /// <param name="split">Whether halves of chains are compared.</param>
    public static double Basic(double[,] draws, bool split = true)
    {
        var chains = Chains.Rows(draws);
        return Of(split ? Chains.Split(chains) : chains);
    }

    internal static double Bulk(double[][] chains) => Of(NormalScores.Of(Chains.Split(chains)));

    internal static double Tail(double[][] chains) => Math.Min(OfQuantile(chains, 0.05), OfQuantile(chains, 0.95));

    internal static double Mean(double[][] chains) => Of(Chains.Split(chains));

    internal static double OfQuantile(double[][] chains, double probability)
    {
        if (Chains.IsUndefined(chains))
        {
            return double.NaN;
        }

        var sorted = Chains.Pooled(chains);
        Array.Sort(sorted);

        // All draws are at most the greatest one, so that its truths would be constant.
        var within = probability == 1.0 ? (sorted.Length - 0.5) / sorted.Length : probability;
        var quantile = Quantile.OfSorted(sorted, within);
        return Of(Chains.Split(Chains.Map(chains, x => x <= quantile ? 1.0 : 0.0)));
    }

    private static double Of(double[][] chains)
    {
        var count = chains[0].Length;
        if (count < 3 || Chains.IsUndefined(chains))
        {
            return double.NaN;
        }

        var covariance = new Autocovariance(chains);
        var alone = covariance[0];
        var within = alone * count / (count - 1);
        var total = alone + (chains.Length > 1 ? Chains.Variance([.. chains.Select(c => Chains.Mean(c))]) : 0.0);
        var draws = (double)count * chains.Length;
        var time = CorrelationTime(lag => lag == 0 ? 1.0 : 1.0 - ((within - covariance[lag]) / total), count);
        return draws / Math.Max(time, 1.0 / Math.Log10(draws));
    }

    // Sums of neighbouring correlations are positive and fall for a reversible chain; where they stop doing so, noise begins.
    private static double CorrelationTime(Func<int, double> correlation, int count)
    {
        var (lag, even) = (0, 1.0);
        var pair = 1.0 + correlation(1);
        var (least, sum) = (double.PositiveInfinity, 0.0);
        while (lag < count - 5 && pair > 0.0)
        {
            least = Math.Min(least, pair);
            sum += least;
            lag += 2;
            even = correlation(lag);
            pair = even + correlation(lag + 1);
        }

        // Five draws or fewer show no correlation; the R package counts two draws as one then.
        if (lag == 0)
        {
            return 2.0;
        }

        // The last even term still counts, which keeps antithetic chains from looking too good.
        return -1.0 + (2.0 * sum) + (even > 0.0 || pair >= 0.0 ? even : 0.0);
    }
}
