namespace DiffProb;

/// <summary>Divergences of Cauchy and Pareto laws.</summary>
internal static class HeavyTailDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Cauchy, Cauchy>((p, q) => OfCauchy(p.Get("loc") - q.Get("loc"), p.Get("scale"), q.Get("scale"))),
        KlRule.Of<HalfCauchy, HalfCauchy>((p, q) => OfCauchy(0.0, p.Get("scale"), q.Get("scale"))),
        KlRule.Of<Pareto, Pareto>(OfPareto),
    ];

    // log(1 + ((s - s')² + d²) / (4 s s')); Chyzak and Nielsen (2019), arXiv 1905.10965.
    private static Tensor OfCauchy(Tensor distance, Tensor p, Tensor q)
    {
        var difference = p - q;
        return (0.25 * ((difference / p * (difference / q)) + (distance / p * (distance / q)))).Log1p();
    }

    private static Tensor OfPareto(Pareto p, Pareto q)
    {
        var tails = Ratios.LogRatio(q.Get("alpha"), p.Get("alpha"));
        var (start, other) = (p.Get("scale"), q.Get("scale"));
        return Tensor.Where(start >= other, tails.Expm1mx() + (q.Get("alpha") * Ratios.LogRatio(start, other)), double.PositiveInfinity);
    }
}
