using System.Numerics;

namespace DiffProb;

/// <summary>Changes of element type.</summary>
public static class Casts
{
    /// <summary>The same numbers in another type: to integers they are truncated (a step), to Bool they become "not 0" (a step).</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="type">Type wanted.</param>
    public static Tensor Cast(this Tensor x, DType type)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == type ? x
            : x.Operation is Constant { Storage.Length: 1 } c ? Tensor.Create(new Constant(c.Shape, c.Along, c.Storage.Cast(type)) { IsLiteral = c.IsLiteral })
            : Tensor.Create(new Cast(x.DType, type), x);
    }
}

internal sealed record Cast(DType From, DType To) : Elementwise
{
    public override DType InferType(ReadOnlySpan<Tensor> inputs) => To;

    public override Dependence DependsOn(int input) => To.IsFloat() || (From == DType.Bool && To == DType.Int64) ? Dependence.Affine : Dependence.Step;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => From.IsFloat() && To.IsFloat() ? adjoint.Cast(From) : null;

    // A cast that only widened, as promotion does, keeps what is wider by now: a relaxed bit is not rounded.
    public override Tensor Rebuild(Tensor[] inputs) => To < From && inputs[0].DType < To ? inputs[0] : inputs[0].Cast(To);

    internal override Delegate? Lanes(Tensor node) => (From, To) switch
    {
        (DType.Float32, DType.Float64) or (DType.Float64, DType.Float32) => (LaneFunction)LaneFunctions.Same,
        (DType.Bool, DType.Float64 or DType.Float32) => (LaneFunction)LaneFunctions.TruthToFloat,
        (DType.Bool, DType.Int64) => (LaneFunction)LaneFunctions.TruthToWhole,
        (DType.Int64, DType.Float64) => (LaneFunction)LaneFunctions.WholeToFloat,
        (DType.Int64, DType.Bool) => (LaneFunction)LaneFunctions.WholeToTruth,
        (DType.Float64 or DType.Float32, DType.Bool) => (LaneFunction)LaneFunctions.FloatToTruth,
        _ => null,
    };

    internal override void Compute(ref ElementCall call)
    {
        switch (From)
        {
            case DType.Float64: Apply<double>(ref call); break;
            case DType.Float32: Apply<float>(ref call); break;
            case DType.Int64: Apply<long>(ref call); break;
            default: Apply<byte>(ref call); break;
        }
    }

    private void Apply<T>(ref ElementCall call)
        where T : unmanaged, INumber<T>
    {
        switch (To)
        {
            case DType.Float64: Convert(call.In<T>(0), call.Out<double>()); break;
            case DType.Float32: Convert(call.In<T>(0), call.Out<float>()); break;
            case DType.Int64: Convert(call.In<T>(0), call.Out<long>()); break;
            default: NotZero(call.In<T>(0), call.Out<byte>()); break;
        }
    }

    private static void Convert<T, TTo>(ReadOnlySpan<T> x, Span<TTo> y)
        where T : unmanaged, INumber<T>
        where TTo : unmanaged, INumber<TTo>
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = TTo.CreateTruncating(x[i]);
        }
    }

    private static void NotZero<T>(ReadOnlySpan<T> x, Span<byte> y)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = x[i] == T.Zero ? (byte)0 : (byte)1;
        }
    }
}
