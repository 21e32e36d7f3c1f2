namespace DiffProb;

/// <summary>The one parameter of a distribution that is given by probabilities or by log odds.</summary>
internal static class ProbsOrLogits
{
    public static DistributionParameter Of(string distribution, Tensor? probs, Tensor? logits, Support ofProbs, Support ofLogits) =>
        (probs, logits) switch
        {
            (not null, null) => new("probs", probs, ofProbs) { HasWeakDerivative = true },
            (null, not null) => new("logits", logits, ofLogits) { HasWeakDerivative = true },
            _ => throw DistributionErrors.TwoParameterizations(distribution, nameof(probs), nameof(logits)),
        };
}
