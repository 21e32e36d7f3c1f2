namespace DiffProb;

/// <summary>Divergences of laws made of others, from those of the others.</summary>
internal static class ComposedDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.OfEvents<Transformed, Transformed>((p, q) => p.HasTransformOf(q) ? KlRules.Find(p.Base, q.Base) : null),
        KlRule.Of<ZeroInflated, Distribution>(OfZeros),
        KlRule.Of<Hurdle, Distribution>(OfZeros),
        KlRule.Of<Distribution, ZeroInflated>(OfZeros),
        KlRule.Of<Distribution, Hurdle>(OfZeros),
    ];

    // First whether a count is 0, then how large it is if not: KL = kl(zero) + P(positive) KL(positive), and the same of the bases gives KL(positive).
    private static Tensor? OfZeros(Distribution p, Distribution q)
    {
        if (!IsOfCounts(p) || !IsOfCounts(q))
        {
            return null;
        }

        var ((zero, inner), (otherZero, otherInner)) = (Split(p), Split(q));
        if (inner.Survival(0.0) is not { } positive || otherInner.Survival(0.0) is not { } otherPositive || KlRules.FindPerPart(inner, otherInner) is not { } whole)
        {
            return null;
        }

        var ofZeros = RelativeEntropies.Deviance(inner.MassOfParts(0.0), otherInner.MassOfParts(0.0)) + RelativeEntropies.Deviance(positive, otherPositive);
        var ofPositive = Tensor.Where(positive > 0.0, (whole - ofZeros) / Tensor.Where(positive > 0.0, positive, 1.0), 0.0);
        return CountDivergences.OfBits(zero, otherZero) + ((1.0 - zero) * ofPositive);
    }

    private static bool IsOfCounts(Distribution d) => CountsOf.AreCounts(d) && d.HasDensity && d.IsNormalized;

    // Probability of 0, and a law whose positive counts have the same proportions.
    private static (Tensor Zero, Distribution Inner) Split(Distribution d) => d switch
    {
        Hurdle hurdle => (d.Get("gate"), hurdle.Base),
        ZeroInflated inflated => (d.Get("gate") + ((1.0 - d.Get("gate")) * inflated.Base.MassOfParts(0.0)), inflated.Base),
        _ => (d.MassOfParts(0.0), d),
    };
}
