using System.Numerics;

namespace DiffProb;

/// <summary>Special functions, elementwise.</summary>
public static class Special
{
    private static readonly double RootHalf = Math.Sqrt(0.5);

    /// <summary>Error function 2/√π ∫₀ˣ exp(-t²) dt, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Erf(this Tensor x) => Unary.Node(new ErrorFunction(), x);

    /// <summary>1 - erf x, elementwise, exact in the right tail.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Erfc(this Tensor x) => Unary.Node(new ErrorFunctionComplement(), x);

    /// <summary>exp(x²) erfc x, elementwise, finite where erfc underflows.</summary>
    /// <param name="x">Any tensor; +∞ below -26.6.</param>
    public static Tensor Erfcx(this Tensor x) => Unary.Node(new ScaledErrorFunctionComplement(), x);

    /// <summary>Inverse of erf, elementwise.</summary>
    /// <param name="y">In [-1, 1].</param>
    public static Tensor ErfInv(this Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return Probabilities.IsComplement(y, out var q) ? -(RootHalf * (0.5 * q).Ndtri()) : Unary.Node(new InverseErrorFunction(), y);
    }

    /// <summary>Φ(x), the probability that a standard normal is at most x, elementwise. Its logarithm and 1 - Φ are exact in the tails.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Ndtr(this Tensor x) => Unary.Node(new NormalCdf(), x);

    /// <summary>log Φ(x), elementwise, exact far into both tails.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor LogNdtr(this Tensor x) => Unary.Node(new LogNormalCdf(), x);

    /// <summary>Inverse of Φ, elementwise: the standard normal quantile. It is exact in the right tail where p is formed as 1 - q.</summary>
    /// <param name="p">In [0, 1].</param>
    public static Tensor Ndtri(this Tensor p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return Probabilities.IsComplement(p, out var q) ? -q.Ndtri()
            : p.Operation.Logarithm(p) is { } log ? Unary.Node(new NormalQuantileOfLog(), log)
            : Unary.Node(new NormalQuantile(), p);
    }

    /// <summary>log |Γ(x)|, elementwise.</summary>
    /// <param name="x">Any tensor; poles at 0, -1, -2, …</param>
    public static Tensor LogGamma(this Tensor x) => Unary.Node(new LogGammaFunction(), x);

    /// <summary>Derivative of log Γ, elementwise.</summary>
    /// <param name="x">Any tensor; poles at 0, -1, -2, …</param>
    public static Tensor Digamma(this Tensor x) => Polygamma(x, 0);

    /// <summary>Derivative of order n of digamma, elementwise.</summary>
    /// <param name="x">Positive (order 0: any).</param>
    /// <param name="order">0 for digamma, 1 for trigamma, …</param>
    public static Tensor Polygamma(this Tensor x, int order) => Unary.Node(new PolygammaFunction(order), x);
}

internal sealed record ErrorFunction : VectorUnary<VectorFunctions.Erf>
{
    internal static readonly double TwoOverRootPi = 2.0 / Math.Sqrt(Math.PI);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * Slope(output.Inputs[0]);

    internal static Tensor Slope(Tensor x) => TwoOverRootPi * (-x.Square()).Exp();

    public override Tensor Complement(Tensor output) => output.Inputs[0].Erfc();

    public override Tensor Logarithm(Tensor output) => Unary.Node(new LogErrorFunction(), output.Inputs[0]);
}

internal sealed record ErrorFunctionComplement : VectorUnary<VectorFunctions.Erfc>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint * ErrorFunction.Slope(output.Inputs[0]));

    public override Tensor Complement(Tensor output) => output.Inputs[0].Erf();

    public override Tensor Logarithm(Tensor output) => Unary.Node(new LogErrorFunctionComplement(), output.Inputs[0]);
}

internal sealed record LogErrorFunction : VectorUnary<VectorFunctions.LogErf>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * ErrorFunction.Slope(output.Inputs[0]) / output.Inputs[0].Erf();
}

/// <summary>Its derivative through erfcx, which neither underflows nor cancels.</summary>
internal sealed record LogErrorFunctionComplement : VectorUnary<VectorFunctions.LogErfc>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        -(adjoint * ErrorFunction.TwoOverRootPi / output.Inputs[0].Erfcx());
}

internal sealed record ScaledErrorFunctionComplement : VectorUnary<VectorFunctions.Erfcx>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * ((2.0 * output.Inputs[0] * output) - ErrorFunction.TwoOverRootPi);
}

internal sealed record InverseErrorFunction : VectorUnary<VectorFunctions.ErfInv>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Square().Exp() / ErrorFunction.TwoOverRootPi;

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].ErfInv();
}

internal sealed record NormalCdf : VectorUnary<VectorFunctions.Ndtr>
{
    private static readonly double RootTwoPi = Math.Sqrt(2.0 * Math.PI);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * Density(output.Inputs[0]);

    public override Tensor Logarithm(Tensor output) => output.Inputs[0].LogNdtr();

    public override Tensor Complement(Tensor output) => (-output.Inputs[0]).Ndtr();

    internal static Tensor Density(Tensor x) => (-0.5 * x.Square()).Exp() / RootTwoPi;
}

internal sealed record LogNormalCdf : VectorUnary<VectorFunctions.LogNdtr>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * Unary.Node(new NormalHazard(), output.Inputs[0]);
}

/// <summary>φ(x) / Φ(x) through erfcx, which neither underflows nor cancels.</summary>
internal sealed record NormalHazard : VectorUnary<VectorFunctions.NormalHazard>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        -adjoint * output * Unary.Node(new NormalExcessFunction(), output.Inputs[0]);
}

internal sealed record NormalQuantile : VectorUnary<VectorFunctions.Ndtri>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint / NormalCdf.Density(output);

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].Ndtri();
}

/// <summary>The quantile of a probability given by its logarithm; its derivative Φ/φ through erfcx.</summary>
internal sealed record NormalQuantileOfLog : VectorUnary<VectorFunctions.NdtriLog>
{
    private static readonly double RootHalf = Math.Sqrt(0.5);
    private static readonly double RootHalfPi = Math.Sqrt(0.5 * Math.PI);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * (RootHalfPi * (-RootHalf * output).Erfcx());
}

internal sealed record LogGammaFunction : VectorUnary<VectorFunctions.LogGamma>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Digamma();
}

/// <summary>Vector code up to order 3, one number after the other above.</summary>
internal sealed record PolygammaFunction(int Order) : Unary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Polygamma(Order + 1);

    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat()
        ? Order switch
        {
            0 => (LaneFunction)VectorFunctions.Digamma.Of,
            1 => (LaneFunction)VectorFunctions.Trigamma.Of,
            2 => (LaneFunction)VectorFunctions.Tetragamma.Of,
            3 => (LaneFunction)VectorFunctions.Pentagamma.Of,
            _ => null,
        }
        : null;

    protected override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        switch (Order)
        {
            case 0: VectorLoop.Run<VectorFunctions.Digamma, T>(x, y); break;
            case 1: VectorLoop.Run<VectorFunctions.Trigamma, T>(x, y); break;
            case 2: VectorLoop.Run<VectorFunctions.Tetragamma, T>(x, y); break;
            case 3: VectorLoop.Run<VectorFunctions.Pentagamma, T>(x, y); break;
            default: OneByOne(x, y); break;
        }
    }

    private void OneByOne<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = T.CreateTruncating(Polygamma.Of(Order, double.CreateTruncating(x[i])));
        }
    }
}
