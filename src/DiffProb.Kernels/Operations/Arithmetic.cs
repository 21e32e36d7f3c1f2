using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Sums, products, powers, extremes: elementwise, with NumPy broadcasting.</summary>
public static class Arithmetic
{
    internal static Tensor Add(Tensor a, Tensor b) =>
        IsLiteral(a, 0) ? Keep(b, a) : IsLiteral(b, 0) ? Keep(a, b) : Binary.Node(new Add(), a, b);

    internal static Tensor Subtract(Tensor a, Tensor b) =>
        IsLiteral(b, 0) ? Keep(a, b)
        : IsLiteral(a, 1) && b.Operation.Complement(b) is { } complement ? complement
        : Binary.Node(new Subtract(), a, b);

    internal static Tensor Multiply(Tensor a, Tensor b) =>
        IsLiteral(a, 1) ? Keep(b, a) : IsLiteral(b, 1) ? Keep(a, b) : Binary.Node(new Multiply(), a, b);

    internal static Tensor Divide(Tensor a, Tensor b) =>
        IsLiteral(b, 1) ? Keep(a, b) : Binary.Node(new Divide(), a, b);

    internal static Tensor Negate(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Operation is Negate ? a.Inputs[0] : Tensor.Create(new Negate(), a.DType == DType.Bool ? a.Cast(DType.Int64) : a);
    }

    internal static Tensor Power(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return IsLiteral(y, 2) ? x.Square()
            : IsLiteral(y, 1) ? Keep(x, y)
            : IsLiteral(y, 3) ? x.Square() * x
            : IsLiteral(y, 0.5) ? x.Sqrt()
            : IsLiteral(y, -1) ? 1.0 / x
            : Binary.Node(new Power(), x, y);
    }

    internal static Tensor Maximum(Tensor a, Tensor b) => Binary.Node(new Maximum(), a, b);

    internal static Tensor Minimum(Tensor a, Tensor b) => Binary.Node(new Minimum(), a, b);

    /// <summary>x², elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Square(this Tensor x) => Multiply(x, x);

    /// <summary>Absolute value, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Abs(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Int64 ? Maximum(x, -x) : Unary.Node(new Abs(), x);
    }

    /// <summary>xʸ, elementwise.</summary>
    /// <param name="x">Base; negative only where y is whole.</param>
    /// <param name="y">Exponent.</param>
    public static Tensor Pow(this Tensor x, Tensor y) => Power(x, y);

    /// <summary>The value moved into [low, high], elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    public static Tensor Clamp(this Tensor x, Tensor low, Tensor high) => Minimum(Maximum(x, low), high);

    private static bool IsLiteral(Tensor t, double value) =>
        t?.Operation is Constant { IsLiteral: true, Storage.Length: 1 } constant && constant.Storage.ToDoubles()[0] == value;

    // The literal may still decide the type: 1.0 * count is a float.
    private static Tensor Keep(Tensor x, Tensor literal)
    {
        ArgumentNullException.ThrowIfNull(x);
        var type = Elementwise.Promote(false, x, literal)[0].DType;
        return x.Cast(type == DType.Bool ? DType.Int64 : type);
    }
}

internal sealed record Add : Binary
{
    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint;

    internal override Delegate? Lanes(Tensor node) => node.DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.Add,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.AddWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);
}

internal sealed record Subtract : Binary
{
    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor? Logarithm(Tensor output) => Probabilities.IsComplement(output, out var rest) ? (-rest).Log1p() : null;

    public override Tensor? Complement(Tensor output) => Probabilities.IsComplement(output, out var rest) ? rest : null;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => input == 0 ? adjoint : -adjoint;

    public override Tensor Rebuild(Tensor[] inputs) => Arithmetic.Subtract(inputs[0], inputs[1]);

    internal override Delegate? Lanes(Tensor node) => node.DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.Subtract,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.SubtractWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);
}

