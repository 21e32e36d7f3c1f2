namespace DiffProb;

/// <summary>Distribution function of a standard normal plus an exponential of rate k at a point, and its logarithm's derivatives.</summary>
/// <remarks>
/// <para>Relative error below 1e-13 in logarithms and ratios, in both tails and for any k.</para>
/// <para><b>Formula</b>: F = Φ(z) - M with M = exp(-k z + k²/2) Φ(z - k). Left of 0 both over 2 φ(z), as a difference that is formed as such; right of it 1 - F is a sum, and where
/// k z is small F is ∫₀ᵏ M e dκ, e(t) = t + φ(t) / Φ(t) at t = z - κ.</para>
/// </remarks>
internal readonly struct ExponentiallyModifiedTail
{
    private const double Cancelling = 0.5; // of k (1 + z), below which F loses digits as 1 less the rest
    private static readonly double RootHalf = Math.Sqrt(0.5);

    private readonly double z;
    private readonly double k;
    private readonly double below; // F exp(z²/2) where z is negative; elsewhere F

    public ExponentiallyModifiedTail(double z, double k)
    {
        (this.z, this.k) = (z, k);
        below = z < 0.0 ? 0.5 * ErfcxDrop.Of(-z * RootHalf, k * RootHalf)
            : k * (1.0 + z) < Cancelling ? Small(z, k)
            : 1.0 - Ndtr.Of(-z) - Math.Exp(LogRest(z, k));
    }

    /// <summary>log F, or log(1 - F).</summary>
    public double Log(bool isAbove) => double.IsInfinity(z) ? (isAbove == z < 0.0 ? 0.0 : double.NegativeInfinity)
        : isAbove ? (Below < 0.5 ? Log1p.Of(-Below) : LogAddExp.Of(LogNdtr.Of(-z), LogRest(z, k)))
        : z < 0.0 ? Math.Log(below) - (0.5 * z * z)
        : below < 0.5 ? Math.Log(below)
        : Log1p.Of(-Ndtr.Of(-z) - Math.Exp(LogRest(z, k)));

    /// <summary>M / F, or M / (1 - F): the density over k, over the probability.</summary>
    public double Ratio(bool isAbove) => double.IsInfinity(z) ? (isAbove == z < 0.0 ? 0.0 : isAbove ? 1.0 : double.MaxValue)
        : isAbove ? (z < 0.0 ? Math.Exp(LogRest(z, k) - Log(true)) : Math.Exp(-Softplus.Of(LogNormalOverRest)))
        : z < 0.0 ? 0.5 * Erfcx.Of((k - z) * RootHalf) / below
        : Math.Exp(LogRest(z, k)) / below;

    /// <summary>d log F / dz, or d log(1 - F) / dz without its sign.</summary>
    public double Slope(bool isAbove) => k * Ratio(isAbove);

    /// <summary>log M.</summary>
    public static double LogRest(double z, double k)
    {
        var t = z - k;
        return t > 0.0 ? (-k * (z - (0.5 * k))) + LogNdtr.Of(t) : Math.Log(0.5 * Erfcx.Of(-t * RootHalf)) - (0.5 * z * z);
    }

    private double Below => z < 0.0 ? below * Math.Exp(-0.5 * z * z) : below;

    // log(Φ(-z) / M) for z of at least 0; φ(z) is part of both.
    private double LogNormalOverRest
    {
        get
        {
            var (t, tail) = (z - k, 0.5 * Erfcx.Of(z * RootHalf));
            return t > 0.0 ? Math.Log(tail) - (0.5 * t * t) - LogNdtr.Of(t) : Math.Log(tail / (0.5 * Erfcx.Of(-t * RootHalf)));
        }
    }

    private static double Small(double z, double k)
    {
        var sum = 0.0;
        for (var i = 0; i < GaussLegendre.Count; i++)
        {
            var at = k * GaussLegendre.Nodes[i];
            sum += GaussLegendre.Weights[i] * Math.Exp(LogRest(z, at)) * NormalExcess.Of(z - at);
        }

        return k * sum;
    }
}
