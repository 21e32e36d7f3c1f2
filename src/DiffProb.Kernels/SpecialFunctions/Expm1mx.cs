namespace DiffProb;

/// <summary>e^x - 1 - x, without cancellation.</summary>
/// <remarks>
/// <para>Relative error below 3e-15; +∞ at both ends.</para>
/// <para><b>Formula</b>: u - log(1 + u) with u = e^x - 1, which is smooth where the two nearly cancel.</para>
/// </remarks>
internal static class Expm1mx
{
    private const double Near = 0.5;

    /// <summary>e^x - 1 - x; at least 0.</summary>
    public static double Of(double x) =>
        Math.Abs(x) < Near ? -Log1pmx.Of(Expm1.Of(x)) : double.IsPositiveInfinity(x) ? x : Expm1.Of(x) - x;
}
