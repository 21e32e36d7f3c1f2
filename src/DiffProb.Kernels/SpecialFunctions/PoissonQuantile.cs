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
        > 0 and <= 0.5 => CountSearch.Smallest(Guess(rate, Ndtri.Of(p)), k => IncompleteGamma.Q(k + 1, rate) >= p),
        > 0.5 and < 1 => CountSearch.Smallest(Guess(rate, Ndtri.Of(p)), k => IncompleteGamma.P(k + 1, rate) <= 1 - p || IncompleteGamma.Q(k + 1, rate) >= p),
        _ => double.NaN,
    };

    /// <summary>The smallest k with P(K > k) ≤ q: as <see cref="Of"/> at 1 - q, for q however small.</summary>
    public static double OfComplement(double q, double rate) => q is > 0 and < 0.5
        ? CountSearch.Smallest(Guess(rate, -Ndtri.Of(q)), k => IncompleteGamma.P(k + 1, rate) <= q)
        : Of(1 - q, rate);

    private static double Guess(double rate, double normal) =>
        rate >= 0 ? Math.Max(0, Math.Floor(rate + (normal * Math.Sqrt(rate)) + (((normal * normal) - 1) / 6))) : double.NaN;
}
