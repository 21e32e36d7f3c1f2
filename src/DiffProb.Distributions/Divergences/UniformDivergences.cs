namespace DiffProb;

/// <summary>Divergences of uniform laws, infinite where one interval is not inside of the other.</summary>
internal static class UniformDivergences
{
    public static KlRule[] Rules => [KlRule.Of<Uniform, Uniform>(OfTwo), KlRule.Of<DiscreteUniform, DiscreteUniform>(OfIntegers)];

    private static Tensor OfTwo(Uniform p, Uniform q) => Inside(p, q, Ratios.LogRatio(q.Get("high") - q.Get("low"), p.Get("high") - p.Get("low")));

    private static Tensor OfIntegers(DiscreteUniform p, DiscreteUniform q) =>
        Inside(p, q, Ratios.LogRatio(q.Get("high") - q.Get("low") + 1.0, p.Get("high") - p.Get("low") + 1.0));

    private static Tensor Inside(Distribution p, Distribution q, Tensor divergence) =>
        Tensor.Where((p.Get("low") >= q.Get("low")) & (p.Get("high") <= q.Get("high")), divergence, double.PositiveInfinity);
}
