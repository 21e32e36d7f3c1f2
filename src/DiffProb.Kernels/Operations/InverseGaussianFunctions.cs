namespace DiffProb;

/// <summary>Functions of the inverse Gaussian law, elementwise.</summary>
internal static class InverseGaussianFunctions
{
    private static readonly double HalfLogTwoPiE = 0.5 * (Math.Log(2.0 * Math.PI) + 1.0);

    /// <summary>E log X = log μ - exp(x) E₁(x) at x = 2λ/μ.</summary>
    /// <param name="loc">Mean, positive.</param>
    /// <param name="concentration">Positive.</param>
    public static Tensor MeanLog(Tensor loc, Tensor concentration) =>
        loc.Log() - Unary.Node(new ScaledExponentialIntegral(0), 2.0 * (concentration / loc));

    /// <summary>Entropy in nats.</summary>
    /// <param name="loc">Mean, positive.</param>
    /// <param name="concentration">Positive.</param>
    public static Tensor Entropy(Tensor loc, Tensor concentration) =>
        HalfLogTwoPiE - (0.5 * concentration.Log()) + (1.5 * MeanLog(loc, concentration));

    /// <summary>Probability of at most x, with its complement and the logarithms of both, exact in both tails.</summary>
    /// <param name="loc">Mean, positive.</param>
    /// <param name="concentration">Positive.</param>
    /// <param name="x">Positive.</param>
    public static Tensor Cdf(Tensor loc, Tensor concentration, Tensor x)
    {
        Tensor Log(bool isAbove) => Tensor.Create(new LogInverseGaussianTail(isAbove), Elementwise.Promote(true, loc, concentration, x));
        var (below, above) = (Log(false), Log(true));
        return Probabilities.WithTails(below.Exp(), above.Exp(), below, above);
    }
}

/// <summary>log P(X ≤ x), or log P(X > x), of mean μ, concentration λ and x.</summary>
internal sealed record LogInverseGaussianTail(bool IsAbove) : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var ratio = Tensor.Create(new InverseGaussianRatio(IsAbove), output.Inputs.ToArray());
        var moved = adjoint * ratio * InverseGaussianRatio.Slope(input, output.Inputs.ToArray());
        return IsAbove ? -moved : moved;
    }

    protected override double Value(double a, double b, double x) => InverseGaussianTail.At(a, b, x).Log(IsAbove);
}

/// <summary>φ(a) / P(X ≤ x), or over P(X > x), with a = √(λ/x) (x - μ) / μ.</summary>
internal sealed record InverseGaussianRatio(bool IsAbove) : DoubleTernary
{
    private static readonly double RootHalf = Math.Sqrt(0.5);
    private static readonly double RootHalfPi = Math.Sqrt(0.5 * Math.PI);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var inputs = output.Inputs.ToArray();
        var (loc, concentration, x) = (inputs[0], inputs[1], inputs[2]);
        var root = (concentration / x).Sqrt();
        var a = root * ((x - loc) / loc);
        var moved = input switch
        {
            0 => -root * (x / loc) / loc,
            1 => 0.5 * a / concentration,
            _ => 0.5 * root * ((x + loc) / loc) / x,
        };
        var slope = output * Slope(input, inputs);
        return -adjoint * output * ((a * moved) + (IsAbove ? -slope : slope));
    }

    /// <summary>dF / d input over φ(a): with b = √(λ/x) (x + μ) / μ and R = Φ(-b) / φ(b), -2 λ R / μ², then a μ / (λ (x + μ)) - 2 (1 - b R) / (b μ), and √(λ/x³).</summary>
    public static Tensor Slope(int input, Tensor[] inputs)
    {
        var (loc, concentration, x) = (inputs[0], inputs[1], inputs[2]);
        var root = (concentration / x).Sqrt();
        if (input == 2)
        {
            return root / x;
        }

        var (a, b) = (root * ((x - loc) / loc), root * ((x + loc) / loc));
        var rest = RootHalfPi * (RootHalf * b).Erfcx();
        return input == 0
            ? -2.0 * (concentration / loc) * rest / loc
            : (a * (loc / (x + loc)) / concentration) - (2.0 * rest * Unary.Node(new NormalExcessFunction(), -b) / b / loc);
    }

    protected override double Value(double a, double b, double x) => InverseGaussianTail.At(a, b, x).Ratio(IsAbove);
}

/// <summary>∫₀^∞ tⁿ exp(-x t) / (1 + t) dt: eˣ E₁(x) for order 0, and each order minus the derivative of the one before.</summary>
internal sealed record ScaledExponentialIntegral(int Order) : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        -adjoint * Unary.Node(new ScaledExponentialIntegral(Order + 1), output.Inputs[0]);

    protected override double Value(double x) => ExponentialIntegral.Scaled(Order, x);
}
