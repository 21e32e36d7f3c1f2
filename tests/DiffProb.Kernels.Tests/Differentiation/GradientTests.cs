namespace DiffProb;

/// <summary>Reverse mode on the graph.</summary>
public sealed class GradientTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Scalar);
    private static readonly Axis Particles = new("particles", 3, AxisRole.Particle);

    [Fact]
    public void Third_derivatives_are_those_of_the_closed_form()
    {
        // f = exp(sin x): f''' = f (cos³ x - 3 sin x cos x - cos x).
        const double at = 0.7;
        var third = Derivative(X.Sin().Exp(), 3);
        var (s, c) = (Math.Sin(at), Math.Cos(at));
        Assert.Equal(Math.Exp(s) * ((c * c * c) - (3 * s * c) - c), At(third, at), 1e-12);
    }

    [Fact]
    public void A_tensor_that_the_output_does_not_depend_on_has_zeros_of_its_shape()
    {
        var other = Tensor.Parameter("other", Shape.Of(2, 3), DType.Float32);
        var gradient = Gradient.Of(X.Exp(), other)[0];
        Assert.Equal(Shape.Of(2, 3), gradient.Shape);
        Assert.Equal(DType.Float32, gradient.DType);
        Assert.Equal(new double[6], gradient.ToArray());
    }

    [Fact]
    public void Inner_nodes_can_be_differentiated_by()
    {
        var inner = X.Exp();
        var gradients = Gradient.Of(inner * inner * X, inner, X);
        Assert.Equal(2 * Math.Exp(0.5) * 0.5, At(gradients[0], 0.5), 1e-14);
        Assert.Equal(Math.Exp(1.0) * 2.0, At(gradients[1], 0.5), 1e-14);
    }

    [Fact]
    public void The_output_itself_has_derivative_one() => Assert.Equal(1.0, Gradient.Of(X, X)[0].ToDouble());

    [Fact]
    public void What_lacks_an_axis_gets_the_sum_over_it()
    {
        var weights = Tensor.Vector(1, 2, 4).ToAxis(Particles);
        var y = (weights * X).SumOver(Axes.Of(Particles));
        Assert.Equal(7.0, Gradient.Of(y, X)[0].ToDouble());

        // Also where the adjoint itself lacks the axis: each of the three uses counts.
        var z = (weights.StopGradient() + X).SumOver(Axes.Of(Particles));
        Assert.Equal(3.0, Gradient.Of(z, X)[0].ToDouble());
        var repeated = X.ExpandAlong(Axes.Of(Particles)).SumOver(Axes.Of(Particles));
        Assert.Equal(3.0, Gradient.Of(repeated, X)[0].ToDouble());
    }

    [Fact]
    public void The_gradient_has_the_type_of_what_it_is_by()
    {
        var single = Tensor.Parameter("single", Shape.Of(2), DType.Float32);
        var gradient = Gradient.Of((single * Tensor.Vector(1.0, 2.0)).Sum(), single)[0];
        Assert.Equal(DType.Float32, gradient.DType);
        Assert.Equal([1.0, 2.0], gradient.ToArray());
    }

    [Fact]
    public void Ties_share_the_derivative()
    {
        Assert.Equal(0.5, At(Gradient.Of(Tensor.Max(X, 1.0), X)[0], 1.0));
        var v = Tensor.Parameter("v", Shape.Of(3));
        var gradient = ManagedEngine.Default.Compile(Gradient.Of(v.Max(), v), [v]).Run(Bindings.Empty.With("v", Tensor.Vector(3, 1, 3)));
        Assert.Equal([0.5, 0.0, 0.5], gradient[0].ToArray());
    }

    /// <summary>A bit of probability e^-x at x = 0: the log of what cannot happen is -∞, its slope infinite, and its weight 0.</summary>
    [Fact]
    public void What_a_zero_wins_over_has_no_derivative()
    {
        var logProb = Tensor.Scalar(1.0).XLogY((-X).Exp()) + Tensor.Scalar(0.0).XLog1pY(-(-X).Exp());
        Assert.Equal(0.0, At(logProb, 0.0));
        Assert.Equal(-1.0, At(Gradient.Of(logProb, X)[0], 0.0));
        Assert.Equal(0.0, At(Gradient.Of(Gradient.Of(logProb, X)[0], X)[0], 0.0));
    }

    private static Tensor Derivative(Tensor y, int order) => order == 0 ? y : Derivative(Gradient.Of(y, X)[0], order - 1);

    private static double At(Tensor output, double x) => ManagedEngine.Default.Compile([output], [X]).Run(Bindings.Empty.With("x", x))[0].ToDouble();
}
