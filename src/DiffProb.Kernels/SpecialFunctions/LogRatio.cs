namespace DiffProb;

/// <summary>log(x / y) of positive numbers.</summary>
/// <remarks>
/// <para>Relative error below 1e-15, where x and y are nearly equal too; the quotient may overflow or underflow.</para>
/// <para><b>Formula</b>: log1p((x - y) / y) where x - y is exact (Sterbenz), the logarithm of the quotient while that is a normal number.</para>
/// </remarks>
internal static class LogRatio
{
    private const double Smallest = 1e-300;
    private const double Largest = 1e300;

    /// <summary>log(x / y); -∞ at x = 0, +∞ at y = 0.</summary>
    public static double Of(double x, double y)
    {
        var quotient = x / y;
        return quotient is >= 0.5 and <= 2 && x >= Smallest && y <= Largest ? Log1p.Of((x - y) / y)
            : quotient is > Smallest and < Largest ? Math.Log(quotient)
            : Math.Log(x) - Math.Log(y);
    }
}
