namespace DiffProb;

/// <summary>Every transform with points of its domain, far ones included. A transform without a row here fails a test.</summary>
public static class TransformCatalogue
{
    private static readonly double[] Reals = [-700.0, -30.0, -1.5, -1e-9, 0.0, 0.25, 3.0, 30.0, 700.0];
    private static readonly double[] Positives = [1e-300, 1e-9, 0.25, 1.0, 3.0, 1e9, 1e200];
    private static readonly double Infinity = double.PositiveInfinity;

    /// <summary>Name, transform, events of its domain along the first dimension.</summary>
    public static IReadOnlyDictionary<string, (Transform Transform, Tensor Points)> All { get; } = new (Transform Transform, Tensor Points)[]
    {
        (Transform.Identity, Reals),
        (Transform.Exp, Reals),
        (Transform.Log, Positives),
        (Transform.Softplus, Reals),
        (Transform.Sigmoid, Reals),
        (Transform.Tanh, Reals),
        (Transform.Affine(3.0, -0.5), Reals),
        (Transform.Affine(-2.0, 7.0), Reals),
        (Transform.Affine(1e9, 1e-3), Reals),
        (Transform.Power(-1.5), new[] { 1e-100, 1e-9, 0.25, 1.0, 3.0, 1e9 }),
        (Transform.Power(0.25), Positives),
        (new ExceedanceTransform(10.0, 2.0, 0.3), new[] { 1e-300, 1e-9, 0.25, 3.0, 100.0 }),
        (new ExceedanceTransform(0.0, 2.0, 0.0), new[] { 1e-300, 1e-9, 0.25, 3.0, 1e9 }),
        (new ExceedanceTransform(-1.0, 0.5, -0.75), new[] { 1e-9, 0.25, 3.0, 10.0 }),
        (Transform.Permute(2, 0, 1), new[,] { { 1.0, 2.0, 3.0 }, { -1.0, 0.0, 5.0 } }),
        (Transform.StickBreaking, new[,] { { 0.0, 0.0, 0.0 }, { -30.0, 2.0, 1.0 }, { 5.0, -7.0, 9.0 }, { 700.0, -700.0, 300.0 } }),
        (Transform.StickBreaking, new[,] { { 0.0 }, { -700.0 }, { 700.0 }, { 0.25 } }),
        (Transform.Ordered, new[,] { { 0.0, 0.0, 0.0 }, { -300.0, 2.0, -20.0 }, { 5.0, -7.0, 9.0 }, { 700.0, -700.0, 300.0 } }),
        (Transform.LowerCholesky, new[,] { { 0.0, 0.5, -0.25 }, { -3.0, 20.0, 2.0 }, { 700.0, -700.0, -700.0 } }),
        (Transform.LowerCholesky, new[,] { { 0.0, 0.5, -0.25, 1.0, 2.0, -1.0 } }),
        (Transform.CorrelationCholesky, new[,] { { 0.0 }, { -3.0 }, { 0.5 }, { 700.0 } }),
        (Transform.CorrelationCholesky, new[,] { { 0.0, 0.5, -0.25, 1.0, 2.0, -1.0 }, { 5.0, -5.0, 4.0, 0.1, -2.0, -6.0 }, { 700.0, 1.0, -300.0, 2.0, 30.0, 0.0 } }),
        (Transform.PositiveDefinite, new[,] { { 0.0, 0.5, -0.25 }, { -1.0, 2.0, 1.0 }, { -300.0, 1e-100, 20.0 } }),
        (Transform.PositiveDefinite, new[,] { { 0.0, 0.5, -0.25, 1.0, 2.0, -1.0 } }),
        (Transform.Correlation, new[,] { { 0.0, 0.5, -0.25 }, { -1.0, 2.0, 1.0 }, { 3.0, -0.5, 0.0 } }),
        (Transform.Interval(-2.0, 5.0), Reals),
        (Transform.Interval(1e9, 1e9 + 1.0), Reals),
        (Transform.Interval(-Infinity, 2.0), Reals),
        (Transform.Interval(1.0, Infinity), Reals),
        (Transform.Interval(new[] { -Infinity, 1.0, -Infinity, -1.0 }, new[] { 2.0, Infinity, Infinity, 1.0 }), new[,] { { -3.0, -3.0, -3.0, -3.0 }, { 2.0, 0.5, 1.0, -1.0 } }),
        (Transform.Chain(Transform.Exp, Transform.Affine(0.0, 2.0), Transform.Sigmoid), new[] { -15.0, -1.5, 0.0, 1.5 }),
        (Transform.Chain(Transform.Exp, Transform.Affine(0.0, 2.0), Transform.Log), new[] { -15.0, -1.5, 0.0, 1.5 }),
        (Transform.Chain(Transform.Affine(1.0, 2.0), Transform.StickBreaking), new[,] { { 0.0, 0.5 }, { -3.0, 1.0 } }),
        (Transform.Chain(Transform.Ordered, Transform.Exp), new[,] { { 0.0, 0.5, 1.0 }, { -3.0, 1.0, 0.25 } }),
        (Transform.Chain(Transform.StickBreaking.Inverted, Transform.Permute(1, 0), Transform.StickBreaking), new[,] { { 0.2, 0.5, 0.3 }, { 0.9, 0.0625, 0.0375 } }),
        (Transform.Sigmoid.Inverted, new[] { 1e-300, 1e-9, 0.25, 0.75 }),
        (Transform.Tanh.Inverted, new[] { -0.75, -1e-300, 1e-9, 0.25, 1.0 - 1e-12 }),
        (Transform.Chain(Transform.Affine(1.0, 2.0), Transform.Exp).Inverted, Positives),
    }.Select((row, i) => (Name: $"{i} {row.Transform}", row)).ToDictionary(r => r.Name, r => r.row);
}
