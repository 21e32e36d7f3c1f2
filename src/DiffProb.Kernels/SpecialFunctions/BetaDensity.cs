namespace DiffProb;

/// <summary>Log density of Beta(a, b), (a - 1) log x + (b - 1) log(1 - x) - log B(a, b), and log B itself.</summary>
/// <remarks>
/// <para>Error below 1e-15 (1 + |value| + |logit x|) plus what a rounding of the logit does, for concentrations from 1e-6 to 1e12: large terms do not cancel.</para>
/// <para><b>Formula</b>: where a or b is at least 10, log √(ab / 2π(a + b)) - deviance + δ(a + b) - δ(a) - δ(b) for the logit, δ Stirling's correction.</para>
/// <para><b>Source</b>: Loader (2000), Fast and accurate computation of binomial probabilities, for the deviance;
/// DiDonato and Morris (1992), doi:10.1145/131766.131776, for log B.</para>
/// </remarks>
internal static class BetaDensity
{
    private const double Large = 10;
    private const double NearOne = 0.9; // from here 1 - x has lost digits if x is a rounded draw

    /// <summary>Log density at x.</summary>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    /// <param name="x">Point, which may have rounded to 0 or 1.</param>
    /// <param name="logX">log x.</param>
    /// <param name="logRest">log(1 - x).</param>
    public static double Log(double a, double b, double x, double logX, double logRest) =>
        double.IsNegativeInfinity(logX) ? AtEnd(a, b)
        : double.IsNegativeInfinity(logRest) ? AtEnd(b, a)
        : a < Large && b < Large ? ((a - 1) * logX) + ((b - 1) * logRest) - LogBeta(a, b)
        : LogOfLogit(x > 0 && x < NearOne ? BetaPoint.At(a, b, x, 1 - x) : BetaPoint.AtLogit(a, b, logX - logRest)) - logX - logRest;

    // At the end whose concentration is a: (a - 1) log 0, with 0 log 0 = 0.
    private static double AtEnd(double a, double b) => a switch
    {
        > 1 => double.NegativeInfinity,
        1 => -LogBeta(a, b),
        _ => double.PositiveInfinity,
    };

    /// <summary>Log density of logit x at x.</summary>
    public static double LogOfLogit(BetaPoint point)
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
