namespace DiffProb;

/// <summary>Log density of the logit of a Beta(a, b) variable, a log x + b log(1 - x) - log B(a, b), and log B itself.</summary>
/// <remarks>
/// <para>Error below 1e-15 (1 + |value| + |logit x|) plus what a rounding of the logit does, for concentrations from 1e-6 to 1e12: large terms do not cancel.</para>
/// <para><b>Formula</b>: log √(ab / 2π(a + b)) - deviance + δ(a + b) - δ(a) - δ(b), δ Stirling's correction.</para>
/// <para><b>Source</b>: Loader (2000), Fast and accurate computation of binomial probabilities, for the deviance;
/// DiDonato and Morris (1992), doi:10.1145/131766.131776, for log B.</para>
/// </remarks>
internal static class BetaDensity
{
    private const double Large = 10;

    /// <summary>Log density of logit x at x.</summary>
    public static double Log(BetaPoint point)
    {
        var (a, b) = (point.A, point.B);
        var n = a + b;
        return Deviation(a, n, -point.Slope / a, point.MinusLogX) + Deviation(b, n, point.Slope / b, point.MinusLogQ)
            + LogGamma.Correction(n) - LogGamma.Correction(a) - LogGamma.Correction(b) + (0.5 * Math.Log(a / n * b / (2 * Math.PI)));
    }

    /// <summary>log B(a, b); absolute error below 1e-15 (1 + |value|) for positive a and b.</summary>
    public static double LogBeta(double a, double b)
    {
        var (small, large) = a < b ? (a, b) : (b, a);
        if (large < Large)
        {
            return LogGamma.Of(small) + LogGamma.Of(large) - LogGamma.Of(small + large);
        }

        // The large parts of Stirling's series are put together: log Γ(large) - log Γ(small + large).
        var ratio = small / large;
        var corrections = LogGamma.Correction(large) - LogGamma.Correction(small + large);
        return small < Large
            ? LogGamma.Of(small) + corrections - ((large + small - 0.5) * Log1p.Of(ratio)) - (small * (Math.Log(large) - 1))
            : LogGamma.Correction(small) + corrections + (0.5 * Math.Log(2 * Math.PI / large))
                - ((small - 0.5) * Log1p.Of(large / small)) - (large * Log1p.Of(ratio));
    }

    // c (log(1 + u) - u), where 1 + u = (a + b) x / c.
    private static double Deviation(double c, double n, double u, double minusLogX) =>
        u > -0.4 ? c * Log1pmx.Of(u) : c * (Math.Log(n / c) - minusLogX - u);
}
