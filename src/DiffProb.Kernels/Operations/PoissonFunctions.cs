namespace DiffProb;

/// <summary>Functions of the Poisson distribution that have no closed form, elementwise.</summary>
internal static class PoissonFunctions
{
    /// <summary>Entropy in nats, differentiable to any order.</summary>
    /// <param name="rate">At least 0.</param>
    public static Tensor Entropy(Tensor rate) => Unary.Node(new PoissonEntropyFunction(0), rate);

    /// <summary>The smallest count whose cdf reaches p; exact far into the right tail where p is formed as 1 - q.</summary>
    /// <param name="p">In [0, 1].</param>
    /// <param name="rate">At least 0.</param>
    public static Tensor Quantile(Tensor p, Tensor rate) => Probabilities.IsComplement(p, out var q)
        ? Binary.Node(new PoissonQuantileFunction(false), q, rate)
        : Binary.Node(new PoissonQuantileFunction(true), p, rate);
}

/// <summary>Derivative of some order of the entropy.</summary>
internal sealed record PoissonEntropyFunction(int Order) : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * Unary.Node(new PoissonEntropyFunction(Order + 1), output.Inputs[0]);

    protected override double Value(double x) => PoissonEntropy.Of(Order, x);
}

internal sealed record PoissonQuantileFunction(bool IsLower) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Step;

    protected override double Value(double a, double b) => IsLower ? PoissonQuantile.Of(a, b) : PoissonQuantile.OfComplement(a, b);
}
