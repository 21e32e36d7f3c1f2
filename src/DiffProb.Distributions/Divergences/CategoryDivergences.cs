namespace DiffProb;

/// <summary>Divergences of laws of categories.</summary>
internal static class CategoryDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Categorical, Categorical>(OfCategories),
        KlRule.Of<OneHotCategorical, OneHotCategorical>(OfCategories),
        KlRule.Of<Multinomial, Multinomial>((p, q) =>
            CountDivergences.AreSame(p.Get("totalCount"), q.Get("totalCount")) && OfCategories(p, q) is { } one ? p.Get("totalCount") * one : null),
    ];

    /// <summary>Of two laws of one category, each by weights or by their logarithms along the last dimension.</summary>
    internal static Tensor? OfCategories(Distribution p, Distribution q)
    {
        var (ofP, ofQ) = (p.GetOrNull("probs"), q.GetOrNull("probs"));
        var (weights, others) = (Weights(p), Weights(q));
        return Count(p) != Count(q) ? null
            : (ofP is not null && ofQ is not null
                ? RelativeEntropies.Deviance(weights.Probs, others.Probs)
                : RelativeEntropies.DevianceOfLogs(weights.Log, others.Log)).Sum(-1);
    }

    private static int Count(Distribution d) => (d.GetOrNull("probs") ?? d.Get("logits")).Shape[^1];

    private static CategoryWeights Weights(Distribution d) => new(d.GetOrNull("probs"), d.GetOrNull("logits"));
}
