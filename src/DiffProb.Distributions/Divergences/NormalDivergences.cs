namespace DiffProb;

/// <summary>Divergences of laws of which a function is normal.</summary>
internal static class NormalDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Normal, Normal>(LocScale),
        KlRule.Of<LogNormal, LogNormal>(LocScale),
        KlRule.Of<LogitNormal, LogitNormal>(LocScale),
        KlRule.Of<HalfNormal, HalfNormal>((p, q) => OfScales(p.Get("scale"), q.Get("scale"))),
    ];

    /// <summary>Of two normal laws, and of any two laws that one bijection makes normal.</summary>
    private static Tensor LocScale(Distribution p, Distribution q) =>
        (0.5 * ((p.Get("loc") - q.Get("loc")) / q.Get("scale")).Square()) + OfScales(p.Get("scale"), q.Get("scale"));

    /// <summary>Of two normal laws of one mean: ½ (r² - 1 - log r²), with r = p / q.</summary>
    internal static Tensor OfScales(Tensor p, Tensor q) => 0.5 * (2.0 * Ratios.LogRatio(p, q)).Expm1mx();
}
