namespace DiffProb;

/// <summary>Distribution function of the standard skew normal law, whose density is 2 φ(z) Φ(α z), and its derivatives over it.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 in logarithms and slopes left of 0, for any α; right of it, where exponentially small numbers are part of them, below 2e-13.</para>
/// <para><b>Formula</b>: with h = |z| and a = |α|, Φ(-h) - 2 T(h, a) is G = (1/π) ∫ₐ^∞ exp(-h² (1 + x²) / 2) / (1 + x²) dx, since Owen's T is the same from 0 to a.
/// That is the tail on the side away from α; the other one is 2 Φ(-h) - G, and both with erf(h/√2) add up to 1: nothing cancels.</para>
/// <para><b>Source</b>: Owen (1956), doi:10.1214/aoms/1177728074, for T; Azzalini (1985), Scandinavian Journal of Statistics 12, for the cdf.</para>
/// </remarks>
internal readonly struct SkewNormalTail
{
    private const double Growth = 3.0;
    private const double Widest = 6.0; // standard deviations that one panel covers to all digits
    private const double Negligible = 1e-18;
    private const double Farthest = 1e150; // in standard deviations of G; the squares of more overflow

    private static readonly double RootHalf = Math.Sqrt(0.5);
    private static readonly double RootHalfPi = Math.Sqrt(0.5 * Math.PI);

    private readonly double z;
    private readonly double alpha;
    private readonly double h; // |z|
    private readonly double r; // √(1 + α²)
    private readonly double integral; // G is exp(-(h r)² / 2) times this over π r
    private readonly bool isOuter; // z lies on the side away from α

    public SkewNormalTail(double z, double alpha)
    {
        (this.z, this.alpha, h, r) = (z, alpha, Math.Abs(z), double.Hypot(1.0, alpha));
        isOuter = (z > 0.0) == (alpha < 0.0);
        integral = Integral(h * r, Math.Abs(alpha) / r);
    }

    /// <summary>log P(Z ≤ z).</summary>
    public double Log => double.IsInfinity(z) ? (z > 0.0 ? 0.0 : z)
        : isOuter ? (z > 0.0 ? Log1p.Of(-Math.Exp(LogOuter)) : LogOuter)
        : Math.Exp(LogOuter) + Middle is var near and <= 0.5 ? (z > 0.0 ? Math.Log(near) : Log1p.Of(-near))
        : z > 0.0 ? Log1p.Of(-Ndtr.Of(-h) * Inner)
        : LogNdtr.Of(-h) + Math.Log(Inner);

    /// <summary>d log P(Z ≤ z) / dz, the density over the probability.</summary>
    public double Slope => double.IsInfinity(z) ? (z > 0.0 ? 0.0 : double.MaxValue)
        : z > 0.0 ? Math.Exp(LogDensity - Log)
        : isOuter ? integral == 0.0 ? Math.Min(h * r * r, double.MaxValue) : RootHalfPi * r * Erfcx.Of(Math.Abs(alpha) * h * RootHalf) / integral
        : 2.0 * Ndtr.Of(alpha * z) / (RootHalfPi * Erfcx.Of(h * RootHalf) * Inner);

    /// <summary>d log P(Z ≤ z) / dα.</summary>
    public double ShapeSlope => double.IsInfinity(z) ? 0.0
        : z > 0.0 ? -Math.Exp((-0.5 * h * r * h * r) - Log) / (Math.PI * r) / r
        : isOuter ? integral == 0.0 ? -Math.Min(h * h * Math.Abs(alpha), double.MaxValue) : -1.0 / (r * integral)
        : -2.0 * Math.Exp(-0.5 * alpha * z * (alpha * z)) / (Math.PI * r * Erfcx.Of(h * RootHalf) * Inner) / r;

    /// <summary>Logarithm of the density.</summary>
    public double LogDensity => Math.Log(2.0 / Math.Sqrt(2.0 * Math.PI)) - (0.5 * z * z) + LogNdtr.Of(alpha * z);

    // log G.
    private double LogOuter => Math.Log(integral / Math.PI / r) - (0.5 * h * r * (h * r));

    // (2 Φ(-h) - G) / Φ(-h), between 1 and 2.
    private double Inner => 2.0 - (2.0 * Math.Exp(-0.5 * alpha * z * (alpha * z)) * integral / (Math.PI * r * Erfcx.Of(h * RootHalf)));

    private double Middle => Erf.Of(h * RootHalf);

    /// <summary>∫₀^∞ exp(-H² (c t + t²/2)) / (1 + 2 c t + t²) dt, by Gauss and Legendre on panels that grow away from 0.</summary>
    /// <param name="scale">H, at least 0.</param>
    /// <param name="cosine">c, in [0, 1]: the poles lie at distance 1.</param>
    private static double Integral(double scale, double cosine)
    {
        if (!(scale < Farthest))
        {
            return double.IsNaN(scale) ? double.NaN : 0.0;
        }

        var (sum, done, panel) = (0.0, 0.0, Math.Min(1.0, 1.0 / scale / (1.0 + (scale * cosine))));
        for (var added = double.PositiveInfinity; added > Negligible * sum; panel *= Growth)
        {
            var (width, total) = (Math.Min(panel, Widest / scale), 0.0);
            for (var i = 0; i < GaussLegendre.Count; i++)
            {
                var t = done + (width * GaussLegendre.Nodes[i]);
                var v = t * ((2.0 * cosine) + t);
                total += GaussLegendre.Weights[i] * Math.Exp(-0.5 * scale * v * scale) / (1.0 + v);
            }

            added = width * total;
            (sum, done) = (sum + added, done + width);
        }

        return sum;
    }
}
