namespace DiffProb;

/// <summary>Complementary error function, 1 - erf(x).</summary>
/// <remarks>
/// <para>Relative error below 1e-15 until the value is subnormal (x > 26.5).</para>
/// <para><b>Formula</b>: erfcx(x) exp(-x²), the rounding of x² put back through fused multiply-add.</para>
/// </remarks>
internal static class Erfc
{
    /// <summary>erfc(x); 2 at -∞, 0 at +∞.</summary>
    public static double Of(double x) => x switch
    {
        >= 0.5 => Right(x),
        >= -1 => 1 - Erf.Of(x),
        < -1 => 2 - Right(-x),
        _ => x,
    };

    /// <summary>erfc(x) for x ≥ 1/2, which it requires.</summary>
    public static double Right(double x) => x > 28 ? 0 : Erfcx.Right(x) * GaussianDecay(x);

    /// <summary>exp(-x²), relative error below 3e-16 for |x| ≤ 28.</summary>
    public static double GaussianDecay(double x)
    {
        var square = x * x;
        var rest = Math.FusedMultiplyAdd(x, x, -square);
        var value = Math.Exp(-square);
        return value - (value * rest);
    }
}
