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
        .. OfVectors(p => new Categorical(logits: p[0]), [1.0, 1.0, 0.0], [2.0, -30.0, 4.0, 0.0, 1.0, -5.0, 7.0], [double.NegativeInfinity, 0.5, -0.5])
            .OfNumbers().Lacking(Offer.Mean, Offer.Variance),
        .. OfVectors(p => new OneHotCategorical(probs: p[0]), [1.0, 2.0, 1.0], [0.0, 0.3, 0.0, 0.7, 0.0]).Lacking(Offer.Cdf, Offer.Icdf),
        .. OfVectors(p => new OneHotCategorical(logits: p[0]), [-0.001, 0.001], [2.0, -30.0, 4.0, 0.0], [-800.0, 0.0, 800.0], [0.0, double.NegativeInfinity])
            .Lacking(Offer.Cdf, Offer.Icdf),
        .. Of(p => new Binomial(p[0], probs: p[1]), [10.0, 0.3], [1.0, 0.5], [0.0, 0.4], [5.0, 0.0], [5.0, 1.0], [1000.0, 0.99]),
        .. Of(p => new Binomial(p[0], logits: p[1]), [10.0, 0.5], [7.0, -40.0], [300.0, 1.0], [4.0, double.NegativeInfinity]),
        .. Of(p => new BetaBinomial(p[0], p[1], p[2]), [2.0, 3.0, 10.0], [0.1, 0.2, 25.0], [1e7, 2e7, 40.0], [0.5, 0.5, 0.0]),
        .. Of(p => new NegativeBinomial(p[0], probs: p[1]), [5.0, 0.4], [0.5, 0.9], [2000.0, 0.1], [3.0, 0.0]).Lacking(Offer.Entropy),
        .. Of(p => new NegativeBinomial(p[0], logits: p[1]), [2.5, -1.0], [1.0, 3.0]).Lacking(Offer.Entropy),
        .. Heavy(p => new NegativeBinomial(p[0], probs: p[1]), [0.01, 0.95]).Lacking(Offer.Entropy),
        .. Of(p => new NegativeBinomial2(p[0], p[1]), [4.0, 2.0], [300.0, 1e6], [0.5, 30.0]).Lacking(Offer.Entropy),
        .. Of(p => new Hypergeometric(p[0], p[1], p[2]), [500.0, 50.0, 30.0], [20.0, 12.0, 15.0], [10.0, 0.0, 4.0], [1.0, 1.0, 0.0], [5000.0, 2500.0, 1000.0]),
        .. Of(p => new DiscreteUniform(p[0], p[1]), [0.0, 5.0], [-3.0, 4.0], [7.0, 7.0]),
        .. Numbers(p => new OrderedLogistic(p[0], p[1]), 0.3, new[] { -1.0, 0.0, 2.0 }).Lacking(Offer.Mean, Offer.Variance),
        .. Numbers(p => new OrderedLogistic(p[0], p[1]), -30.0, new[] { 1.0 }).Lacking(Offer.Mean, Offer.Variance),
        .. Numbers(p => new OrderedLogistic(p[0], p[1]), 0.0, new[] { -700.0, 0.0, 1e-6, 700.0 }).Lacking(Offer.Mean, Offer.Variance),
        .. Vectors(p => new Multinomial(p[0], probs: p[1]), 4.0, new[] { 0.2, 0.5, 0.3 }).Lacking(Offer.Entropy, Offer.Cdf, Offer.Icdf),
        .. Vectors(p => new Multinomial(p[0], probs: p[1]), 3.0, new[] { 0.0, 0.5, 0.5 }).Lacking(Offer.Entropy, Offer.Cdf, Offer.Icdf),
        .. Vectors(p => new Multinomial(p[0], logits: p[1]), 25.0, new[] { 1.0, -2.0, 0.5 }).Lacking(Offer.Entropy, Offer.Cdf, Offer.Icdf),
        .. Vectors(p => new DirichletMultinomial(p[0], p[1]), new[] { 0.2, 0.4, 6.0 }, 20.0).Lacking(Offer.Entropy, Offer.Cdf, Offer.Icdf),
        .. Vectors(p => new DirichletMultinomial(p[0], p[1]), new[] { 1e6, 2e6 }, 5.0).Lacking(Offer.Entropy, Offer.Cdf, Offer.Icdf),
        .. OfVectors(p => new PlackettLuce(p[0]), [0.2, 0.5, -0.3, 0.1], [-3.0, 4.0, 0.0], [0.0]).Lacking(Offer.Mean, Offer.Variance, Offer.Entropy, Offer.Cdf, Offer.Icdf),
    ];

    private static IEnumerable<DistributionExample> Numbers(Func<IReadOnlyList<Tensor>, Distribution> create, params Tensor[] parameters) =>
        [new(create, parameters) { EventShape = Shape.Scalar }];

    private static IEnumerable<DistributionExample> Vectors(Func<IReadOnlyList<Tensor>, Distribution> create, params Tensor[] parameters) => [new(create, parameters)];
}
