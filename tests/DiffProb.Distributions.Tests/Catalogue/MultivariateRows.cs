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
    ];

    private static DistributionExample Row(Func<IReadOnlyList<Tensor>, Distribution> create, Shape events, params Tensor[] parameters) =>
        new(create, parameters) { EventShape = events, Lacks = [Offer.Cdf, Offer.Icdf] };
}
