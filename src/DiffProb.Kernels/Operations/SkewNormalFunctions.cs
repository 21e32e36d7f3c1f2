namespace DiffProb;

/// <summary>Functions of the standard skew normal law, elementwise.</summary>
internal static class SkewNormalFunctions
{
    private static readonly double HalfLogTwoPiE = 0.5 * (Math.Log(2.0 * Math.PI) + 1.0);

    /// <summary>Probability of at most z, with its complement and the logarithms of both, exact in both tails.</summary>
    /// <param name="z">Any number.</param>
    /// <param name="alpha">Shape: negative for a long left tail, positive for a long right one.</param>
    public static Tensor Cdf(Tensor z, Tensor alpha)
    {
        var (below, above) = (Log(z, alpha), Log(-z, -alpha));
        return Probabilities.WithTails(below.Exp(), above.Exp(), below, above);
    }

    /// <summary>Entropy in nats: that of the normal, less log 2, and - E log Φ(α Z) back.</summary>
    /// <param name="alpha">Shape.</param>
    public static Tensor Entropy(Tensor alpha) => HalfLogTwoPiE - Math.Log(2.0) + Unary.Node(new SkewNormalShare(), alpha);

    private static Tensor Log(Tensor z, Tensor alpha) => Binary.Node(new LogSkewNormalCdf(), z, alpha);
}

/// <summary>log P(Z ≤ z) of z and α.</summary>
internal sealed record LogSkewNormalCdf : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * Node(new SkewNormalSlope(input), output.Inputs[0], output.Inputs[1]);

    protected override double Value(double a, double b) => new SkewNormalTail(a, b).Log;
}

/// <summary>Derivative of log P(Z ≤ z) in z or in α. Its own are those of the two densities, φ(z) Φ(α z) and φ(z) φ(α z) / (1 + α²), over the probability.</summary>
internal sealed record SkewNormalSlope(int Of) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (z, alpha) = (output.Inputs[0], output.Inputs[1]);
        var hazard = Unary.Node(new NormalHazard(), alpha * z);
        var density = (Of, input) switch
        {
            (0, 0) => (alpha * hazard) - z,
            (0, _) => z * hazard,
            (_, 0) => -z * (1.0 + alpha.Square()),
            _ => -alpha * (z.Square() + (2.0 / (1.0 + alpha.Square()))),
        };
        return adjoint * output * (density - Node(new SkewNormalSlope(input), z, alpha));
    }

    protected override double Value(double a, double b)
    {
        var tail = new SkewNormalTail(a, b);
        return Of == 0 ? tail.Slope : tail.ShapeSlope;
    }
}

/// <summary>-E log Φ(α Z), Z skew normal of shape α. With δ² = α² / (1 + α²), by Stein's identity it falls by 2 δ E λ(δ U) / ((1 + α²) √(2π)), U normal and λ = φ / Φ.</summary>
internal sealed record SkewNormalShare : DoubleUnary
{
    private static readonly double Height = 2.0 / Math.Sqrt(2.0 * Math.PI);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var alpha = output.Inputs[0];
        var isLarge = alpha.Abs() > 1.0;
        var inverse = 1.0 / Tensor.Where(isLarge, alpha, 1.0);
        var near = Tensor.Where(isLarge, 0.0, alpha);
        var root = (1.0 + inverse.Square()).Sqrt();
        var sine = Tensor.Where(isLarge, Tensor.Where(alpha > 0.0, 1.0, -1.0) / root, near / (1.0 + near.Square()).Sqrt());
        var cosine2 = Tensor.Where(isLarge, (inverse / root).Square(), 1.0 / (1.0 + near.Square()));
        return -adjoint * Height * sine * cosine2 * Node(new NormalHazardMean(0), sine);
    }

    protected override double Value(double x) => SkewNormalEntropy.Share(x);
}

/// <summary>E of the derivative of some order of φ / Φ at δ U, U standard normal.</summary>
internal sealed record NormalHazardMean(int Order) : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * output.Inputs[0] * Node(new NormalHazardMean(Order + 2), output.Inputs[0]);

    protected override double Value(double x) => SkewNormalEntropy.HazardMean(Order, x);
}
