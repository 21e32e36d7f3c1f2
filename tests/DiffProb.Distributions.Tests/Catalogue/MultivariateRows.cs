namespace DiffProb;

/// <summary>Distributions of vectors and matrices.</summary>
internal static class MultivariateRows
{
    private static readonly double[] Loc = [1.0, -2.0, 0.5];
    private static readonly double[,] Factor = { { 2.0, 0.0, 0.0 }, { -1.5, 0.5, 0.0 }, { 0.25, 1.0, 1e-2 } };
    private static readonly double[,] Covariance = { { 2.0, 0.3, -0.4 }, { 0.3, 1.0, 0.2 }, { -0.4, 0.2, 0.5 } };

    public static IEnumerable<DistributionExample> All { get; } =
    [
        Row(p => new MultivariateNormal(p[0], scaleTril: p[1]), Shape.Of(3), Loc, Factor),
        Row(p => new MultivariateNormal(p[0], covariance: p[1]), Shape.Of(3), Loc, Covariance),
        Row(p => new MultivariateNormal(p[0], precision: p[1]), Shape.Of(3), Loc, Covariance),
        Row(p => new MultivariateStudentT(p[0], p[1], p[2]), Shape.Of(3), 7.0, Loc, Factor),
        Heavy(p => new MultivariateStudentT(p[0], p[1], p[2]), Shape.Of(2), 2.5, new[] { 0.0, 1.0 }, new[,] { { 1.0, 0.0 }, { 0.5, 0.75 } }),
        Row(p => new LowRankMultivariateNormal(p[0], p[1], p[2]), Shape.Of(3), Loc, new[,] { { 1.0 }, { -2.0 }, { 30.0 } }, new[] { 0.5, 1e-2, 2.0 }),
        Row(p => new MatrixNormal(p[0], p[1], p[2]), Shape.Of(2, 3), new[,] { { 0.0, 1.0, 2.0 }, { -1.0, 0.5, 0.0 } }, new[,] { { 1.0, 0.0 }, { 0.5, 0.75 } }, Factor),
        Row(p => new GaussianRandomWalk(p[0], 4), Shape.Of(4), 0.5),
        .. new[] { 1.0, 0.3, 4.0 }.Select(c => Row(p => new LKJCholesky(3, p[0]), Shape.Of(3, 3), c).Without(Offer.Mean, Offer.Variance, Offer.Entropy)),
        Row(p => new LKJCholesky(2, p[0]), Shape.Of(2, 2), 0.7).Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        Row(p => new Wishart(p[0], covariance: p[1]), Shape.Of(2, 2), 3.5, new[,] { { 2.0, 0.5 }, { 0.5, 1.0 } }),
        Row(p => new Wishart(p[0], scaleTril: p[1]), Shape.Of(2, 2), 20.0, new[,] { { 1.0, 0.0 }, { -0.5, 0.25 } }),
        Row(p => new WishartCholesky(p[0], p[1]), Shape.Of(2, 2), 3.5, new[,] { { 1.0, 0.0 }, { -0.5, 0.25 } }).Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        Heavy(p => new InverseWishart(p[0], scale: p[1]), Shape.Of(2, 2), 4.5, new[,] { { 2.0, 0.5 }, { 0.5, 1.0 } }).Without(Offer.Variance, Offer.Entropy),
        Row(p => new InverseWishart(p[0], scaleTril: p[1]), Shape.Of(2, 2), 20.0, new[,] { { 1.0, 0.0 }, { -0.5, 0.25 } }).Without(Offer.Variance, Offer.Entropy),
        Row(p => new InverseWishartCholesky(p[0], p[1]), Shape.Of(2, 2), 8.5, new[,] { { 1.0, 0.0 }, { -0.5, 0.25 } }).Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        Row(p => new Dirichlet(p[0]), Shape.Of(3), new[] { 1.0, 2.0, 0.5 }),
        Row(p => new Dirichlet(p[0]), Shape.Of(4), new[] { 30.0, 2.0, 100.0, 7.0 }),
        Row(p => new Dirichlet(p[0]), Shape.Of(2), new[] { 0.3, 0.4 }),
        Row(p => new RelaxedOneHotCategorical(p[0], logits: p[1]), Shape.Of(3), 0.7, new[] { 0.5, -0.25, 2.0 }).Without(Offer.Mean, Offer.Variance, Offer.Entropy),
        Row(p => new RelaxedOneHotCategorical(p[0], probs: p[1]), Shape.Of(3), 2.0, new[] { 0.2, 0.5, 0.3 }).Without(Offer.Mean, Offer.Variance, Offer.Entropy),
    ];

    public static DistributionExample Row(Func<IReadOnlyList<Tensor>, Distribution> create, Shape events, params Tensor[] parameters) =>
        new(create, parameters) { EventShape = events, Lacks = [Offer.Cdf, Offer.Icdf] };

    private static DistributionExample Heavy(Func<IReadOnlyList<Tensor>, Distribution> create, Shape events, params Tensor[] parameters) =>
        Row(create, events, parameters) with { IsHeavyTailed = true };

    public static DistributionExample Without(this DistributionExample example, params Offer[] offers) => example with { Lacks = [.. offers, .. example.Lacks] };
}
