namespace DiffProb;

/// <summary>(e^t - 1) / t and its derivatives: smooth through 0.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 for orders up to 4; +∞ where it overflows.</para>
/// <para><b>Formula</b>: order n is ∫₀¹ sⁿ e^ts ds, by Gauss-Legendre for |t| up to 20; beyond, the recurrence t hₙ = e^t - n hₙ₋₁.</para>
/// </remarks>
internal static class Expm1Ratio
{
    private const double LargestByIntegral = 20;

    /// <summary>Derivative of order n of (e^t - 1) / t.</summary>
    public static double Of(int order, double t)
    {
        if (order == 0)
        {
            return t == 0 ? 1 : double.IsPositiveInfinity(t) ? t : Expm1.Of(t) / t;
        }

        return Math.Abs(t) < LargestByIntegral ? Integral(order, t) : Recurrence(order, t);
    }

    private static double Integral(int order, double t)
    {
        var sum = 0.0;
        for (var i = 0; i < GaussLegendre.Count; i++)
        {
            var (s, term) = (GaussLegendre.Nodes[i], GaussLegendre.Weights[i]);
            for (var k = 0; k < order; k++)
            {
                term *= s;
            }

            sum += term * Math.Exp(t * s);
        }

        return sum;
    }

    private static double Recurrence(int order, double t)
    {
        var (value, power) = (Of(0, t), Math.Exp(t));
        for (var n = 1; n <= order && !double.IsInfinity(power); n++)
        {
            value = (power - (n * value)) / t;
        }

        return double.IsInfinity(power) ? power : value;
    }
}