internal sealed record Multiply : Binary
{
    public override bool IsProduct => true;

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[1 - input];

    internal override Delegate? Lanes(Tensor node) => node.DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.Multiply,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.MultiplyWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);
}

internal sealed record Divide : Binary
{
    protected override bool NeedsFloat => true;

    public override bool IsProduct => true;

    public override Dependence DependsOn(int input) => input == 0 ? Dependence.Affine : Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        input == 0 ? adjoint / output.Inputs[1] : -(adjoint * output / output.Inputs[1]);

    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunctionOfTwo)Vector512.Divide : null;

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);
}

internal sealed record Negate : Elementwise
{
    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor? Complement(Tensor output) =>
        output.Inputs[0].Operation is Expm1Function ? output.Inputs[0].Inputs[0].Exp() : null;

    public override Tensor? Logarithm(Tensor output) =>
        output.Inputs[0].Operation is Expm1Function ? output.Inputs[0].Inputs[0].Log1mExp() : null;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -adjoint;

    public override Tensor Rebuild(Tensor[] inputs) => Arithmetic.Negate(inputs[0]);

    internal override Delegate? Lanes(Tensor node) => node.DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunction)Vector512.Negate,
        DType.Int64 => (LaneFunction)LaneFunctions.NegateWhole,
        _ => null,
    };

    internal override void Compute(ref ElementCall call)
    {
        switch (call.Output.DType)
        {
            case DType.Float64: TensorPrimitives.Negate(call.In<double>(0), call.Out<double>()); break;
            case DType.Float32: TensorPrimitives.Negate(call.In<float>(0), call.Out<float>()); break;
            default: TensorPrimitives.Negate(call.In<long>(0), call.Out<long>()); break;
        }
    }
}

/// <summary>xʸ. Smooth inside its domain (x &gt; 0, or y whole).</summary>
internal sealed record Power : VectorBinary<VectorFunctions.Power>
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (x, y) = (output.Inputs[0], output.Inputs[1]);

        // x ** 0 is constant, also at 0 and infinity; and 0 ** y has derivative 0 in y, where log x is -∞.
        return input == 0
            ? adjoint * Tensor.Where(y.EqualTo(0.0), 0.0, y * x.Pow(y - 1.0))
            : adjoint * Tensor.Where(x.EqualTo(0.0), 0.0, output * Tensor.Where(x.EqualTo(0.0), 1.0, x).Log());
    }
}

/// <summary>Larger of two; at a tie each takes half of the derivative, as in PyTorch.</summary>
internal sealed record Maximum : Binary
{
    public override Dependence DependsOn(int input) => Dependence.Kinked;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => Share(output.Inputs[input], output.Inputs[1 - input], adjoint);

    public override Tensor Takes(int input, Tensor output) => !(output.Inputs[1 - input] > output.Inputs[input]);

    // Written with the loser's win, so that a NaN passes its adjoint on.
    internal static Tensor Share(Tensor winner, Tensor loser, Tensor adjoint) =>
        Tensor.Where(loser > winner, 0.0, Tensor.Where(winner.EqualTo(loser), 0.5 * adjoint, adjoint));

    internal override Delegate? Lanes(Tensor node) => node.DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.Max,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.MaxWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);
}

/// <summary>Smaller of two; at a tie each takes half of the derivative, as in PyTorch.</summary>
internal sealed record Minimum : Binary
{
    public override Dependence DependsOn(int input) => Dependence.Kinked;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => Maximum.Share(-output.Inputs[input], -output.Inputs[1 - input], adjoint);

    public override Tensor Takes(int input, Tensor output) => !(output.Inputs[input] > output.Inputs[1 - input]);

    internal override Delegate? Lanes(Tensor node) => node.DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.Min,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.MinWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);
}

internal sealed record Abs : Unary
{
    public override Dependence DependsOn(int input) => Dependence.Kinked;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Sign();

    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunction)Vector512.Abs : null;

    protected override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Abs(x, y);
}
