namespace DiffProb;

/// <summary>Masses of counts among a known number, with their large parts taken out by hand.</summary>
/// <remarks>
/// <para>Error below 1e-14 (1 + |value|) for numbers up to 1e12.</para>
/// <para><b>Formula</b>: a binomial count is one of two independent Poisson counts whose sum is known: P(k; n p) P(n - k; n q) / P(n; n), each exact
/// (<see cref="GammaDensity"/>); a hypergeometric one is a binomial count among those whose sum is known.</para>
/// <para><b>Source</b>: Loader (2000), Fast and accurate computation of binomial probabilities.</para>
/// </remarks>
internal static class BinomialMass
{
    /// <summary>log of C(n, k) pᵏ qⁿ⁻ᵏ, with 0⁰ = 1.</summary>
    public static double Log(double k, double n, double p, double q)
    {
        var mean = Math.Max(n, 1);
        return GammaDensity.LogPoisson(k, mean * p) + GammaDensity.LogPoisson(n - k, mean * q) - GammaDensity.LogPoisson(n, mean);
    }

    /// <summary>log of C(K, k) C(N - K, n - k) / C(N, n).</summary>
    public static double LogHypergeometric(double k, double population, double successes, double draws)
    {
        var p = draws / Math.Max(population, 1);
        var q = (population - draws) / Math.Max(population, 1);
        return Log(k, successes, p, q) + Log(draws - k, population - successes, p, q) - Log(draws, population, p, q);
    }
}
