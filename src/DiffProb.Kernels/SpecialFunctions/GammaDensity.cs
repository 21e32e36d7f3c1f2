namespace DiffProb;

/// <summary>Log density of Gamma(a, rate 1), (a - 1) log x - x - log Γ(a), and the Poisson mass that has the same form.</summary>
/// <remarks>
/// <para>Error below 1e-15 (1 + |value| + |log x|) plus what a rounding of x does, for a from 1e-6 to 1e12: large terms do not cancel.</para>
/// <para><b>Formula</b>: for a ≥ 10, a (log(x/a) - x/a + 1) - δ(a) + log √(a/2π) - log x, δ Stirling's correction.</para>
/// <para><b>Source</b>: Loader (2000), Fast and accurate computation of binomial probabilities, for the deviance.</para>
/// </remarks>
internal static class GammaDensity
{
    private const double Large = 10;

    /// <summary>Log density at x.</summary>
    /// <param name="a">Concentration, positive.</param>
    /// <param name="x">Point, at least 0.</param>
    /// <param name="logX">Its logarithm, for points that underflow.</param>
    public static double Log(double a, double x, double logX) =>
        a >= Large ? LogOfLog(a, x, logX) - logX : ((a - 1) * logX) - x - LogGamma.Of(a);

    /// <summary>Log density of log x at x.</summary>
    /// <param name="a">Concentration, positive.</param>
    /// <param name="x">Point, at least 0.</param>
    /// <param name="logX">Its logarithm, for points that underflow.</param>
    public static double LogOfLog(double a, double x, double logX) => double.IsPositiveInfinity(x)
        ? double.NegativeInfinity
        : Deviance(a, x, logX) - LogGamma.Correction(a) + (0.5 * Math.Log(a / (2 * Math.PI)));

    /// <summary>k log λ - λ - log k!, with 0 log 0 = 0.</summary>
    /// <param name="k">Count, at least 0.</param>
    /// <param name="rate">λ, at least 0.</param>
    public static double LogPoisson(double k, double rate) => k switch
    {
        0 => -rate,
        >= Large => LogOfLog(k, rate, Math.Log(rate)) - Math.Log(k),
        _ => (k * Math.Log(rate)) - rate - LogGamma.Of(k + 1),
    };

    // a (log(x/a) - x/a + 1); for small a the quotient may overflow, for small x it may underflow.
    private static double Deviance(double a, double x, double logX)
    {
        var excess = (x - a) / a;
        return excess is > -0.4 and < 0.7
            ? a * Log1pmx.Of(excess)
            : (a * (excess is > -0.9 and < 1e9 ? Math.Log(x / a) : logX - Math.Log(a))) - (x - a);
    }
}
