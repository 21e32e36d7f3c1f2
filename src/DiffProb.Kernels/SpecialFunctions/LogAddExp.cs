namespace DiffProb;

/// <summary>log(e^a + e^b), without overflow.</summary>
/// <remarks>Absolute error below 2 ulp of the larger argument plus 2e-16.</remarks>
internal static class LogAddExp
{
    /// <summary>log(e^a + e^b); -∞ if both are, +∞ if either is.</summary>
    public static double Of(double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b))
        {
            return double.NaN;
        }

        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsInfinity(high) ? high : high + Log1p.Of(Math.Exp(low - high));
    }
}
