namespace DiffProb;

/// <summary>What NaN, infinities and zeros do: they are neither swallowed nor made.</summary>
public sealed class NonFiniteTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void Extremes_pass_NaN_on()
    {
        var (a, b) = (Tensor.Vector(NaN, 1, NaN), Tensor.Vector(1, NaN, NaN));
        Assert.Equal([NaN, NaN, NaN], Tensor.Max(a, b).ToArray());
        Assert.Equal([NaN, NaN, NaN], Tensor.Min(a, b).ToArray());
        Assert.Equal([NaN, 1, NaN], a.Clamp(0, 1).ToArray());
        Assert.Equal(NaN, Tensor.Vector(1, NaN, 3).Max().ToDouble());
        Assert.Equal(NaN, Tensor.Vector(1, NaN, 3).Min().ToDouble());
        Assert.Equal(1.0, Tensor.Vector(1, NaN, 3).ArgMax().ToDouble());
    }

    [Fact]
    public void An_extreme_of_NaN_does_not_hide_it_behind_a_zero_derivative()
    {
        Assert.Equal([1.0, 1.0], Slope(x => Tensor.Max(x, 0.0), 2, NaN));
        Assert.Equal([0.0, 0.5], Slope(x => Tensor.Max(x, 0.0), -2, 0));
        Assert.Equal([1.0, 1.0], Slope(x => Tensor.Min(x, 0.0), -2, NaN));
        Assert.Equal([NaN, NaN], Slope(x => x.Max(), 1, NaN));
    }

    [Fact]
    public void Zero_times_NaN_or_infinity_is_NaN()
    {
        Assert.Equal([NaN, NaN], (Tensor.Vector(NaN, Inf) * 0.0).ToArray());
        var x = Tensor.Parameter("x", Shape.Of(2));
        Assert.Equal([NaN, NaN], Run(x * Tensor.Zeros(Shape.Of(2)), NaN, Inf));
        Assert.Equal([NaN, NaN], Run((x * 0.0) + 1.0, NaN, Inf));
    }

    [Fact]
    public void The_branch_not_taken_never_touches_the_derivative()
    {
        Assert.Equal([0.0, 0.0, 0.5], Slope(x => Tensor.Where(x > 0.0, x.Sqrt(), 0.0), -1, 0, 1));
        Assert.Equal([0.0, 0.0, 0.5], Slope(x => Tensor.Where(x > 0.0, x.Log(), 7.0), -1, 0, 2));
        Assert.Equal([0.0, 0.0, 0.5], Slope(x => Tensor.Where(x <= 0.0, 7.0, x.Log()), -1, 0, 2));
        Assert.Equal([0.0, 1.0], Slope(x => Tensor.Where(x.EqualTo(0.0), 0.0, x.Square() / x), 0, 3));
        Assert.Equal([1.0, 1.0], Slope(x => Tensor.Where(x < 100.0, x, (x * 1000.0).Exp()), 1, 2));
    }

    [Fact]
    public void Nor_when_it_is_deep_or_shared_or_summed_or_differentiated_twice()
    {
        // The infinite slope is some operations below the choice, and its node is used twice, once by another choice.
        Assert.Equal([0.0, 1.0], Slope(
            x =>
            {
                var root = x.Sqrt();
                return Tensor.Where(x > 0.0, (root * 1.5) + (root / 2.0) - 1.0, 0.0) + Tensor.Where(x > 1.0, root, 5.0) - Tensor.Where(x > 1.0, root, 5.0);
            },
            0,
            1));

        // A scalar below a vector choice, a row below a sum, a slice, a transpose.
        Assert.Equal([0.0], Slope(x => Tensor.Where(Tensor.Of([false, false]), x.Sqrt(), 1.0), 0));
        Assert.Equal([0.0, 0.0], Slope(x => Tensor.Where(Tensor.Of([false]), x.Sqrt().Sum(0), 1.0), 0, 4));
        Assert.Equal([0.0, 0.0], Slope(x => Tensor.Where(Tensor.Of([false]), x.Sqrt()[..1], 1.0), 0, 4));
        Assert.Equal([0.0, 0.0], Slope(x => Tensor.Where(Tensor.Of([false]), x.Log().LogSumExp(), 1.0), 0, 4));
        Assert.Equal([0.0, 0.25], Slope(x => Tensor.Where(Tensor.Of([false, true]), x.Sqrt().Reshape(2, 1).Transpose(), 1.0), 0, 4));

        var y = Tensor.Parameter("x", Shape.Scalar);
        var first = Gradient.Of(Tensor.Where(y > 0.0, y.Sqrt(), 0.0), y)[0];
        Assert.Equal([0.0], Run(Gradient.Of(first, y)[0], 0));
        Assert.Equal([-0.25], Run(Gradient.Of(first, y)[0], 1));
    }

    [Fact]
    public void Nor_along_a_hidden_axis()
    {
        var axis = new Axis("particles", 2, AxisRole.Particle);
        var x = Tensor.Parameter("x", Shape.Scalar);
        var y = Tensor.Where(Tensor.Of([false, false]).ToAxis(axis), x.Sqrt(), 1.0);
        Assert.Equal([0.0], Run(Gradient.Of(y.SumOver(Axes.Of(axis)), x)[0], 0));
    }

    [Fact]
    public void The_loser_of_an_extreme_never_touches_the_derivative()
    {
        Assert.Equal([0.0, 0.5], Slope(x => Tensor.Max(x.Log(), -100.0), 0, 2));
        Assert.Equal([0.0, -0.25], Slope(x => Tensor.Min(-x.Sqrt(), -1.0), 0, 4));
    }

    [Fact]
    public void LogSumExp_takes_infinities()
    {
        Assert.Equal(-Inf, Tensor.Vector(-Inf, -Inf).LogSumExp().ToDouble());
        Assert.Equal(3.0, Tensor.Vector(-Inf, 3).LogSumExp().ToDouble());
        Assert.Equal(Inf, Tensor.Vector(Inf, 3).LogSumExp().ToDouble());
        Assert.Equal(NaN, Tensor.Vector(NaN, Inf).LogSumExp().ToDouble());
        Assert.Equal(-Inf, Tensor.Zeros(Shape.Of(0)).LogSumExp().ToDouble());
        Assert.Equal([0.0, 1.0], Slope(x => x.LogSumExp(), -Inf, 3));
        Assert.Equal([0.0, 0.0], Slope(x => x.LogSumExp(), -Inf, -Inf));
    }

    [Fact]
    public void The_derivative_of_a_product_is_right_where_factors_are_zero()
    {
        Assert.Equal([0.0, 6.0, 0.0], Slope(x => x.Prod(), 2, 0, 3));
        Assert.Equal([0.0, 0.0, 0.0], Slope(x => x.Prod(), 0, 0, 3));
        Assert.Equal([12.0, 8.0, 6.0], Slope(x => x.Prod(), 2, 3, 4));
    }

    [Fact]
    public void Powers_at_zero_have_their_derivatives()
    {
        Assert.Equal([0.0, 1.0, 0.0, 0.0], Slope(x => x.Pow(Tensor.Vector(0, 1, 2, 3)), 0, 0, 0, 0));
        Assert.Equal([0.0, 0.0], Slope(y => Tensor.Scalar(0.0).Pow(y), 1, 2));
        Assert.Equal([0.0, 1.0, 0.0], Slope(x => Tensor.Where(x > 0.0, x.Pow(1.5) / 1.5, 0.0), 0, 1, -1));
    }

    private static double[] Slope(Func<Tensor, Tensor> f, params double[] at)
    {
        var x = Tensor.Parameter("x", Shape.Of(at.Length));
        return Run(Gradient.Of(f(x).Sum(), x)[0], at);
    }

    private static double[] Run(Tensor output, params double[] at)
    {
        var x = Tensor.Parameter("x", at.Length == 1 && output.Shape.Rank == 0 ? Shape.Scalar : Shape.Of(at.Length));
        return ManagedEngine.Default.Compile([output], [x]).Run(Bindings.Empty.With("x", Tensor.Of(x.Shape, at)))[0].ToArray();
    }
}
