namespace DiffProb;

/// <summary>Functions of a standard normal plus an exponential of rate k, elementwise.</summary>
internal static class ExponentiallyModifiedFunctions
{
    /// <summary>Probability of at most z, with its complement and the logarithms of both, exact in both tails.</summary>
    /// <param name="z">Any number.</param>
    /// <param name="k">Positive.</param>
    public static Tensor Cdf(Tensor z, Tensor k)
    {
        var (below, above) = (Binary.Node(new LogExponentiallyModifiedTail(false), z, k), Binary.Node(new LogExponentiallyModifiedTail(true), z, k));
        return Probabilities.WithTails(below.Exp(), above.Exp(), below, above);
    }

    /// <summary>Entropy in nats, differentiable once.</summary>
    /// <param name="k">Positive.</param>
    public static Tensor Entropy(Tensor k) => Unary.Node(new ExponentiallyModifiedEntropyFunction(false), k);
}

/// <summary>log P(Z ≤ z), or log P(Z > z), of z and k: with M = exp(-k z + k²/2) Φ(z - k), the probability grows by k M in z and by M (t + φ(t) / Φ(t)) at t = z - k in k.</summary>
internal sealed record LogExponentiallyModifiedTail(bool IsAbove) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (z, k) = (output.Inputs[0], output.Inputs[1]);
        var moved = adjoint * Node(new ExponentiallyModifiedRatio(IsAbove), z, k) * (input == 0 ? k : Unary.Node(new NormalExcessFunction(), z - k));
        return IsAbove ? -moved : moved;
    }

    protected override double Value(double a, double b) => new ExponentiallyModifiedTail(a, b).Log(IsAbove);
}

/// <summary>M over P(Z ≤ z), or over P(Z > z).</summary>
internal sealed record ExponentiallyModifiedRatio(bool IsAbove) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (z, k) = (output.Inputs[0], output.Inputs[1]);
        var share = IsAbove ? -output : output;
        return adjoint * output * (input == 0
            ? Node(new ExponentiallyModifiedSlope(), z, k) - (share * k)
            : -(1.0 + share) * Unary.Node(new NormalExcessFunction(), z - k));
    }

    protected override double Value(double a, double b) => new ExponentiallyModifiedTail(a, b).Ratio(IsAbove);
}

/// <summary>The entropy, or its slope.</summary>
internal sealed record ExponentiallyModifiedEntropyFunction(bool IsSlope) : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => IsSlope
        ? throw Errors.NoSecondDerivativeOfEntropy("ExponentiallyModifiedNormal", "rate × scale")
        : adjoint * Node(this with { IsSlope = true }, output.Inputs[0]);

    protected override double Value(double x) => IsSlope ? ExponentiallyModifiedEntropy.Slope(x) : ExponentiallyModifiedEntropy.Of(x);
}
