namespace DiffProb;

/// <summary>Derivatives of draws from tables, where many draws share few laws, and one by one.</summary>
public sealed class PathDerivativeTests
{
    private static readonly Axis Many = new("draw", 6000, AxisRole.Particle);

    [Theory]
    [InlineData(DType.Float64, 1e-12)]
    [InlineData(DType.Float32, 1e-6)]
    public void Shared_laws_give_what_each_gives_alone(DType type, double tolerance)
    {
        var a = Tensor.Data("a", Shape.Of(3), type);
        var b = Tensor.Data("b", Shape.Scalar, type);
        var rows = Tensor.Data("rows", Shape.Of(2, 1), type);
        var pair = Tensor.Data("pair", Shape.Of(3), type);
        var y = Tensor.Create(new Noise(NoiseLaw.StandardNormal, "y", Shape.Of(3), Axes.Of(Many))).Cast(type);
        var spread = Tensor.Create(new Noise(NoiseLaw.Uniform, "spread", Shape.Of(3), Axes.Of(Many))).Cast(type) * 0.0;
        Tensor[] shared =
        [
            Tensor.Create(new GammaPathDerivative(), a, y),
            Tensor.Create(new BetaPathDerivative(0), a, b, y),
            Tensor.Create(new BetaPathDerivative(1), a, b, y),
            Tensor.Create(new BetaPathDerivative(1), a, pair, y),
            Tensor.Create(new BetaPathDerivative(0), a, rows, y), // every law of one with every one of the other
        ];
        var alone = Array.ConvertAll(shared, t => Tensor.Create(t.Operation, [.. t.Inputs[..^1].ToArray().Select(p => p + spread), y]));
        var run = ManagedEngine.Default.Compile([.. shared.Concat(alone).Select(t => t.FromAxis(Many))], [a, b, pair, rows]).Run(Bindings.Empty
            .With("a", Tensor.Vector(0.3, 2.0, 40.0).Cast(type)).With("b", Tensor.Scalar(1.5).Cast(type)).With("rows", Tensor.Of(Shape.Of(2, 1), 0.6, 5.0).Cast(type)).With("pair", Tensor.Vector(7.0, 0.2, 1.0).Cast(type)));
        for (var i = 0; i < shared.Length; i++)
        {
            var (few, each) = (run[i].ToArray(), run[shared.Length + i].ToArray());
            Assert.All(few.Zip(each), p => Assert.Equal(1.0, p.First / p.Second, tolerance));
        }
    }
}
