namespace DiffProb;

/// <summary>log I₀(y) - log I₀(x) - (y - x) A(x), and its derivative A(y) - A(x) by y, with A = I₁ / I₀.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 for numbers of at least 0, however near they are; at least 0.</para>
/// <para><b>Formula</b>: for numbers within a factor of 2 as integrals of A' between them, by Gauss-Legendre; else as they are written, scaled where large.</para>
/// </remarks>
internal static class LogBesselI0Bregman
{
    /// <summary>log I₀(y) - log I₀(x) - (y - x) A(x).</summary>
    public static double Of(double y, double x)
    {
        var step = y - x;
        if (IsNear(y, x))
        {
            return step * step * Integral(x, step, isWeighted: true);
        }

        return Math.Max(x, y) < 1
            ? LogBesselI0.Of(y) - LogBesselI0.Of(x) - (step * BesselRatio.Of(0, x))
            : LogBesselI0.Scaled(y) - LogBesselI0.Scaled(x) + (step * BesselRatio.Complement(x));
    }

    /// <summary>A(y) - A(x).</summary>
    public static double Slope(double y, double x) => IsNear(y, x) ? (y - x) * Integral(x, y - x, isWeighted: false)
        : Math.Max(x, y) < 1 ? BesselRatio.Of(0, y) - BesselRatio.Of(0, x)
        : BesselRatio.Complement(x) - BesselRatio.Complement(y);

    private static bool IsNear(double y, double x) => Math.Abs(y - x) <= 0.5 * Math.Max(x, y);

    private static double Integral(double x, double step, bool isWeighted)
    {
        var sum = 0.0;
        for (var i = 0; i < GaussLegendre.Count; i++)
        {
            var s = GaussLegendre.Nodes[i];
            sum += GaussLegendre.Weights[i] * (isWeighted ? 1 - s : 1) * BesselRatio.Of(1, x + (step * s));
        }

        return sum;
    }
}
