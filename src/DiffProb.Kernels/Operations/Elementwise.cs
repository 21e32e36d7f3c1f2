using System.Numerics;

namespace DiffProb;

/// <summary>Contract of operations that compute each element of the result from the elements at its place.</summary>
internal abstract record Elementwise : Operation
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Shape.Broadcast(inputs);

    /// <summary>Computes a run of elements, each from those at its place alone, to the bit; the call has broadcast the inputs to it.</summary>
    internal abstract void Compute(ref ElementCall call);

    internal override void Execute(NodeRun run) => ElementwiseRunner.Run(run);

    /// <summary>The same for eight elements at once, a <see cref="LaneFunction"/> or one of two or three numbers, with the same bits: what loops over
    /// several operations are compiled from. Float32 is computed in Float64 and rounded. Null where there is none for the types of this node.</summary>
    internal virtual Delegate? Lanes(Tensor node) => null;

    /// <summary>The inputs in one type: the widest of them, or Float64 if a float is wanted and none is; literals yield to others.</summary>
    internal static Tensor[] Promote(bool toFloat, params Tensor[] inputs)
    {
        var type = DType.Bool;
        var firm = Array.FindAll(inputs, t => !t.IsLiteral);
        foreach (var input in firm.Length == 0 ? inputs : firm)
        {
            type = DTypes.Promote(type, input.DType);
        }

        foreach (var input in inputs)
        {
            // A float literal makes integers floats; a whole literal makes truth values integers.
            type = input.DType.IsFloat() && type.IsFloat() ? type : DTypes.Promote(type, input.DType);
        }

        type = toFloat && !type.IsFloat() ? DType.Float64 : type;
        return Array.ConvertAll(inputs, t => t.Cast(type));
    }
}

/// <summary>A function of one float.</summary>
internal abstract record Unary : Elementwise
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Rebuild(Tensor[] inputs) => Node(this, inputs[0]);

    protected abstract void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    internal sealed override void Compute(ref ElementCall call)
    {
        if (call.Output.DType == DType.Float64)
        {
            Apply(call.In<double>(0), call.Out<double>());
        }
        else
        {
            Apply(call.In<float>(0), call.Out<float>());
        }
    }

    /// <summary>The node, with integers made Float64.</summary>
    internal static Tensor Node(Unary operation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Create(operation, Promote(true, x));
    }
}

/// <summary>A function of one float that is computed for eight doubles at once; Float32 is rounded from it.</summary>
internal abstract record VectorUnary<TFunction> : Unary
    where TFunction : struct, IVectorFunction
{
    internal sealed override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunction)TFunction.Of : null;

    protected sealed override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => VectorLoop.Run<TFunction, T>(x, y);
}

/// <summary>A function of one float that has an implementation for double only; Float32 is rounded from it.</summary>
internal abstract record DoubleUnary : Unary
{
    protected abstract double Value(double x);

    protected sealed override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = T.CreateTruncating(Value(double.CreateTruncating(x[i])));
        }
    }
}

/// <summary>A function of two numbers of one type.</summary>
internal abstract record Binary : Elementwise
{
    /// <summary>Whether whole numbers are made Float64 first.</summary>
    protected virtual bool NeedsFloat => false;

    public override Tensor Rebuild(Tensor[] inputs) => Node(this, inputs[0], inputs[1]);

    protected abstract void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>;

    internal sealed override void Compute(ref ElementCall call)
    {
        switch (call.Output.DType)
        {
            case DType.Float64: Apply(call.In<double>(0), call.In<double>(1), call.Out<double>()); break;
            case DType.Float32: Apply(call.In<float>(0), call.In<float>(1), call.Out<float>()); break;
            case DType.Int64: Apply(call.In<long>(0), call.In<long>(1), call.Out<long>()); break;
            default: Apply(call.In<byte>(0), call.In<byte>(1), call.Out<byte>()); break;
        }
    }

    /// <summary>The node, with operands promoted to one type; truth values count as 0 and 1.</summary>
    internal static Tensor Node(Binary operation, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var inputs = Promote(operation.NeedsFloat, a, b);
        if (inputs[0].DType == DType.Bool)
        {
            inputs = [inputs[0].Cast(DType.Int64), inputs[1].Cast(DType.Int64)];
        }

        return Tensor.Create(operation, inputs);
    }
}

/// <summary>A function of two floats that is computed for eight doubles at once; Float32 is rounded from it.</summary>
internal abstract record VectorBinary<TFunction> : Binary
    where TFunction : struct, IVectorFunctionOfTwo
{
    protected sealed override bool NeedsFloat => true;

    internal sealed override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunctionOfTwo)TFunction.Of : null;

    protected sealed override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => VectorLoop.Run<TFunction, T>(a, b, y);
}

/// <summary>A function of two floats that has an implementation for double only; Float32 is rounded from it.</summary>
internal abstract record DoubleBinary : Binary
{
    protected sealed override bool NeedsFloat => true;

    protected abstract double Value(double a, double b);

    protected sealed override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var i = 0; i < a.Length; i++)
        {
            y[i] = T.CreateTruncating(Value(double.CreateTruncating(a[i]), double.CreateTruncating(b[i])));
        }
    }
}

/// <summary>A function of three floats that is computed for eight doubles at once; Float32 is rounded from it.</summary>
internal abstract record VectorTernary<TFunction> : Elementwise
    where TFunction : struct, IVectorFunctionOfThree
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    internal sealed override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunctionOfThree)TFunction.Of : null;

    internal sealed override void Compute(ref ElementCall call)
    {
        if (call.Output.DType == DType.Float64)
        {
            VectorLoop.Run<TFunction, double>(call.In<double>(0), call.In<double>(1), call.In<double>(2), call.Out<double>());
        }
        else
        {
            VectorLoop.Run<TFunction, float>(call.In<float>(0), call.In<float>(1), call.In<float>(2), call.Out<float>());
        }
    }
}

/// <summary>A function of three floats that has an implementation for double only; Float32 is rounded from it.</summary>
internal abstract record DoubleTernary : Elementwise
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    protected abstract double Value(double a, double b, double x);

    internal sealed override void Compute(ref ElementCall call)
    {
        if (call.Output.DType == DType.Float64)
        {
            Apply<double>(ref call);
        }
        else
        {
            Apply<float>(ref call);
        }
    }

    private void Apply<T>(ref ElementCall call)
        where T : unmanaged, INumber<T>
    {
        var a = call.In<T>(0);
        var b = call.In<T>(1);
        var x = call.In<T>(2);
        var y = call.Out<T>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = T.CreateTruncating(Value(double.CreateTruncating(a[i]), double.CreateTruncating(b[i]), double.CreateTruncating(x[i])));
        }
    }
}
