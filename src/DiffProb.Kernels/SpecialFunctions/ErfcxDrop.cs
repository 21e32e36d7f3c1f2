namespace DiffProb;

/// <summary>erfcx(u) - erfcx(u + d): what two tails that lie close to each other leave between them.</summary>
/// <remarks>
/// <para>Relative error below 1e-14, for u of at least -1 and any positive d.</para>
/// <para><b>Formula</b>: 2/√π ∫₀^∞ exp(-t² - 2 u t) (1 - exp(-2 d t)) dt where the difference would cancel, by Gauss and Legendre on panels that double away from 0.</para>
/// </remarks>
internal static class ErfcxDrop
{
    private const double Widest = 4.0; // of a panel on which the normal density has all digits
    private const double Negligible = 1e-18;
    private static readonly double TwoOverRootPi = 2.0 / Math.Sqrt(Math.PI);

    /// <summary>erfcx(u) - erfcx(u + d).</summary>
    public static double Of(double u, double d)
    {
        if (!(d < 0.5 * (1.0 + Math.Abs(u))))
        {
            return Erfcx.Of(u) - Erfcx.Of(u + d);
        }

        var (sum, done, panel) = (0.0, 0.0, 1.0 / (1.0 + Math.Abs(u)));
        for (var added = double.PositiveInfinity; added > Negligible * sum; panel *= 2.0)
        {
            var (width, total) = (Math.Min(panel, Widest), 0.0);
            for (var i = 0; i < GaussLegendre.Count; i++)
            {
                var t = done + (width * GaussLegendre.Nodes[i]);
                total -= GaussLegendre.Weights[i] * Math.Exp(-t * (t + (2.0 * u))) * Expm1.Of(-2.0 * d * t);
            }

            added = width * total;
            (sum, done) = (sum + added, done + width);
        }

        return TwoOverRootPi * sum;
    }
}
