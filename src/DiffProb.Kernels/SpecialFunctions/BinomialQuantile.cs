namespace DiffProb;

/// <summary>Quantiles of binomial and negative binomial counts: the smallest count whose cdf reaches a probability.</summary>
/// <remarks>Exact but where the cdf is within a few roundings of the probability, in the smaller tail: there it counts as reached, so that the median of an even coin is exact.</remarks>
internal static class BinomialQuantile
{
    private const double Rounding = 5e-14; // what the cdf is exact to

    /// <summary>The smallest k with P(K ≤ k) ≥ p, K successes among n.</summary>
    /// <param name="p">Probability in [0, 1].</param>
    /// <param name="n">How many, at least 0.</param>
    /// <param name="success">Probability of one.</param>
    public static double Of(double p, double n, double success)
    {
        if (!(p >= 0 && p <= 1 && success >= 0 && success <= 1))
        {
            return double.NaN;
        }

        var guess = Guess(n * success, n * success * (1 - success), p);
        return p == 0 || success == 0 ? 0 : p == 1 || success == 1 ? n
            : CountSearch.Smallest(Math.Clamp(guess, 0, n), k => k >= n || IsReached(k + 1, n - k, success, p));
    }

    /// <summary>The smallest k with P(K ≤ k) ≥ p, K successes before r failures.</summary>
    /// <param name="p">Probability in [0, 1].</param>
    /// <param name="r">Failures, positive, not whole of need.</param>
    /// <param name="success">Probability of a success, below 1.</param>
    public static double OfNegative(double p, double r, double success)
    {
        if (!(p >= 0 && p <= 1 && success >= 0 && success < 1))
        {
            return double.NaN;
        }

        var mean = r * success / (1 - success);
        return p == 0 || success == 0 ? 0 : p == 1 ? double.PositiveInfinity
            : CountSearch.Smallest(Math.Max(0, Guess(mean, mean / (1 - success), p)), k => IsReached(k + 1, r, success, p));
    }

    // 1 - I(a, b, x) ≥ p, in the smaller tail.
    private static bool IsReached(double a, double b, double x, double p) => p <= 0.5
        ? IncompleteBeta.Complement(a, b, x) >= p * (1 - Rounding)
        : IncompleteBeta.Of(a, b, x) <= (1 - p) * (1 + Rounding) || IncompleteBeta.Complement(a, b, x) >= p;

    private static double Guess(double mean, double variance, double p) => Math.Floor(mean + (Ndtri.Of(Math.Clamp(p, 1e-300, 1 - 1e-16)) * Math.Sqrt(variance)));
}
