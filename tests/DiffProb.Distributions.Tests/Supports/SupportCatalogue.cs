namespace DiffProb;

/// <summary>Every support. One without a row here fails a test.</summary>
public static class SupportCatalogue
{
    private static readonly Tensor[] Bounds = [new[] { -1.0, 0.0, double.NegativeInfinity }, new[] { 1.0, double.PositiveInfinity, 0.0 }];

    /// <summary>Those with a bijection from the reals: how far out the law of images is tried, and the shape of a point.</summary>
    public static IReadOnlyDictionary<string, (Support Support, double Spread, Shape Shape)> Smooth { get; } = new Dictionary<string, (Support, double, Shape)>
    {
        ["Real"] = (Support.Real, 1e9, Shape.Scalar),
        ["Positive"] = (Support.Positive, 400.0, Shape.Scalar),
        ["NonNegative"] = (Support.NonNegative, 400.0, Shape.Scalar),
        ["UnitInterval"] = (Support.UnitInterval, 400.0, Shape.Scalar),
        ["OpenUnitInterval"] = (Support.OpenUnitInterval, 400.0, Shape.Scalar),
        ["PositiveProbability"] = (Support.PositiveProbability, 400.0, Shape.Scalar),
        ["ProbabilityBelowOne"] = (Support.ProbabilityBelowOne, 400.0, Shape.Scalar),
        ["Between"] = (Support.Between(-2.0, 5.0), 400.0, Shape.Scalar),
        ["BetweenTenths"] = (Support.Between(0.1, 0.7), 400.0, Shape.Scalar),
        ["Circle"] = (Support.Between(-Math.PI, Math.PI), 400.0, Shape.Scalar),
        ["StrictlyBetween"] = (Support.StrictlyBetween(-1.0, 1.0), 400.0, Shape.Scalar),
        ["StrictlyBetweenTenths"] = (Support.StrictlyBetween(0.1, 0.7), 400.0, Shape.Scalar),
        ["Below"] = (Support.Between(double.NegativeInfinity, 2.0), 400.0, Shape.Scalar),
        ["NoBounds"] = (Support.Between(double.NegativeInfinity, double.PositiveInfinity), 1e9, Shape.Scalar),
        ["BoundsOfAllKinds"] = (Support.Between(Bounds[0], Bounds[1]), 200.0, Shape.Of(3)),
        ["Above"] = (Support.Above(3.0), 400.0, Shape.Scalar),
        ["AboveFar"] = (Support.Above(-1e17), 400.0, Shape.Scalar),
        ["AtLeast"] = (Support.AtLeast(3.0), 400.0, Shape.Scalar),
        ["LogWeights"] = (Support.LogWeights, 1e9, Shape.Scalar),
        ["Bound"] = (Support.Bound, 1e9, Shape.Scalar),
        ["Exceedance"] = (new ExceedanceSupport(1.0, 2.0, -0.5), 1.0, Shape.Scalar),
        ["Image"] = (Transform.Sigmoid.Then(Transform.Exp).Codomain, 5.0, Shape.Scalar),
        ["ImageOfVectors"] = (Transform.Exp.Then(Transform.StickBreaking).Codomain, 1.0, Shape.Of(3)),
        ["Simplex"] = (Support.Simplex, 400.0, Shape.Of(4)),
        ["Ordered"] = (Support.Ordered, 100.0, Shape.Of(4)),
        ["LowerCholesky"] = (Support.LowerCholesky, 400.0, Shape.Of(6)),
        ["CorrelationCholesky"] = (Support.CorrelationCholesky, 400.0, Shape.Of(6)),
        ["PositiveDefinite"] = (Support.PositiveDefinite, 2.0, Shape.Of(6)),
        ["Correlation"] = (Support.Correlation, 1.5, Shape.Of(6)),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<string, Support> All { get; } = new Dictionary<string, Support>(Smooth.Select(s => KeyValuePair.Create(s.Key, s.Value.Support)))
    {
        ["NonZero"] = Support.NonZero,
        ["Weights"] = Support.Weights,
        ["Logits"] = Support.Logits,
        ["Boolean"] = Support.Boolean,
        ["Integers"] = Support.Integers(7),
        ["NonNegativeIntegers"] = Support.NonNegativeIntegers,
        ["WholeNumbers"] = WholeNumbers.Range(-2.0, 3.0),
        ["AllWholeNumbers"] = WholeNumbers.All,
        ["Composition"] = new CompositionSupport(4.0),
        ["Permutation"] = new PermutationSupport(3),
        ["OneHot"] = Support.OneHot,
        ["Point"] = new PointSupport(2.0),
    };

    /// <summary>Normal numbers of a standard deviation; the same each time.</summary>
    public static Tensor Normals(Shape shape, double spread)
    {
        var random = new Random(11);
        return Tensor.Of(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => spread * Ndtri.Of(random.NextDouble() + 1e-17))]);
    }
}
