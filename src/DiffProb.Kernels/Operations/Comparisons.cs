using System.Numerics;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Comparisons, logic and the choice between tensors, elementwise.</summary>
public static class Comparisons
{
    /// <summary>Equal, elementwise: Bool.</summary>
    /// <param name="a">Any tensor.</param>
    /// <param name="b">Any tensor.</param>
    public static Tensor EqualTo(this Tensor a, Tensor b) => Compare(new Equal(), a, b);

    /// <summary>Different, elementwise: Bool.</summary>
    /// <param name="a">Any tensor.</param>
    /// <param name="b">Any tensor.</param>
    public static Tensor NotEqualTo(this Tensor a, Tensor b) => Not(a.EqualTo(b));

    internal static Tensor Greater(Tensor a, Tensor b) => Compare(new Greater(), a, b);

    internal static Tensor GreaterOrEqual(Tensor a, Tensor b) => Compare(new GreaterOrEqual(), a, b);

    internal static Tensor And(Tensor a, Tensor b) => Tensor.Create(new And(), Truth(a), Truth(b));

    internal static Tensor Or(Tensor a, Tensor b) => Not(And(Not(a), Not(b)));

    internal static Tensor Not(Tensor a) => Tensor.Create(new Not(), Truth(a));

    internal static Tensor Where(Tensor condition, Tensor ifTrue, Tensor ifFalse)
    {
        ArgumentNullException.ThrowIfNull(ifTrue);
        ArgumentNullException.ThrowIfNull(ifFalse);
        var branches = Elementwise.Promote(false, ifTrue, ifFalse);
        return Tensor.Create(new Where(), Truth(condition), branches[0], branches[1]);
    }

    private static Tensor Compare(Comparison operation, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Tensor.Create(operation, Elementwise.Promote(false, a, b));
    }

    private static Tensor Truth(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return t.DType == DType.Bool ? t : throw Errors.NotBool(t);
    }
}

/// <summary>A test of two numbers of one type.</summary>
internal abstract record Comparison : Elementwise
{
    public sealed override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Bool;

    public sealed override Dependence DependsOn(int input) => Dependence.Step;

    public sealed override Tensor Rebuild(Tensor[] inputs) => Tensor.Create(this, Promote(false, inputs));

    /// <summary>1 where the test holds, else 0.</summary>
    protected abstract void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
        where T : unmanaged, INumber<T>;

    internal sealed override void Compute(ref ElementCall call)
    {
        switch (call.Node.Inputs[0].DType)
        {
            case DType.Float64: Apply(call.In<double>(0), call.In<double>(1), call.Out<byte>()); break;
            case DType.Float32: Apply(call.In<float>(0), call.In<float>(1), call.Out<byte>()); break;
            case DType.Int64: Apply(call.In<long>(0), call.In<long>(1), call.Out<byte>()); break;
            default: Apply(call.In<byte>(0), call.In<byte>(1), call.Out<byte>()); break;
        }
    }
}

internal sealed record Greater : Comparison
{
    internal override Delegate? Lanes(Tensor node) => node.Inputs[0].DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.GreaterThan,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.GreaterWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = a[i] > b[i] ? (byte)1 : (byte)0;
        }
    }
}

internal sealed record GreaterOrEqual : Comparison
{
    internal override Delegate? Lanes(Tensor node) => node.Inputs[0].DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.GreaterThanOrEqual,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.GreaterOrEqualWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = a[i] >= b[i] ? (byte)1 : (byte)0;
        }
    }
}

internal sealed record Equal : Comparison
{
    internal override Delegate? Lanes(Tensor node) => node.Inputs[0].DType switch
    {
        DType.Float64 or DType.Float32 => (LaneFunctionOfTwo)Vector512.Equals,
        DType.Int64 => (LaneFunctionOfTwo)LaneFunctions.EqualWhole,
        _ => null,
    };

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = a[i] == b[i] ? (byte)1 : (byte)0;
        }
    }
}

internal sealed record And : Elementwise
{
    public override Dependence DependsOn(int input) => Dependence.Step;

    internal override Delegate? Lanes(Tensor node) => (LaneFunctionOfTwo)LaneFunctions.And;

    internal override void Compute(ref ElementCall call)
    {
        var a = call.In<byte>(0);
        var b = call.In<byte>(1);
        var y = call.Out<byte>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = (byte)(a[i] & b[i]);
        }
    }
}

internal sealed record Not : Elementwise
{
    public override Dependence DependsOn(int input) => Dependence.Step;

    internal override Delegate? Lanes(Tensor node) => (LaneFunction)LaneFunctions.Not;

    internal override void Compute(ref ElementCall call)
    {
        var a = call.In<byte>(0);
        var y = call.Out<byte>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = (byte)(1 - a[i]);
        }
    }
}

/// <summary>Choice by a condition. The adjoint of the branch not taken is exactly zero, even where it is NaN or infinite.</summary>
internal sealed record Where : Elementwise
{
    public override DType InferType(ReadOnlySpan<Tensor> inputs) => inputs[1].DType;

    public override Dependence DependsOn(int input) => input == 0 ? Dependence.Step : Dependence.Affine;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => input switch
    {
        1 => Tensor.Where(output.Inputs[0], adjoint, 0.0),
        2 => Tensor.Where(output.Inputs[0], 0.0, adjoint),
        _ => null,
    };

    public override Tensor? Takes(int input, Tensor output) => input switch
    {
        1 => output.Inputs[0],
        2 => !output.Inputs[0],
        _ => null,
    };

    public override Tensor Rebuild(Tensor[] inputs) => Tensor.Where(inputs[0], inputs[1], inputs[2]);

    internal override Delegate? Lanes(Tensor node) => (LaneFunctionOfThree)LaneFunctions.Choose;

    internal override void Compute(ref ElementCall call)
    {
        switch (call.Output.DType)
        {
            case DType.Float64: Apply<double>(ref call); break;
            case DType.Float32: Apply<float>(ref call); break;
            case DType.Int64: Apply<long>(ref call); break;
            default: Apply<byte>(ref call); break;
        }
    }

    private static void Apply<T>(ref ElementCall call)
        where T : unmanaged
    {
        var c = call.In<byte>(0);
        var a = call.In<T>(1);
        var b = call.In<T>(2);
        var y = call.Out<T>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = c[i] != 0 ? a[i] : b[i];
        }
    }
}
