namespace DiffProb;

/// <summary>Pairs of laws for every rule, extremes included.</summary>
internal static class DivergenceCatalogue
{
    private static readonly Lazy<IReadOnlyList<DivergenceExample>> Rows = new(() => [.. Lines(), .. Positives(), .. Counts(), .. Vectors(), .. Composed()]);

    public static IReadOnlyList<DivergenceExample> All => Rows.Value;

    private static Func<double[], DistributionExample> Family(Func<IReadOnlyList<Tensor>, Distribution> create) =>
        parameters => new(create, [.. parameters.Select(Tensor.Scalar)]);

    private static readonly Func<double[], DistributionExample> NormalOf = Family(p => new Normal(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> LaplaceOf = Family(p => new Laplace(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> GumbelOf = Family(p => new Gumbel(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> LogisticOf = Family(p => new Logistic(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> StudentOf = Family(p => new StudentT(p[0], p[1], p[2]));
    private static readonly Func<double[], DistributionExample> CauchyOf = Family(p => new Cauchy(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> UniformOf = Family(p => new Uniform(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> GammaOf = Family(p => new Gamma(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> ExponentialOf = Family(p => new Exponential(p[0]));
    private static readonly Func<double[], DistributionExample> Chi2Of = Family(p => new Chi2(p[0]));
    private static readonly Func<double[], DistributionExample> InverseGammaOf = Family(p => new InverseGamma(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> LogNormalOf = Family(p => new LogNormal(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> HalfNormalOf = Family(p => new HalfNormal(p[0]));
    private static readonly Func<double[], DistributionExample> HalfCauchyOf = Family(p => new HalfCauchy(p[0]));
    private static readonly Func<double[], DistributionExample> WeibullOf = Family(p => new Weibull(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> FrechetOf = Family(p => new Frechet(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> ParetoOf = Family(p => new Pareto(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> InverseGaussianOf = Family(p => new InverseGaussian(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> BetaOf = Family(p => new Beta(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> KumaraswamyOf = Family(p => new Kumaraswamy(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> LogitNormalOf = Family(p => new LogitNormal(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> VonMisesOf = Family(p => new VonMises(p[0], p[1]));
    private static readonly Func<double[], DistributionExample> BernoulliOf = Family(p => new Bernoulli(p[0]));
    private static readonly Func<double[], DistributionExample> BitsOf = Family(p => new Bernoulli(logits: p[0]));
    private static readonly Func<double[], DistributionExample> PoissonOf = Family(p => new Poisson(p[0]));
    private static readonly Func<double[], DistributionExample> GeometricOf = Family(p => new Geometric(p[0]));
    private static readonly Func<double[], DistributionExample> IntegersOf = Family(p => new DiscreteUniform(p[0], p[1]));

    private static DistributionExample BinomialOf(double count, double probs) => new(p => new Binomial(count, p[0]), [Tensor.Scalar(probs)]);

    private static DivergenceExample Row(Func<double[], DistributionExample> p, double[] ofP, Func<double[], DistributionExample> q, double[] ofQ) => new(p(ofP), q(ofQ));

    private static IEnumerable<DivergenceExample> Lines() =>
    [
        Row(NormalOf, [0.3, 1.2], NormalOf, [-1.0, 2.0]),
        Row(NormalOf, [0.0, 1e-3], NormalOf, [0.1, 30.0]),
        Row(LogitNormalOf, [0.3, 1.2], LogitNormalOf, [-1.0, 2.0]),
        Row(LaplaceOf, [0.3, 1.2], LaplaceOf, [-1.0, 0.4]),
        Row(NormalOf, [0.3, 1.2], LaplaceOf, [-1.0, 0.7]),
        Row(UniformOf, [-0.5, 2.0], LaplaceOf, [0.3, 0.7]),
        Row(GumbelOf, [0.3, 1.2], GumbelOf, [-1.0, 2.0]),
        Row(GumbelOf, [2.0, 0.4], GumbelOf, [0.5, 0.3]),
        Row(NormalOf, [0.3, 1.2], GumbelOf, [-1.0, 2.0]),
        Row(UniformOf, [-0.5, 2.0], GumbelOf, [0.3, 0.7]),
        Row(LaplaceOf, [0.3, 0.5], GumbelOf, [-1.0, 2.0]),
        Row(ExponentialOf, [0.6], GumbelOf, [1.0, 2.0]),
        Row(GammaOf, [2.5, 0.6], GumbelOf, [1.0, 2.0]),
        Row(Chi2Of, [3.0], GumbelOf, [1.0, 2.0]),
        Row(LogisticOf, [0.3, 1.2], LogisticOf, [-1.0, 2.0]),
        Row(LogisticOf, [0.3, 1.2], LogisticOf, [0.4, 1.1]),
        Row(LogisticOf, [0.3, 5.0], LogisticOf, [-1.0, 0.2]),
        Row(CauchyOf, [0.3, 1.2], CauchyOf, [-1.0, 5.0]),
        Row(VonMisesOf, [0.0, 2.0], VonMisesOf, [1.0, 5.0]),
        Row(VonMisesOf, [-3.0, 40.0], VonMisesOf, [3.0, 25.0]),
        Row(VonMisesOf, [0.3, 1e-3], VonMisesOf, [0.4, 60.0]),
        Row(StudentOf, [5.0, 0.3, 1.2], NormalOf, [-1.0, 2.0]),
        Row(LaplaceOf, [0.3, 1.2], NormalOf, [-1.0, 2.0]),
        Row(GumbelOf, [0.3, 1.2], NormalOf, [-1.0, 2.0]),
        Row(BetaOf, [2.0, 0.7], NormalOf, [0.2, 0.5]),
        Row(NormalOf, [0.5, 1.0], StudentOf, [3.0, 0.0, 1.0]),
        Row(NormalOf, [20.0, 5.0], StudentOf, [0.7, 0.0, 0.1]),
        Row(NormalOf, [0.5, 0.1], StudentOf, [40.0, 0.0, 1.0]),
        Row(UniformOf, [0.0, 1.0], UniformOf, [-0.5, 2.0]),
        Row(UniformOf, [0.1, 0.8], BetaOf, [2.0, 0.7]),
        Row(BetaOf, [2.0, 0.7], BetaOf, [0.5, 4.0]),
        Row(BetaOf, [200.0, 100.0], BetaOf, [190.0, 110.0]),
        Row(KumaraswamyOf, [2.0, 3.0], BetaOf, [2.0, 2.5]),
        Row(KumaraswamyOf, [0.4, 40.0], BetaOf, [0.7, 5.0]),
        Row(KumaraswamyOf, [7.0, 0.4], BetaOf, [3.0, 0.6]),
    ];

    private static IEnumerable<DivergenceExample> Positives()
    {
        DivergenceExample[] own =
        [
            Row(GammaOf, [2.5, 0.6], GammaOf, [0.4, 3.0]),
            Row(GammaOf, [500.0, 20.0], GammaOf, [450.0, 19.0]),
            Row(InverseGammaOf, [2.5, 0.6], InverseGammaOf, [0.4, 3.0]),
            Row(LogNormalOf, [0.3, 1.2], LogNormalOf, [-1.0, 2.0]),
            Row(HalfNormalOf, [0.7], HalfNormalOf, [1.9]),
            Row(HalfCauchyOf, [0.7], HalfCauchyOf, [1.9]),
            Row(WeibullOf, [0.7, 2.5], WeibullOf, [1.9, 0.8]),
            Row(FrechetOf, [0.7, 2.5], FrechetOf, [1.9, 0.8]),
            Row(ParetoOf, [1.2, 2.5], ParetoOf, [1.1, 0.7]),
            Row(InverseGaussianOf, [1.2, 2.5], InverseGaussianOf, [0.7, 0.9]),
            Row(InverseGaussianOf, [1.2, 250.0], InverseGaussianOf, [1.21, 240.0]),
            Row(InverseGaussianOf, [1.2, 2.5], GammaOf, [2.5, 0.6]),
            Row(InverseGaussianOf, [1.2, 2.5], ExponentialOf, [0.6]),
            Row(InverseGaussianOf, [1.2, 2.5], InverseGammaOf, [1.5, 0.8]),
            Row(InverseGaussianOf, [1.2, 2.5], HalfNormalOf, [1.4]),
            Row(UniformOf, [0.5, 2.0], ExponentialOf, [0.6]),
            Row(UniformOf, [0.1, 2.0], GammaOf, [2.5, 0.6]),
            Row(UniformOf, [0.5, 2.0], HalfNormalOf, [0.8]),
            Row(UniformOf, [0.5, 2.0], ParetoOf, [0.4, 1.5]),
            Row(BetaOf, [2.0, 0.7], ExponentialOf, [0.6]),
            Row(KumaraswamyOf, [2.0, 0.7], GammaOf, [2.5, 0.6]),
            Row(KumaraswamyOf, [2.0, 3.0], LogNormalOf, [-1.0, 0.6]),
            Row(ParetoOf, [1.2, 2.5], ExponentialOf, [0.6]),
            Row(ParetoOf, [1.2, 3.5], NormalOf, [0.6, 2.0]),
            Row(ExponentialOf, [0.6], NormalOf, [0.6, 2.0]),
        ];
        Func<double[], DistributionExample>[] gammas = [GammaOf, ExponentialOf, Chi2Of];
        double[][] numbers = [[2.5, 0.6], [1.7], [3.0]];
        var pairs = from i in Enumerable.Range(0, 3) from j in Enumerable.Range(0, 3) select Row(gammas[i], numbers[i], gammas[j], [.. numbers[j].Select(x => 1.3 * x)]);
        (Func<double[], DistributionExample> Family, double[] Parameters)[] sources =
            [(GammaOf, [2.5, 0.6]), (InverseGammaOf, [3.5, 2.0]), (LogNormalOf, [0.3, 0.5]), (WeibullOf, [0.7, 2.5]), (HalfNormalOf, [0.9]), (FrechetOf, [1.2, 3.5])];
        (Func<double[], DistributionExample> Family, double[] Parameters)[] targets =
        [
            (GammaOf, [1.5, 0.8]), (ExponentialOf, [0.7]), (Chi2Of, [3.0]), (LogNormalOf, [-0.2, 0.9]), (HalfNormalOf, [1.4]), (WeibullOf, [1.1, 1.3]),
        ];
        var crossed = from p in sources from q in targets where p.Family != q.Family select Row(p.Family, p.Parameters, q.Family, q.Parameters);
        return
        [
            .. own, .. pairs, .. crossed,
            Row(LogNormalOf, [0.3, 0.5], InverseGammaOf, [1.5, 0.8]), Row(GammaOf, [2.5, 0.6], InverseGammaOf, [1.5, 0.8]), Row(WeibullOf, [0.7, 2.5], InverseGammaOf, [1.5, 0.8]),
            Row(LogNormalOf, [0.3, 0.5], FrechetOf, [1.5, 0.8]), Row(InverseGammaOf, [2.5, 0.6], FrechetOf, [1.5, 0.8]),
        ];
    }

    private static IEnumerable<DivergenceExample> Counts() =>
    [
        Row(BernoulliOf, [0.3], BernoulliOf, [0.6]),
        Row(BitsOf, [-3.0], BitsOf, [40.0]),
        Row(BernoulliOf, [0.3], BitsOf, [1.0]),
        new(BinomialOf(7, 0.3), BinomialOf(7, 0.6)),
        new(BinomialOf(7, 0.3), BinomialOf(9, 0.6)),
        new(BinomialOf(7, 0.3), PoissonOf([2.0])),
        Row(PoissonOf, [3.0], PoissonOf, [7.5]),
        Row(PoissonOf, [1e-3], PoissonOf, [2.0]),
        Row(GeometricOf, [0.3], GeometricOf, [0.05]),
        new(new(p => new Geometric(logits: p[0]), [Tensor.Scalar(-1.0)]), new(p => new Geometric(logits: p[0]), [Tensor.Scalar(0.5)])),
        new(new(p => new NegativeBinomial(3.5, p[0]), [Tensor.Scalar(0.4)]), new(p => new NegativeBinomial(3.5, logits: p[0]), [Tensor.Scalar(0.3)])),
        new(new(p => new NegativeBinomial2(p[0], 2.5), [Tensor.Scalar(0.4)]), new(p => new NegativeBinomial2(p[0], 2.5), [Tensor.Scalar(1.3)])),
        Row(IntegersOf, [2.0, 5.0], IntegersOf, [0.0, 7.0]),
        Row(IntegersOf, [2.0, 5.0], PoissonOf, [3.0]),
        new(new(p => new BetaBinomial(p[0], p[1], 6.0), [Tensor.Scalar(0.7), Tensor.Scalar(2.0)]), new(p => new BetaBinomial(p[0], p[1], 6.0), [Tensor.Scalar(3.0), Tensor.Scalar(1.0)])),
        new(new(p => new Categorical(logits: p[0]), [Tensor.Vector(0.0, 1.0, 2.0)]), new(p => new Categorical(logits: p[0]), [Tensor.Vector(2.0, -1.0, 0.0)])),
        new(new(p => new Categorical(p[0]), [Tensor.Vector(0.2, 0.5, 1.3)]), new(p => new Categorical(p[0]), [Tensor.Vector(3.0, 1.0, 1.0)])),
        new(new(p => new ZeroInflated(new Poisson(p[0]), p[1]), [Tensor.Scalar(2.0), Tensor.Scalar(0.3)]), new(p => new ZeroInflated(new Poisson(p[0]), p[1]), [Tensor.Scalar(3.0), Tensor.Scalar(0.1)])),
        new(new(p => new Hurdle(new Poisson(p[0]), p[1]), [Tensor.Scalar(2.0), Tensor.Scalar(0.3)]), new(p => new Hurdle(new Poisson(p[0]), p[1]), [Tensor.Scalar(3.0), Tensor.Scalar(0.1)])),
        new(PoissonOf([2.0]), new(p => new Hurdle(new Poisson(p[0]), p[1]), [Tensor.Scalar(3.0), Tensor.Scalar(0.1)])),
        new(GeometricOf([0.3]), new(p => new ZeroInflated(new Geometric(p[0]), p[1]), [Tensor.Scalar(0.2), Tensor.Scalar(0.1)])),
        Row(Family(p => new Delta(p[0])), [3.0], PoissonOf, [2.0]),
    ];

    private static IEnumerable<DivergenceExample> Vectors()
    {
        Tensor covariance = new[,] { { 1.0, 0.3 }, { 0.3, 2.0 } };
        Tensor other = new[,] { { 2.0, -0.5 }, { -0.5, 0.7 } };
        Tensor factor = new[,] { { 1.2, 0.0 }, { 0.4, 0.8 } };
        Tensor otherFactor = new[,] { { 0.9, 0.0 }, { -0.2, 1.1 } };
        Tensor loc = new[] { 0.3, -0.5 };
        Tensor zero = new[] { 0.0, 0.0 };
        DistributionExample[] gaussians =
        [
            new(p => new MultivariateNormal(p[0], covariance: p[1]), [loc, covariance]),
            new(p => new MultivariateNormal(p[0], precision: p[1]), [zero, other]),
            new(p => new MultivariateNormal(p[0], scaleTril: p[1]), [loc, otherFactor]),
            new(p => new LowRankMultivariateNormal(p[0], p[1], p[2]), [zero, new[,] { { 0.5 }, { -0.7 } }, new[] { 0.4, 0.9 }]),
            new(p => new GaussianRandomWalk(p[0], 2), [Tensor.Scalar(0.8)]),
            new(p => new Normal(p[0], p[1]), [loc, new[] { 0.7, 1.4 }]),
        ];
        DistributionExample Wide(Func<Tensor, Tensor, Distribution> create, double df, Tensor matrix) => new(p => create(p[0], p[1]), [Tensor.Scalar(df), matrix]);
        return
        [
            .. from p in gaussians from q in gaussians select new DivergenceExample(p, q),
            new(new(p => new MatrixNormal(p[0], p[1], p[2]), [covariance, factor, otherFactor]), new(p => new MatrixNormal(p[0], p[1], p[2]), [other, otherFactor, factor])),
            new(Wide((df, l) => new Wishart(df, scaleTril: l), 5.0, factor), Wide((df, c) => new Wishart(df, covariance: c), 3.5, other)),
            new(Wide((df, l) => new WishartCholesky(df, l), 5.0, factor), Wide((df, l) => new WishartCholesky(df, l), 3.5, otherFactor)),
            new(Wide((df, l) => new InverseWishart(df, scaleTril: l), 5.0, factor), Wide((df, c) => new InverseWishart(df, scale: c), 3.5, other)),
            new(Wide((df, l) => new InverseWishartCholesky(df, l), 5.0, factor), Wide((df, l) => new InverseWishartCholesky(df, l), 3.5, otherFactor)),
            new(new(p => new Dirichlet(p[0]), [Tensor.Vector(0.3, 2.0, 5.0)]), new(p => new Dirichlet(p[0]), [Tensor.Vector(1.0, 1.5, 0.5)])),
            new(new(p => new LKJCholesky(3, p[0]), [Tensor.Scalar(0.7)]), new(p => new LKJCholesky(3, p[0]), [Tensor.Scalar(2.5)])),
            new(new(p => new OneHotCategorical(logits: p[0]), [Tensor.Vector(0.0, 1.0, 2.0)]), new(p => new OneHotCategorical(p[0]), [Tensor.Vector(0.2, 0.5, 0.3)])),
            new(new(p => new Multinomial(4.0, p[0]), [Tensor.Vector(0.2, 0.5, 0.3)]), new(p => new Multinomial(4.0, logits: p[0]), [Tensor.Vector(2.0, 1.0, 0.0)])),
            new(new(p => new DirichletMultinomial(p[0], 4.0), [Tensor.Vector(0.2, 0.5, 1.3)]), new(p => new Multinomial(4.0, logits: p[0]), [Tensor.Vector(2.0, 1.0, 0.0)])),
            new(new(p => new PlackettLuce(p[0]), [Tensor.Vector(0.0, 1.0, -0.5)]), new(p => new PlackettLuce(p[0]), [Tensor.Vector(0.3, 0.1, 0.5)])),
        ];
    }

    private static IEnumerable<DivergenceExample> Composed()
    {
        var map = Transform.Chain(Transform.Exp, Transform.Affine(0.1, 2.0));
        return
        [
            new(new(p => new Transformed(new Normal(p[0], p[1]), map), [Tensor.Scalar(0.3), Tensor.Scalar(0.5)]), new(p => new Transformed(new Normal(p[0], p[1]), map), [Tensor.Scalar(-0.2), Tensor.Scalar(0.8)])),
        ];
    }
}
