namespace DiffProb;

/// <summary>Divergences of the gamma family: Gamma, Exponential and Chi2 among each other, and their reciprocals.</summary>
internal static class GammaDivergences
{
    public static KlRule[] Rules =>
    [
        .. from p in Families from q in Families select new KlRule(p.Key, q.Key, (a, b) => Of(p.Value(a), q.Value(b))),
        KlRule.Of<InverseGamma, InverseGamma>((p, q) => Of(ConcentrationAndRate(p), ConcentrationAndRate(q))),
    ];

    // Each as a gamma law.
    private static Dictionary<Type, Func<Distribution, (Tensor Concentration, Tensor Rate)>> Families => new()
    {
        [typeof(Gamma)] = ConcentrationAndRate,
        [typeof(Exponential)] = d => (1.0, d.Get("rate")),
        [typeof(Chi2)] = d => (0.5 * d.Get("df"), 0.5),
    };

    /// <summary>
    /// q.Concentration (eˢ - 1 - s) with s the log ratio of the means, and what is left of log Γ: two terms of at least 0.
    /// </summary>
    internal static Tensor Of((Tensor Concentration, Tensor Rate) p, (Tensor Concentration, Tensor Rate) q)
    {
        var means = Ratios.LogRatio(p.Concentration, q.Concentration) - Ratios.LogRatio(p.Rate, q.Rate);
        return (q.Concentration * means.Expm1mx()) + RelativeEntropies.LogGammaBregman(q.Concentration, p.Concentration);
    }

    private static (Tensor Concentration, Tensor Rate) ConcentrationAndRate(Distribution d) => (d.Get("concentration"), d.Get("rate"));
}
