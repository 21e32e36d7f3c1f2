namespace DiffProb;

/// <summary>Inverse of the error function.</summary>
/// <remarks>Relative error below 1e-15. <b>Formula</b>: the normal quantile of (1 + y) / 2 over √2, with (1 - |y|) / 2 exact near the ends.</remarks>
internal static class ErfInv
{
    private const double SqrtHalf = 0.70710678118654752440;

    /// <summary>The x with erf(x) = y; ±∞ at ±1, NaN outside.</summary>
    public static double Of(double y)
    {
        var half = 0.5 * y;
        return Math.Abs(half) <= Ndtri.CentralHalfWidth
            ? SqrtHalf * Ndtri.Central(half)
            : Math.CopySign(SqrtHalf * Ndtri.UpperTail(Math.Log(0.5 - Math.Abs(half))), y);
    }
}
