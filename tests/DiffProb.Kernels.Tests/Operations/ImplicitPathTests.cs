namespace DiffProb;

public sealed class ImplicitPathTests
{
    private static readonly Tensor Scale = Tensor.Data("scale", Shape.Scalar);
    private static readonly Tensor Noise = Tensor.Vector(-1.5, 0.25, 2.0);

    /// <summary>z = scale × noise made without derivatives, with its path: z³ has the derivatives 3 z² n, 6 z n², 6 n³.</summary>
    [Fact]
    public void Derivatives_of_any_order_are_those_of_the_path()
    {
        var z = ImplicitPath.Of(new ScalePath(), Scale * Noise, Scale);
        var derivative = z.Pow(3.0).Sum();
        var (n, sums) = (Noise.ToArray(), new List<double>());
        for (var order = 0; order < 4; order++)
        {
            sums.Add(At(derivative, 1.5));
            derivative = Gradient.Of(derivative, Scale)[0];
        }

        double[] expected =
        [
            n.Sum(x => Math.Pow(1.5 * x, 3)), n.Sum(x => 3 * Math.Pow(1.5 * x, 2) * x), n.Sum(x => 6 * 1.5 * x * x * x), n.Sum(x => 6 * x * x * x),
        ];
        Assert.All(expected, (e, i) => Assert.Equal(e, sums[i], 1e-13 * Math.Abs(e)));
    }

    [Fact]
    public void The_draw_itself_passes_nothing_on()
    {
        var z = ImplicitPath.Of(new ScalePath(), Scale * Noise, Tensor.Scalar(2.0));
        Assert.Equal(0.0, At(Gradient.Of(z.Sum(), Scale)[0], 1.5));
    }

    [Fact]
    public void Equal_paths_of_equal_draws_are_one_node() =>
        Assert.Same(ImplicitPath.Of(new ScalePath(), Noise, Scale), ImplicitPath.Of(new ScalePath(), Noise, Scale));

    private static double At(Tensor output, double scale) =>
        ManagedEngine.Default.Compile([output], [Scale]).Run(Bindings.Empty.With("scale", Tensor.Scalar(scale)))[0].ToDouble();
}
