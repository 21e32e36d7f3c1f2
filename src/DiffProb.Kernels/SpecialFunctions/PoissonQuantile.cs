namespace DiffProb;

/// <summary>Quantile of the Poisson distribution: the smallest count whose cdf reaches a probability.</summary>
/// <remarks>
/// <para>Exact but where the cdf is within a rounding of the probability: there it is the inverse of the cdf as computed.</para>
/// <para><b>Formula</b>: from the Cornish-Fisher approximation λ + z√λ + (z² - 1)/6, steps that double until they enclose it, then halve.</para>
/// <para><b>Cost</b>: about five evaluations of <see cref="IncompleteGamma"/>.</para>
/// </remarks>
internal static class PoissonQuantile
{
    /// <summary>The smallest k with P(K ≤ k) ≥ p; 0 at 0, +∞ at 1, NaN outside.</summary>
    public static double Of(double p, double rate) => p switch
    {
        0 => rate >= 0 ? 0 : double.NaN,
        1 => rate == 0 ? 0 : rate > 0 ? double.PositiveInfinity : double.NaN,
        > 0 and <= 0.5 => Search(Guess(rate, Ndtri.Of(p)), k => IncompleteGamma.Q(k + 1, rate) >= p),
        > 0.5 and < 1 => Search(Guess(rate, Ndtri.Of(p)), k => IncompleteGamma.P(k + 1, rate) <= 1 - p || IncompleteGamma.Q(k + 1, rate) >= p),
        _ => double.NaN,
    };

    /// <summary>The smallest k with P(K > k) ≤ q: as <see cref="Of"/> at 1 - q, for q however small.</summary>
    public static double OfComplement(double q, double rate) => q is > 0 and < 0.5
        ? Search(Guess(rate, -Ndtri.Of(q)), k => IncompleteGamma.P(k + 1, rate) <= q)
        : Of(1 - q, rate);

    private static double Guess(double rate, double normal) =>
        rate >= 0 ? Math.Max(0, Math.Floor(rate + (normal * Math.Sqrt(rate)) + (((normal * normal) - 1) / 6))) : double.NaN;

    private static double Search(double guess, Func<double, bool> isReached)
    {
        if (double.IsNaN(guess))
        {
            return guess;
        }

        var (below, reached, step) = (guess - 1, guess, 1.0);
        while (!isReached(reached))
        {
            (below, reached, step) = (reached, reached + step, 2 * step);
        }

        for (step = 1; below >= 0 && isReached(below); step *= 2)
        {
            (reached, below) = (below, below - step);
        }

        return Halve(Math.Max(below, -1), reached, isReached);
    }

    // The smallest reached count in (below, reached].
    private static double Halve(double below, double reached, Func<double, bool> isReached)
    {
        while (reached - below > 1)
        {
            var middle = below + Math.Floor(0.5 * (reached - below));
            (below, reached) = isReached(middle) ? (below, middle) : (middle, reached);
        }

        return reached;
    }
}
