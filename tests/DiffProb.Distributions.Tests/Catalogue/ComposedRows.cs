using static DiffProb.MultivariateRows;

namespace DiffProb;

/// <summary>Distributions made of others.</summary>
internal static class ComposedRows
{
    private static readonly double[] Third = [1.0, 1.0, 1.0];

    public static IEnumerable<DistributionExample> All { get; } =
    [
        .. Mixed(p => new Mixture(p[0], new Normal(p[1], p[2]), new Normal(p[3], p[4]), new Normal(p[5], p[6])), [0.2, 0.5, 0.3], [-2.0, 0.5, 0.5, 1.0, 3.0, 1.5])
            .Lacking(Offer.Entropy, Offer.Icdf),
        .. Mixed(p => new Mixture([new Normal(p[1], p[2]), new Normal(p[3], p[4])], logits: p[0]), [-3.0, 2.0], [0.0, 1.0, 40.0, 0.25]).Lacking(Offer.Entropy, Offer.Icdf),
        .. Mixed(p => new Mixture(p[0], new Gamma(p[1], p[2]), new LogNormal(p[3], p[4]), new Exponential(p[5])), Third, [2.0, 1.0, 0.5, 0.3, 0.7])
            .Lacking(Offer.Entropy, Offer.Icdf),
        .. Mixed(p => new Mixture(p[0], new Uniform(p[1], p[2]), new Laplace(p[3], p[4])), [0.6, 0.4], [-1.0, 1.0, 0.5, 2.0]).Lacking(Offer.Entropy, Offer.Icdf),
        .. Mixed(p => new Mixture(p[0], new Poisson(p[1]), new Poisson(p[2])), [0.7, 0.3], [1.0, 12.0]).Lacking(Offer.Entropy, Offer.Icdf),
        .. Mixed(p => new Mixture(p[0], new Bernoulli(probs: p[1]), new Bernoulli(probs: p[2])), [0.7, 0.3], [0.1, 1.0]).Lacking(Offer.Entropy, Offer.Icdf),
        .. DistributionExample.Of(p => new Transformed(new Normal(p[0], p[1]), Transform.Exp), [0.0, 0.5]).Lacking(Offer.Mean, Offer.Variance),
        .. DistributionExample.Of(p => new Transformed(new Logistic(p[0], p[1]), Transform.Affine(p[2], p[3])), [1.0, 0.5, 2.0, -3.0]),
        .. DistributionExample.Of(p => new Transformed(new Gamma(p[0], p[1]), Transform.Power(p[2])), [3.0, 2.0, -0.5]).Lacking(Offer.Mean, Offer.Variance, Offer.Entropy),
        .. DistributionExample.Of(p => new Transformed(new Uniform(p[0], p[1]), Transform.Exp), [-1.0, 2.0]).Lacking(Offer.Mean, Offer.Variance),
        .. DistributionExample.Of(p => new Transformed(new Exponential(p[0]), Transform.Affine(p[1], p[2])), [2.0, 10.0, 0.5], [0.5, -10.0, -3.0]),
        .. DistributionExample.Of(p => new Transformed(new Normal(p[0], p[1]), Transform.Tanh), [0.5, 0.75], [-2.0, 3.0]).Lacking(Offer.Mean, Offer.Variance, Offer.Entropy),
        .. DistributionExample.Of(p => new Transformed(new Logistic(p[0], p[1]), Transform.Interval(p[2], p[3])), [0.0, 1.0, -2.0, 5.0], [1.5, 0.5, 10.0, 10.5])
            .Lacking(Offer.Mean, Offer.Variance, Offer.Entropy),
        .. DistributionExample.Of(p => new Transformed(new Gumbel(p[0], p[1]), Transform.Softplus), [0.5, 2.0]).Lacking(Offer.Mean, Offer.Variance, Offer.Entropy),
        .. DistributionExample.Of(p => new Transformed(new Normal(p[0], p[1]), Transform.Chain(Transform.Affine(p[2], p[3]), Transform.Exp)), [0.0, 0.5, 1.0, -0.75])
            .Lacking(Offer.Mean, Offer.Variance),
        Row(p => new Transformed(new MultivariateNormal(p[0], scaleTril: p[1]), Transform.StickBreaking), Shape.Of(3), new[] { 0.0, 1.0 }, new[,] { { 0.5, 0.0 }, { 0.2, 0.75 } })
            .Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        .. DistributionExample.Of(p => new ZeroInflated(new Poisson(p[0]), p[1]), [3.0, 0.25], [15.0, 0.9], [2.0, 0.0]).Lacking(Offer.Entropy),
        .. DistributionExample.Of(p => new ZeroInflated(new Binomial(p[0], probs: p[1]), p[2]), [5.0, 0.5, 0.3]).Lacking(Offer.Entropy),
        .. DistributionExample.Of(p => new Hurdle(new Poisson(p[0]), p[1]), [3.0, 0.25], [1e-3, 0.9]).Lacking(Offer.Entropy),
        .. DistributionExample.Of(p => new Hurdle(new NegativeBinomial(p[0], probs: p[1]), p[2]), [2.5, 0.6, 0.5]).Lacking(Offer.Entropy),
        .. Cut(p => new Truncated(new Normal(p[0], p[1]), p[2], p[3]), [0.0, 1.0, -0.5, 2.0], [0.0, 1.0, 3.0, double.PositiveInfinity], [1.0, 2.0, double.NegativeInfinity, -6.0]),
        .. Cut(p => new Truncated(new Gamma(p[0], p[1]), p[2], p[3]), [2.0, 1.0, 0.5, 4.0], [0.7, 2.0, double.NegativeInfinity, 1.5], [3.0, 1.0, 9.0, double.PositiveInfinity]),
        .. Cut(p => new Truncated(new Beta(p[0], p[1]), p[2], p[3]), [2.0, 3.0, 0.2, 0.7]),
        .. Cut(p => new Truncated(new StudentT(p[0], p[1], p[2]), p[3], p[4]), [3.0, 0.0, 1.0, 2.0, 10.0]),
        .. Cut(p => new Truncated(new Weibull(p[0], p[1]), p[2], p[3]), [1.5, 2.0, 1.0, double.PositiveInfinity]),
        .. Cut(p => new Truncated(new Laplace(p[0], p[1]), p[2], p[3]), [0.0, 1.0, -1.0, 3.0]),
        .. Cut(p => new Truncated(new Poisson(p[0]), p[1], p[2]), [3.0, 1.0, 6.0], [0.1, 1.0, double.PositiveInfinity], [30.0, 50.5, double.PositiveInfinity]),
        .. Cut(p => new Truncated(new Binomial(p[0], probs: p[1]), p[2], p[3]), [10.0, 0.25, 4.0, double.PositiveInfinity]),
        .. Cut(p => new Censored(new Poisson(p[0]), p[1], p[2]), [3.0, 1.0, 6.0], [3.0, double.NegativeInfinity, 4.5]),
        .. Cut(p => new Censored(new Normal(p[0], p[1]), p[2], p[3]), [0.0, 1.0, -1.0, 1.5], [0.0, 1.0, 0.5, double.PositiveInfinity]),
        .. Cut(p => new Censored(new Weibull(p[0], p[1]), p[2], p[3]), [1.5, 2.0, 0.25, 2.5], [1.5, 2.0, double.NegativeInfinity, 2.5]),
        Row(p => new Transformed(new Normal(p[0], p[1]), Transform.Ordered), Shape.Of(2), new[] { 0.0, 0.5 }, new[] { 1.0, 0.5 }).Without(Offer.Mean, Offer.Variance),
        Row(p => new Transformed(new Gamma(p[0], p[1]), Transform.StickBreaking), Shape.Of(3), new[] { 2.0, 3.0 }, new[] { 1.0, 2.0 }).Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        Row(p => new Transformed(new Normal(p[0], p[1]), Transform.LowerCholesky), Shape.Of(2, 2), new[] { 0.0, 0.5, -0.5 }, new[] { 0.5, 0.25, 0.4 }).Without(Offer.Mean, Offer.Variance),
        Row(p => new Transformed(new Normal(p[0], p[1]), Transform.CorrelationCholesky), Shape.Of(3, 3), new[] { 0.0, 0.5, -0.5 }, new[] { 0.5, 0.25, 0.4 })
            .Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        Row(p => new Transformed(new MultivariateNormal(p[0], scaleTril: p[1]), Transform.Sigmoid), Shape.Of(2), new[] { 0.0, 1.0 }, new[,] { { 0.5, 0.0 }, { 0.2, 0.75 } })
            .Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        Row(p => new Transformed(new LKJCholesky(2, p[0]), new CholeskyProductTransform(IsOfCorrelations: true)), Shape.Of(2, 2), 1.5).Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        .. new[] { 1.0, 0.5 }.SelectMany(HalfNormalByRejection),
        .. DistributionExample.Of(p => new SoftRejection(new Normal(p[0], p[1]), z => (-0.5 * (z - p[2]).Square()) - 0.05, p[3]), [0.0, 2.0, 0.5, 0.1])
            .Lacking(Offer.Mean, Offer.Variance, Offer.Entropy, Offer.Cdf, Offer.Icdf),
    ];

    private static IEnumerable<DistributionExample> Cut(Func<IReadOnlyList<Tensor>, Distribution> create, params double[][] parameterSets) =>
        DistributionExample.Of(create, parameterSets).Lacking(Offer.Mean, Offer.Variance, Offer.Entropy);

    // An exponential proposal accepted with exp(-(z - rate)² / 2): what is left is exp(-z² / 2), whatever the rate.
    private static IEnumerable<DistributionExample> HalfNormalByRejection(double rate) =>
        DistributionExample.Of(
            p => new Rejection(new Exponential(p[0]), z => -0.5 * (z - p[1]).Square(), p[2]),
            [rate, rate, Math.Log(rate) - (0.5 * rate * rate) + (0.5 * Math.Log(Math.PI / 2.0))])
        .Lacking(Offer.Mean, Offer.Variance, Offer.Entropy, Offer.Cdf, Offer.Icdf);

    private static IEnumerable<DistributionExample> Mixed(Func<IReadOnlyList<Tensor>, Distribution> create, double[] weights, double[] others) =>
        [new(create, [Tensor.Vector(weights), .. others.Select(Tensor.Scalar)]) { EventShape = Shape.Scalar }];
}
