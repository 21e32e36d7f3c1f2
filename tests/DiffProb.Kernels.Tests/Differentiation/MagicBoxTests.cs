namespace DiffProb;

/// <summary>The magic box and StopGradient: 1 in value, the score in derivative, to any order.</summary>
public sealed class MagicBoxTests
{
    private const double Theta = 0.3;
    private static readonly Tensor Parameter = Tensor.Parameter("theta", Shape.Scalar);

    [Fact]
    public void Its_value_is_one() => Assert.Equal(1.0, At(LogProb(1).MagicBox()));

    [Fact]
    public void Its_derivative_is_the_score() => Assert.Equal(1 / Theta, At(Derivative(LogProb(1).MagicBox(), 1)), 1e-12);

    [Fact]
    public void Its_second_derivative_is_that_of_the_density_ratio()
    {
        // box(l)'' = l'² + l''; for a Bernoulli that is 1/θ² - 1/θ² = 0 at 1, since p is linear in θ.
        Assert.Equal(0.0, At(Derivative(LogProb(1).MagicBox(), 2)), 1e-9);
        var square = 2.0 * LogProb(1);
        Assert.Equal(2 / (Theta * Theta), At(Derivative(square.MagicBox(), 2)), 1e-9);
        Assert.Equal(0.0, At(Derivative(square.MagicBox(), 3)), 1e-9);
    }

    [Fact]
    public void With_it_an_expectation_has_the_right_derivatives_of_any_order()
    {
        // E f = θ f(1) + (1 - θ) f(0), f(k) = (k + θ)³: enumerated with the probabilities stopped, the boxes carry all of it.
        Tensor F(double k) => (k + Parameter) * (k + Parameter) * (k + Parameter);
        var p = Parameter.StopGradient();
        var estimate = (p * LogProb(1).MagicBox() * F(1)) + ((1.0 - p) * LogProb(0).MagicBox() * F(0));
        var exact = (Parameter * F(1)) + ((1.0 - Parameter) * F(0));
        for (var order = 0; order <= 3; order++)
        {
            Assert.Equal(At(Derivative(exact, order)), At(Derivative(estimate, order)), 1e-9);
        }
    }

    [Fact]
    public void A_stopped_tensor_is_constant_to_every_derivative()
    {
        var y = Parameter.StopGradient() * Parameter;
        Assert.Equal(Theta, At(Derivative(y, 1)), 1e-15);
        Assert.Equal(0.0, At(Derivative(y, 2)), 1e-15);
        Assert.Equal(0.0, At(Derivative((Parameter * Parameter).StopGradient(), 1)));
    }

    [Fact]
    public void A_constant_needs_no_stop() => Assert.Same(Parameter.StopGradient(), Parameter.StopGradient().StopGradient());

    private static Tensor LogProb(int k) => k == 1 ? Parameter.Log() : (1.0 - Parameter).Log();

    private static Tensor Derivative(Tensor y, int order) => order == 0 ? y : Derivative(Gradient.Of(y, Parameter)[0], order - 1);

    private static double At(Tensor output) =>
        ManagedEngine.Default.Compile([output], [Parameter]).Run(Bindings.Empty.With("theta", Theta))[0].ToDouble();
}
