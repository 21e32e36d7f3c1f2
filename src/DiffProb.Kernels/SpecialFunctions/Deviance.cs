namespace DiffProb;

/// <summary>x log(x / y) - x + y: what a Poisson count of rate x costs under rate y, and a part of every relative entropy.</summary>
/// <remarks>
/// <para>Relative error below 3e-15, where x and y are nearly equal too; never below 0.</para>
/// <para><b>Formula</b>: x (t - log(1 + t)) with t = (y - x) / x where that difference is exact (Sterbenz).</para>
/// </remarks>
internal static class Deviance
{
    private const double Near = 0.4;
    private const double Smallest = 1e-300; // below, a quotient may have lost digits

    /// <summary>The deviance of numbers of at least 0: y at x = 0, +∞ at y = 0 &lt; x.</summary>
    public static double Of(double x, double y)
    {
        if (x == 0)
        {
            return y;
        }

        var t = (y - x) / x;
        return Math.Abs(t) < Near && x > Smallest ? -x * Log1pmx.Of(t)
            : double.IsPositiveInfinity(y) ? y
            : (x * LogRatio.Of(x, y)) - x + y;
    }

    /// <summary>The deviance of e^a from e^b: e^b at a = -∞, +∞ at b = -∞ &lt; a.</summary>
    public static double OfLogs(double a, double b)
    {
        if (double.IsNegativeInfinity(a) || double.IsPositiveInfinity(b))
        {
            return double.IsNaN(a) ? a : Math.Exp(b);
        }

        return Math.Abs(b - a) < Near ? Math.Exp(a) * Expm1mx.Of(b - a) : (Math.Exp(a) * (a - b - 1)) + Math.Exp(b);
    }
}
