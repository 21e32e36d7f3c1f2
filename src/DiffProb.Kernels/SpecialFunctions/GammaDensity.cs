namespace DiffProb;

/// <summary>Log density of the logarithm of a Gamma(a, rate 1) variable, a log x - x - log Γ(a), and the Poisson mass that has the same form.</summary>
/// <remarks>
/// <para>Error below 1e-15 (1 + |value| + |log x|) plus what a rounding of x does, for a from 1e-6 to 1e12: large terms do not cancel.</para>
/// <para><b>Formula</b>: a (log(x/a) - x/a + 1) - δ(a) + log √(a/2π), δ Stirling's correction.</para>
/// <para><b>Source</b>: Loader (2000), Fast and accurate computation of binomial probabilities, for the deviance.</para>
/// </remarks>
internal static class GammaDensity
{
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double SmallConcentration = 1; // below it, x / a may overflow

    /// <summary>Log density of log x at x.</summary>
    /// <param name="a">Concentration, positive.</param>
    /// <param name="x">Point, at least 0.</param>
    /// <param name="logX">Its logarithm, for points that underflow.</param>
    public static double Log(double a, double x, double logX)
    {
        var excess = (x - a) / a;
        var deviance = excess is > -0.4 and < 0.7 ? a * Log1pmx.Of(excess)
            : (a * (a < SmallConcentration || x < SmallestNormal ? logX - Math.Log(a) : Math.Log(x / a))) - (x - a);
        return deviance - LogGamma.Correction(a) + (0.5 * Math.Log(a / (2 * Math.PI)));
    }

    /// <summary>k log λ - λ - log k!, with 0 log 0 = 0.</summary>
    /// <param name="k">Count, at least 0.</param>
    /// <param name="rate">λ, at least 0.</param>
    public static double LogPoisson(double k, double rate) => k == 0 ? -rate : Log(k, rate, Math.Log(rate)) - Math.Log(k);
}
