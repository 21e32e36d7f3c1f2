using static DiffProb.DistributionExample;

namespace DiffProb;

/// <summary>Discrete distributions.</summary>
internal static class DiscreteRows
{
    public static IEnumerable<DistributionExample> All { get; } =
    [
        .. Of(p => new Bernoulli(probs: p[0]), [0.3], [0.999], [0.0], [1.0]),
        .. Heavy(p => new Bernoulli(probs: p[0]), [1e-12]),
        .. Of(p => new Bernoulli(logits: p[0]), [0.0], [-1.5], [40.0], [-800.0], [double.NegativeInfinity]),
        .. Of(p => new Poisson(p[0]), [0.01], [3.0], [9.99], [10.0], [1000.0], [0.0]),
        .. Heavy(p => new Poisson(p[0]), [1e-9]),
        .. Of(p => new Geometric(probs: p[0]), [0.3], [0.95], [0.004], [1.0]),
        .. Of(p => new Geometric(logits: p[0]), [-2.0], [5.0]),
        .. OfVectors(p => new Categorical(probs: p[0]), [1.0, 2.0, 1.0], [0.0, 0.3, 0.0, 0.7, 0.0], [1.0]).OfNumbers().Lacking(Offer.Mean, Offer.Variance),
        .. OfVectors(p => new Categorical(logits: p[0]), [0.0, 0.0, 0.0], [2.0, -30.0, 4.0, 0.0, 1.0, -5.0, 7.0], [double.NegativeInfinity, 0.5, -0.5])
            .OfNumbers().Lacking(Offer.Mean, Offer.Variance),
        .. OfVectors(p => new OneHotCategorical(probs: p[0]), [1.0, 2.0, 1.0], [0.0, 0.3, 0.0, 0.7, 0.0]).Lacking(Offer.Cdf, Offer.Icdf),
        .. OfVectors(p => new OneHotCategorical(logits: p[0]), [-0.001, 0.001], [2.0, -30.0, 4.0, 0.0], [-800.0, 0.0, 800.0], [0.0, double.NegativeInfinity])
            .Lacking(Offer.Cdf, Offer.Icdf),
    ];
}
