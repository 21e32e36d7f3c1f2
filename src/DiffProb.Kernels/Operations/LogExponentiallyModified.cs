namespace DiffProb;

/// <summary>-k z + k²/2 + log Φ(z - k), elementwise: the density of a normal plus an exponential of rate k, over k.</summary>
/// <remarks>Relative error 1e-13: for z below k the quadratics, which cancel, are taken together.</remarks>
internal sealed record LogExponentiallyModified : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (z, k) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? Node(new ExponentiallyModifiedSlope(), z, k) : -Unary.Node(new NormalExcessFunction(), z - k));
    }

    protected override double Value(double a, double b) => ExponentiallyModifiedTail.LogRest(a, b);
}

/// <summary>φ(t) / Φ(t) - k with t = z - k, elementwise: what is not large is formed as such on both sides of k.</summary>
internal sealed record ExponentiallyModifiedSlope : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (z, k) = (output.Inputs[0], output.Inputs[1]);
        var fall = (output + k) * Unary.Node(new NormalExcessFunction(), z - k);
        return adjoint * (input == 0 ? -fall : fall - 1.0);
    }

    internal static double Of(double z, double k) => z < k ? NormalExcess.Of(z - k) - z : NormalExcess.Hazard(z - k) - k;

    protected override double Value(double a, double b) => Of(a, b);
}

/// <summary>x + φ(x) / Φ(x), elementwise.</summary>
internal sealed record NormalExcessFunction : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * (1.0 - (output * (output - output.Inputs[0])));

    protected override double Value(double x) => NormalExcess.Of(x);
}
