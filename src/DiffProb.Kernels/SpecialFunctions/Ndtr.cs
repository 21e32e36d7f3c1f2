namespace DiffProb;

/// <summary>Cumulative distribution function of the standard normal distribution.</summary>
/// <remarks>
/// <para>Relative error below 1e-15 until the value is subnormal (x &lt; -37.5).</para>
/// <para><b>Formula</b>: erfcx(-x/√2) exp(-x²/2) / 2 in the left tail, the rounding of x² put back through fused multiply-add.</para>
/// </remarks>
internal static class Ndtr
{
    private const double SqrtHalf = 0.70710678118654752440;
    private const double Centre = 0.75;

    /// <summary>P(Z ≤ x) for standard normal Z.</summary>
    public static double Of(double x) => x switch
    {
        > Centre => 1 - Left(x),
        >= -Centre => 0.5 + (0.5 * Erf.Of(x * SqrtHalf)),
        < -Centre => Left(-x),
        _ => x,
    };

    /// <summary>erfcx(x/√2) / 2, the ratio of P(Z > x) to exp(-x²/2); requires x ≥ 0.75.</summary>
    public static double ScaledTail(double x) => 0.5 * Erfcx.Right(x * SqrtHalf);

    private static double Left(double x)
    {
        if (x > 40)
        {
            return 0;
        }

        var square = x * x;
        var rest = Math.FusedMultiplyAdd(x, x, -square);
        var decay = Math.Exp(-0.5 * square);
        return ScaledTail(x) * (decay - (0.5 * decay * rest));
    }
}
