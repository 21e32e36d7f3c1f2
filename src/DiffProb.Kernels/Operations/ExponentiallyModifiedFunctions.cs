namespace DiffProb;

/// <summary>Functions of a standard normal plus an exponential of rate k, elementwise.</summary>
internal static class ExponentiallyModifiedFunctions
{
    /// <summary>Probability of at most a distance from the centre of the normal, with its complement and the logarithms of both, exact in both tails.</summary>
    /// <param name="distance">Any number.</param>
    /// <param name="scale">Of the normal, positive.</param>
    /// <param name="rate">Of the exponential, positive.</param>
    public static Tensor Cdf(Tensor distance, Tensor scale, Tensor rate)
    {
        Tensor Log(bool isAbove) => Tensor.Create(new LogExponentiallyModifiedTail(isAbove), Elementwise.Promote(true, distance, scale, rate));
        var (below, above) = (Log(false), Log(true));
        return Probabilities.WithTails(below.Exp(), above.Exp(), below, above);
    }

    /// <summary>Entropy in nats, differentiable once.</summary>
    /// <param name="k">Positive.</param>
    public static Tensor Entropy(Tensor k) => Unary.Node(new ExponentiallyModifiedEntropyFunction(false), k);
}

/// <summary>log P(X ≤ x), or log P(X > x), of the distance of x from the centre, scale s and rate r: with z = x / s, k = r s, t = z - k, M = exp(-k z + k²/2) Φ(t) and
/// λ = φ / Φ the probability grows by r M in x, by r M (λ(t) - k) in s, and by s M (t + λ(t)) in r.</summary>
internal sealed record LogExponentiallyModifiedTail(bool IsAbove) : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (scale, rate) = (output.Inputs[1], output.Inputs[2]);
        var (z, k) = (output.Inputs[0] / scale, rate * scale);
        var moved = adjoint * Binary.Node(new ExponentiallyModifiedRatio(IsAbove), z, k) * input switch
        {
            0 => rate,
            1 => rate * Binary.Node(new ExponentiallyModifiedSlope(), z, k),
            _ => scale * Unary.Node(new NormalExcessFunction(), z - k),
        };
        return IsAbove ? -moved : moved;
    }

    protected override double Value(double a, double b, double x) => new ExponentiallyModifiedTail(a / b, x * b).Log(IsAbove);
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
