namespace DiffProb;

/// <summary>log(1 + t) / t and its derivatives: smooth through 0.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 for t > -1 and orders up to 4.</para>
/// <para><b>Formula</b>: order n is (-1)ⁿ n! ∫₀¹ sⁿ / (1 + ts)ⁿ⁺¹ ds, by Gauss-Legendre near 0;
/// elsewhere the recurrence t gₙ = dⁿ log(1 + t) - n gₙ₋₁, from the derivatives of t g₀ = log(1 + t).</para>
/// </remarks>
internal static class Log1pRatio
{
    private const double LowestByIntegral = -0.6;
    private const double HighestByIntegral = 2;

    /// <summary>Derivative of order n of log(1 + t) / t; at -1 it is ±∞.</summary>
    public static double Of(int order, double t)
    {
        if (order == 0)
        {
            return t == 0 ? 1 : double.IsPositiveInfinity(t) ? 0 : Log1p.Of(t) / t;
        }

        return t is > LowestByIntegral and < HighestByIntegral ? Integral(order, t) : Recurrence(order, t);
    }

    private static double Integral(int order, double t)
    {
        var (sum, factor) = (0.0, 1.0);
        for (var i = 0; i < GaussLegendre.Count; i++)
        {
            var (s, term) = (GaussLegendre.Nodes[i], GaussLegendre.Weights[i]);
            var inverse = 1 / (1 + (t * s));
            for (var k = 0; k < order; k++)
            {
                term *= s * inverse;
            }

            sum += term * inverse;
        }

        for (var k = 1; k <= order; k++)
        {
            factor *= -k;
        }

        return factor * sum;
    }

    private static double Recurrence(int order, double t)
    {
        var value = Of(0, t);
        var derivative = 1 / (1 + t);
        for (var n = 1; n <= order; n++)
        {
            value = (derivative - (n * value)) / t;
            derivative *= -n / (1 + t);
        }

        return value;
    }
}
