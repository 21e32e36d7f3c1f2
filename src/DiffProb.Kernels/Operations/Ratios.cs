namespace DiffProb;

/// <summary>Quotients and logarithms of quotients that keep their digits, and their derivatives, where the plain formula has none.</summary>
internal static class Ratios
{
    /// <summary>log(x / y), elementwise, exact for nearly equal numbers; of what is an exponential, in its exponent.</summary>
    /// <param name="x">At least 0.</param>
    /// <param name="y">Positive.</param>
    public static Tensor LogRatio(Tensor x, Tensor y) =>
        x.Operation.Logarithm(x) is { } log ? log - y.Log() : Binary.Node(new LogRatioFunction(), x, y);

    /// <summary>log(1 + x²), elementwise, without overflow.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Log1pSquare(this Tensor x) => Unary.Node(new Log1pSquareFunction(), x);

    /// <summary>log(1 + ξz) / ξ, elementwise: z at ξ = 0, and differentiable there to any order. Its inverse is <see cref="Expm1Scaled"/>.</summary>
    /// <param name="concentration">ξ.</param>
    /// <param name="z">At least 0; +∞ where ξz is at most -1.</param>
    public static Tensor Log1pScaled(Tensor concentration, Tensor z) => Binary.Node(new Log1pScaled(), concentration, z);

    /// <summary>(exp(ξe) - 1) / ξ, elementwise: e at ξ = 0, and differentiable there to any order.</summary>
    /// <param name="concentration">ξ.</param>
    /// <param name="e">At least 0.</param>
    public static Tensor Expm1Scaled(Tensor concentration, Tensor e) => Binary.Node(new Expm1Scaled(), concentration, e);

    /// <summary>The smaller of x / y and 1, elementwise; 1 where both are 0.</summary>
    /// <param name="x">At least 0.</param>
    /// <param name="y">At least 0.</param>
    public static Tensor Fraction(Tensor x, Tensor y) => Binary.Node(new Fraction(), x, y);
}

internal sealed record LogRatioFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        input == 0 ? adjoint / output.Inputs[0] : -(adjoint / output.Inputs[1]);

    public override Tensor Rebuild(Tensor[] inputs) => Ratios.LogRatio(inputs[0], inputs[1]);

    protected override double Value(double a, double b) => LogRatio.Of(a, b);
}

internal sealed record Log1pSquareFunction : VectorUnary<VectorFunctions.Log1pSquare>
{
    private const double Large = 1e15; // from here 1 is below a rounding

    // 2x / (1 + x²), and 2 / x where the square may overflow.
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var x = output.Inputs[0];
        var isLarge = x.Abs() > Large;
        var near = Tensor.Where(isLarge, 0.0, x);
        return adjoint * Tensor.Where(isLarge, 2.0 / x, 2.0 * near / (1.0 + near.Square()));
    }
}

internal sealed record Log1pScaled : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (concentration, z) = (output.Inputs[0], output.Inputs[1]);
        return input == 0
            ? adjoint * (z * (z * Unary.Node(new Log1pRatioFunction(1), concentration * z)))
            : adjoint / (1.0 + (concentration * z));
    }

    protected override double Value(double a, double b) =>
        a * b <= -1.0 ? double.PositiveInfinity : double.IsPositiveInfinity(b) ? b : b * Log1pRatio.Of(0, a * b);
}

internal sealed record Expm1Scaled : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (concentration, e) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? e * (e * Unary.Node(new Expm1RatioFunction(1), concentration * e)) : (concentration * e).Exp());
    }

    protected override double Value(double a, double b) =>
        !double.IsPositiveInfinity(b) ? b * Expm1Ratio.Of(0, a * b) : a < 0.0 ? -1.0 / a : b;
}

/// <summary>Derivative of some order of log(1 + t) / t.</summary>
internal sealed record Log1pRatioFunction(int Order) : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * Unary.Node(new Log1pRatioFunction(Order + 1), output.Inputs[0]);

    protected override double Value(double x) => Log1pRatio.Of(Order, x);
}

/// <summary>Derivative of some order of (eᵗ - 1) / t.</summary>
internal sealed record Expm1RatioFunction(int Order) : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * Unary.Node(new Expm1RatioFunction(Order + 1), output.Inputs[0]);

    protected override double Value(double x) => Expm1Ratio.Of(Order, x);
}

/// <summary>min(x / y, 1) with 0 / 0 = 1; at the kink, where x = y, each side gives half of its derivative.</summary>
internal sealed record Fraction : Binary
{
    protected override bool NeedsFloat => true;

    public override Dependence DependsOn(int input) => Dependence.Kinked;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (x, y) = (output.Inputs[0], output.Inputs[1]);
        var slope = input == 0 ? adjoint / y : -(adjoint * output / y);
        return Tensor.Where(Takes(input, output), Tensor.Where(x.EqualTo(y), 0.5 * slope, slope), 0.0);
    }

    // Written with the loser's win, so that a NaN passes its adjoint on.
    public override Tensor Takes(int input, Tensor output) => !((output.Inputs[0] > output.Inputs[1]) | output.Inputs[1].EqualTo(0.0));

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var i = 0; i < a.Length; i++)
        {
            y[i] = a[i] >= b[i] ? T.One : a[i] / b[i];
        }
    }
}
