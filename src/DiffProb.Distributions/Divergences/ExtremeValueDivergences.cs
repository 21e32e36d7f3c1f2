namespace DiffProb;

/// <summary>Divergences of laws of which a function is Gumbel: of a Weibull variable minus its logarithm, of a Fréchet variable its logarithm.</summary>
internal static class ExtremeValueDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Gumbel, Gumbel>((p, q) => Of((p.Get("loc") - q.Get("loc")) / q.Get("scale"), p.Get("scale"), q.Get("scale"))),
        KlRule.Of<Weibull, Weibull>((p, q) => OfLogs(p, q, -1.0)),
        KlRule.Of<Frechet, Frechet>((p, q) => OfLogs(p, q, 1.0)),
    ];

    /// <summary>With k = scale of p / scale of q: eʷ - 1 - w with w = log Γ(1 + k) - distance, and log Γ(k) + γ (k - 1), both at least 0.</summary>
    /// <param name="distance">(loc of p - loc of q) / scale of q.</param>
    /// <param name="p">Scale of p.</param>
    /// <param name="q">Scale of q.</param>
    private static Tensor Of(Tensor distance, Tensor p, Tensor q)
    {
        var k = p / q;
        var rest = RelativeEntropies.Deviance(k, 1.0) + RelativeEntropies.LogGammaBregman(k, 1.0);
        return ((1.0 + k).LogGamma() - distance).Expm1mx() + rest;
    }

    private static Tensor OfLogs(Distribution p, Distribution q, double sign) =>
        Of(sign * q.Get("concentration") * Ratios.LogRatio(p.Get("scale"), q.Get("scale")), q.Get("concentration"), p.Get("concentration"));
}
