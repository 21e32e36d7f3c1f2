namespace DiffProb;

/// <summary>Masses of counts among a known number, with their large parts taken out by hand.</summary>
/// <remarks>
/// <para>Error below 1e-14 (1 + |value|) for numbers up to 1e15, with p as given where it is at most 1/2 and q as given where it is above.</para>
/// <para><b>Formula</b>: a binomial count is one of two independent Poisson counts whose sum is known: P(k; n p) P(n - k; n q) / P(n; n), each exact
/// (<see cref="GammaDensity"/>); a hypergeometric one is a binomial count among those whose sum is known.</para>
/// <para><b>Source</b>: Loader (2000), Fast and accurate computation of binomial probabilities.</para>
/// </remarks>
internal static class BinomialMass
{
    /// <summary>log of C(n, k) pᵏ qⁿ⁻ᵏ, with 0⁰ = 1.</summary>
    public static double Log(double k, double n, double p, double q)
    {
        if (k == 0 || k == n)
        {
            var (hit, missed) = k == 0 ? (q, p) : (p, q);
            return n == 0 ? 0 : n * (missed <= 0.5 ? Log1p.Of(-missed) : Math.Log(hit));
        }

        // A mean that is off by d is worth (count / mean - 1) d: the larger of p and q has lost what the sum lacks of 1, and products their last digits.
        n = Math.Max(n, 1);
        var (rest, lost) = (n - k, 1 - Math.Max(p, q) - Math.Min(p, q));
        var (hits, misses) = (n * p, n * q);
        var hitsOff = Math.FusedMultiplyAdd(n, p, -hits) + (p > q ? n * lost : 0);
        var missesOff = Math.FusedMultiplyAdd(n, q, -misses) + (p > q ? 0 : n * lost);
        return GammaDensity.LogPoisson(k, hits) + GammaDensity.LogPoisson(rest, misses) - GammaDensity.LogPoisson(n, n)
            + Off(k, hits, hitsOff) + Off(rest, misses, missesOff);
    }

    private static double Off(double count, double mean, double by) => mean > 0 ? (count - mean) / mean * by : 0;

    /// <summary>log of C(K, k) C(N - K, n - k) / C(N, n).</summary>
    public static double LogHypergeometric(double k, double population, double successes, double draws)
    {
        var p = draws / Math.Max(population, 1);
        var q = (population - draws) / Math.Max(population, 1);
        return Log(k, successes, p, q) + Log(draws - k, population - successes, p, q) - Log(draws, population, p, q);
    }
}
