namespace DiffProb;

/// <summary>log Γ(x + 2h) - 2 log Γ(x + h) + log Γ(x), without cancellation for small h.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 for x > 0 and x + 2h > 0.</para>
/// <para><b>Formula</b>: for |h| up to x/4, h² ∫₀¹ s (ψ'(x + hs) + ψ'(x + 2h - hs)) ds by Gauss-Legendre.</para>
/// </remarks>
internal static class LogGammaSecondDifference
{
    private const double Small = 0.25;

    /// <summary>The second difference of log Γ at x in steps of h; positive but for h = 0.</summary>
    public static double Of(double x, double h)
    {
        if (Math.Abs(h) > Small * x)
        {
            return LogGamma.Of(x + (2 * h)) - (2 * LogGamma.Of(x + h)) + LogGamma.Of(x);
        }

        var sum = 0.0;
        for (var i = 0; i < GaussLegendre.Count; i++)
        {
            var s = GaussLegendre.Nodes[i];
            sum += GaussLegendre.Weights[i] * s * (Polygamma.Of(1, x + (h * s)) + Polygamma.Of(1, x + (h * (2 - s))));
        }

        return h * h * sum;
    }
}
