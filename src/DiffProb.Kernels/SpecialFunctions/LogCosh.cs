namespace DiffProb;

/// <summary>log cosh x, the logarithm of the hyperbolic cosine.</summary>
/// <remarks>Relative error below 1e-15, also near 0, where cosh x rounds to 1.</remarks>
internal static class LogCosh
{
    private const double LogTwo = 0.69314718055994531;

    /// <summary>log cosh x: about x² / 2 near 0 and |x| - log 2 far from it; +∞ at ±∞.</summary>
    public static double Of(double x)
    {
        var size = Math.Abs(x);
        if (size > 1.0)
        {
            return size - LogTwo + Log1p.Of(Math.Exp(-2.0 * size));
        }

        var half = Math.Sinh(0.5 * size);
        return Log1p.Of(2.0 * half * half);
    }
}
