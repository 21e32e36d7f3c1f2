using static DiffProb.DistributionExample;

namespace DiffProb;

/// <summary>Continuous distributions of one number.</summary>
internal static class ContinuousRows
{
    private const double Infinite = double.PositiveInfinity;

    public static IEnumerable<DistributionExample> All { get; } =
    [
        .. Of(p => new Normal(p[0], p[1]), [0.0, 1.0], [-3.0, 0.2], [1e6, 1e-3], [0.0, 1e-8]),
        .. Of(p => new LogNormal(p[0], p[1]), [0.0, 0.5], [2.0, 0.1]),
        .. Heavy(p => new LogNormal(p[0], p[1]), [-1.0, 3.0]),
        .. Of(p => new HalfNormal(p[0]), [1.0], [0.01], [1e6]),
        .. Of(p => new Exponential(p[0]), [1.0], [0.003], [1e4]),
        .. Of(p => new Laplace(p[0], p[1]), [0.0, 1.0], [3.0, 0.01], [-7.0, 20.0]),
        .. Of(p => new Logistic(p[0], p[1]), [0.0, 1.0], [2.0, 0.1], [-5.0, 12.0]),
        .. Of(p => new Gumbel(p[0], p[1]), [0.0, 1.0], [-3.0, 0.25], [100.0, 40.0]),
        .. Of(p => new Cauchy(p[0], p[1]), [0.0, 1.0], [-2.0, 0.05], [1e3, 2.5]),
        .. Of(p => new HalfCauchy(p[0]), [1.0], [5.0], [1e-4]),
        .. Of(p => new Uniform(p[0], p[1]), [0.0, 1.0], [-2.5, 1000.0], [1e6, 1e6 + 0.5]),
        .. Of(p => new Gamma(p[0], p[1]), [2.0, 1.0], [1.0, 3.0], [0.5, 40.0], [250.0, 0.01], [1e4, 1e4]),
        .. Heavy(p => new Gamma(p[0], p[1]), [0.1, 0.5], [1e-3, 2.0]),
        .. Of(p => new Beta(p[0], p[1]), [1.0, 1.0], [0.5, 0.5], [2.0, 3.0], [200.0, 100.0], [1e-3, 1e-3]),
        .. Heavy(p => new Beta(p[0], p[1]), [0.01, 3.0], [30.0, 0.2]),
        .. Of(p => new AsymmetricLaplace(p[0], p[1], p[2]), [0.0, 1.0, 2.0], [-1.0, 5.0, 1.0], [3.0, 0.01, 0.2], [0.0, 1.0, 30.0]),
        .. Of(p => new LogitNormal(p[0], p[1]), [0.0, 1.0], [-2.0, 0.3], [0.0, 1.7], [5.0, 3.0], [-1.0, 40.0]),
        .. Of(p => new InverseGamma(p[0], p[1]), [50.0, 3.0], [1e4, 1e4]),
        .. Heavy(p => new InverseGamma(p[0], p[1]), [3.0, 2.0], [1.0, 1.0], [2.0, 1000.0], [0.05, 0.3]),
        .. Of(p => new Chi2(p[0]), [1.0], [2.0], [7.5], [300.0]),
        .. Heavy(p => new Chi2(p[0]), [0.02]),
        .. Of(p => new Kumaraswamy(p[0], p[1]), [0.5, 0.5], [2.0, 3.0], [1.0, 50.0], [200.0, 300.0]),
        .. Heavy(p => new Kumaraswamy(p[0], p[1]), [20.0, 0.1], [0.01, 3.0]),
        .. Of(p => new Triangular(p[0], p[1], p[2]), [0.0, 1.0, 0.5], [-3.0, 10.0, 9.0], [0.0, 1.0, 0.0], [0.0, 2.0, 2.0], [1e6, 1e6 + 1.0, 1e6 + 0.25]),
        .. Of(p => new Weibull(p[0], p[1]), [1.0, 1.5], [4.0, 1.0], [2.0, 50.0]),
        .. Heavy(p => new Weibull(p[0], p[1]), [0.1, 0.3], [1.0, 0.02]),
        .. Of(p => new Frechet(p[0], p[1]), [1.0, 12.0], [30.0, 100.0]),
        .. Heavy(p => new Frechet(p[0], p[1]), [1.0, 3.0], [2.0, 1.5], [0.1, 0.5]),
        .. Of(p => new Pareto(p[0], p[1]), [50.0, 40.0], [1e-3, 1e4]),
        .. Heavy(p => new Pareto(p[0], p[1]), [1.0, 3.0], [0.01, 0.3], [2.0, 1.5]),
        .. Of(p => new GeneralizedPareto(p[0], p[1], p[2]), [2.0, 3.0, 0.0], [0.0, 1.0, -0.25], [0.0, 1.0, 1e-10], [1.0, 2.0, -1.0], [-5.0, 0.5, -0.75], [0.0, 1.0, 0.05]),
        .. Heavy(p => new GeneralizedPareto(p[0], p[1], p[2]), [0.0, 1.0, 0.3], [0.0, 1.0, 1.5], [10.0, 0.1, 0.6]),
        .. Of(p => new Delta(p[0]), [3.5], [-1e6], [0.0]),
        .. Of(p => new StudentT(p[0], p[1], p[2]), [7.5, 1.0, 0.5], [300.0, -2.0, 3.0], [1e6, 0.0, 1.0]),
        .. Heavy(p => new StudentT(p[0], p[1], p[2]), [3.0, 0.0, 1.0], [1.0, 0.0, 2.0], [0.8, 1.0, 1.0]),
        .. Of(p => new HalfStudentT(p[0], p[1]), [7.5, 0.5], [100.0, 20.0]),
        .. Heavy(p => new HalfStudentT(p[0], p[1]), [3.0, 2.5], [1.5, 1.0]),
        .. Of(
            p => new TruncatedNormal(p[0], p[1], p[2], p[3]),
            [0.0, 1.0, -1.0, 2.0], [0.2, 1.3, -0.5, 40.0], [0.0, 1.0, 30.0, Infinite], [0.0, 1.0, -40.0, -38.0], [33.0, 1.0, -Infinite, 20.0],
            [0.0, 1.0, 3.0, 3.0 + Math.ScaleB(1.0, -20)], [5.0, 0.1, -100.0, 100.0], [0.0, 1.0, 1e4, Infinite], [0.0, 1.0, -1e-9, 1e-9]),
        .. Of(
            p => new TruncatedLogistic(p[0], p[1], p[2], p[3]),
            [0.0, 1.0, -1.0, 3.0], [2.0, 0.5, 20.0, Infinite], [0.0, 1.0, 800.0, 900.0], [0.0, 1.0, -Infinite, -800.0], [1.0, 3.0, -800.0, 800.0], [0.0, 1.0, 30.0, 30.0 + 1e-6]),
        .. Of(p => new TruncatedCauchy(p[0], p[1], p[2], p[3]), [0.0, 1.0, -1.0, 3.0], [2.0, 0.5, 20.0, 21.0], [0.0, 1.0, -1e3, 2e3]),
        .. Heavy(p => new TruncatedCauchy(p[0], p[1], p[2], p[3]), [0.0, 1.0, 100.0, Infinite], [3.0, 2.0, -Infinite, Infinite]),
        .. Of(
            p => new TruncatedGumbel(p[0], p[1], p[2], p[3]),
            [0.0, 1.0, -1.0, 3.0], [2.0, 0.5, 20.0, Infinite], [0.0, 1.0, -Infinite, -4.0], [1.0, 3.0, -800.0, 800.0], [0.0, 1.0, -6.0, -5.0]),
        .. Of(p => new TruncatedStudentT(p[0], p[1], p[2], p[3], p[4]), [3.0, 0.0, 1.0, -1.0, 3.0], [1e4, 0.0, 1.0, 8.0, Infinite], [30.0, 1.0, 0.5, -Infinite, -2.0], [0.5, 0.0, 1.0, 2.0, 2.0 + 1e-5]),
        .. Heavy(p => new TruncatedStudentT(p[0], p[1], p[2], p[3], p[4]), [1.5, 0.0, 1.0, 2.0, Infinite], [0.8, 1.0, 1.0, -Infinite, 0.0]),
        .. Of(p => new TruncatedExponential(p[0], p[1], p[2]), [1.0, 0.0, 2.0], [0.3, 5.0, Infinite], [40.0, 1e3, 1e3 + 1e-4]),
        .. Of(
            p => new TruncatedGamma(p[0], p[1], p[2], p[3]),
            [2.0, 1.0, 0.5, 3.0], [0.5, 2.0, 0.1, Infinite], [3.0, 1.0, 1e4, Infinite], [250.0, 1.0, 0.0, 100.0], [0.3, 1.0, 1.0, 1.0 + 1e-5], [1e6, 1e3, 990.0, 1002.0]),
        .. Of(p => new InverseGaussian(p[0], p[1]), [1.0, 1.0], [0.5, 50.0], [100.0, 1000.0], [1.0, 1e4]),
        .. Heavy(p => new InverseGaussian(p[0], p[1]), [3.0, 0.2]),
        .. Of(p => new ExponentiallyModifiedNormal(p[0], p[1], p[2]), [0.0, 1.0, 1.0], [5.0, 3.0, 20.0], [0.0, 0.01, 5.0], [-2.0, 1.0, 0.2]),
        .. Of(p => new SkewNormal(p[0], p[1], p[2]), [0.0, 1.0, 3.0], [-1.0, 0.5, -2.0], [0.0, 1.0, 20.0], [5.0, 2.0, 0.0], [1.0, 1.0, -1e6]),
        .. Of(p => new VonMises(p[0], p[1]), [0.0, 1.0], [-1.5, 0.01], [0.75, 500.0], [2.5, 4.0], [-3.1, 30.0], [1.2, 0.7], [7.0, 2.0], [1e-3, 1e8]).Lacking(Offer.Mean, Offer.Variance),
        .. Of(p => new RelaxedBernoulli(p[0], logits: p[1]), [0.5, 0.0], [2.0, -1.5], [0.9, 3.0]).Lacking(Offer.Mean, Offer.Variance, Offer.Entropy),
        .. Of(p => new RelaxedBernoulli(p[0], probs: p[1]), [0.7, 0.3]).Lacking(Offer.Mean, Offer.Variance, Offer.Entropy),
    ];
}
