using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Rounding and sign, elementwise: steps, whose derivative is zero almost everywhere.</summary>
public static class Rounding
{
    /// <summary>Largest whole number not above, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Floor(this Tensor x) => Unary.Node(new Floor(), x);

    /// <summary>Smallest whole number not below, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Ceiling(this Tensor x) => -(-x).Floor();

    /// <summary>Nearest whole number, halves to even, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Round(this Tensor x) => Unary.Node(new Round(), x);

    /// <summary>-1, 0 or 1, elementwise; NaN stays NaN.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Sign(this Tensor x) => Unary.Node(new Sign(), x);

    /// <summary>The next number of the type in which it runs, above or below.</summary>
    internal static Tensor Neighbour(this Tensor x, bool isAbove) => Unary.Node(new Neighbour(isAbove), x);

    /// <summary>From 1 to the next number of the type in which it runs: 2⁻⁵², or 2⁻²³ in single precision.</summary>
    internal static Tensor Spacing => Tensor.Literal(1.0).Neighbour(isAbove: true) - 1.0;
}

/// <summary>A piecewise constant function.</summary>
internal abstract record Staircase : Unary
{
    public sealed override Dependence DependsOn(int input) => Dependence.Step;
}

internal sealed record Floor : Staircase
{
    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunction)Vector512.Floor : null;

    protected override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Floor(x, y);
}

internal sealed record Round : Staircase
{
    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunction)Vector512.Round : null;

    protected override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = T.Round(x[i], MidpointRounding.ToEven);
        }
    }
}

internal sealed record Sign : Staircase
{
    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunction)LaneFunctions.Sign : null;

    protected override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = T.IsNaN(x[i]) ? x[i] : T.CreateTruncating(T.Sign(x[i]));
        }
    }
}

/// <summary>The number next to a number: to rounding that number. It is not computed before it is known in which type.</summary>
internal sealed record Neighbour(bool IsAbove) : Unary
{
    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint;

    protected override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = IsAbove ? T.BitIncrement(x[i]) : T.BitDecrement(x[i]);
        }
    }
}
