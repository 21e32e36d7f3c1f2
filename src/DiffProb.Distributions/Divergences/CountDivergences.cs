namespace DiffProb;

/// <summary>Divergences of laws of counts and of bits.</summary>
internal static class CountDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Bernoulli, Bernoulli>(OfBits),
        KlRule.Of<Binomial, Binomial>((p, q) => AreSame(p.Get("totalCount"), q.Get("totalCount")) ? p.Get("totalCount") * OfBits(p, q) : null),
        KlRule.Of<Poisson, Poisson>((p, q) => RelativeEntropies.Deviance(p.Get("rate"), q.Get("rate"))),
        KlRule.Of<Geometric, Geometric>(OfGeometric),
        KlRule.Of<NegativeBinomial, NegativeBinomial>((p, q) => AreSame(p.Get("totalCount"), q.Get("totalCount")) ? OfFailures(p, q) : null),
        KlRule.Of<NegativeBinomial2, NegativeBinomial2>((p, q) => AreSame(p.Get("concentration"), q.Get("concentration")) ? OfMeans(p, q) : null),
    ];

    /// <summary>Of two laws of a bit, each by probability or by log odds.</summary>
    internal static Tensor OfBits(Distribution p, Distribution q)
    {
        if (p.GetOrNull("probs") is { } ofP && q.GetOrNull("probs") is { } ofQ)
        {
            return OfBits(ofP, ofQ);
        }

        var ((one, zero), (otherOne, otherZero)) = (Logs(p), Logs(q));
        return RelativeEntropies.DevianceOfLogs(one, otherOne) + RelativeEntropies.DevianceOfLogs(zero, otherZero);
    }

    /// <summary>Of two laws of a bit.</summary>
    /// <param name="p">Probability of 1 under the first.</param>
    /// <param name="q">Probability of 1 under the second.</param>
    internal static Tensor OfBits(Tensor p, Tensor q) => RelativeEntropies.Deviance(p, q) + RelativeEntropies.Deviance(1.0 - p, 1.0 - q);

    /// <summary>Whether two numbers that parameters hold are known to be the same.</summary>
    internal static bool AreSame(Tensor p, Tensor q) =>
        ReferenceEquals(p, q) || (p.IsValue && q.IsValue && p.ToArray() is var a && q.ToArray() is var b && (a.Length == 1 || b.Length == 1
            ? a.Concat(b).Distinct().Count() <= 1
            : p.Shape.Equals(q.Shape) && a.SequenceEqual(b)));

    // Logarithms of the probabilities of 1 and of 0.
    private static (Tensor One, Tensor Zero) Logs(Distribution d) => d.GetOrNull("logits") is { } logits
        ? (logits.LogSigmoid(), (-logits).LogSigmoid())
        : (d.Get("probs").Log(), (-d.Get("probs")).Log1p());

    // A geometric count is made of 1 / probability bits.
    private static Tensor OfGeometric(Geometric p, Geometric q) =>
        p.GetOrNull("logits") is { } logits ? OfBits(p, q) * (1.0 + (-logits).Exp()) : OfBits(p, q) / p.Get("probs");

    // As many bits until so many failures: totalCount / (1 - probability).
    private static Tensor OfFailures(NegativeBinomial p, NegativeBinomial q) => p.Get("totalCount")
        * (p.GetOrNull("logits") is { } logits ? OfBits(p, q) * (1.0 + logits.Exp()) : OfBits(p, q) / (1.0 - p.Get("probs")));

    // The same, with mean / total the probability and concentration / total its complement.
    private static Tensor OfMeans(NegativeBinomial2 p, NegativeBinomial2 q)
    {
        var (mean, other, failures) = (p.Get("mean"), q.Get("mean"), p.Get("concentration"));
        var (total, otherTotal) = (mean + failures, other + failures);
        return total * (RelativeEntropies.Deviance(mean / total, other / otherTotal) + RelativeEntropies.Deviance(failures / total, failures / otherTotal));
    }
}
