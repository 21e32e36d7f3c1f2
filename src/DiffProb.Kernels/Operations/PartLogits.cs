using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Logits of the parts of a whole along the last dimension: x less the logarithm of the sum of exp of the others, which does not cancel where a part is nearly all.</summary>
/// <remarks>A part alone has logit ∞.</remarks>
internal sealed record PartLogits : Batched
{
    // Rows of so many parts are taken eight at a time.
    private const int LongestShort = 64;

    private static readonly StackPlace OfShortRows = new();

    /// <summary>The logits.</summary>
    /// <param name="x">Logarithms [..., K] of the parts, up to a common constant.</param>
    public static Tensor Of(Tensor x) => Tensor.Create(new PartLogits(), Elementwise.Promote(true, x));

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        // ∂ logit k / ∂ x j = -exp(x j) / Σ of the others of k, for j ≠ k.
        var (x, others) = (output.Inputs[0], output.Inputs[0] - output);
        var isOwn = Factorizations.Identity(x.Shape[^1]) > 0.0;
        var shares = Tensor.Where(isOwn, double.NegativeInfinity, x.Unsqueeze(-1) - others.Unsqueeze(-2)).Exp();
        return adjoint - (shares * adjoint.Unsqueeze(-2)).Sum(-1);
    }

    internal override int CoreRank(Tensor node, int operand) => 1;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        if (call.Node.Shape[^1] <= LongestShort)
        {
            ShortRows(call.AllIn(0), call.AllOut(), call.Node.Shape[^1]);
            return;
        }

        for (var b = call.From; b < call.To; b++)
        {
            if (typeof(T) == typeof(double))
            {
                Row(call.In<double>(0, b), call.Out<double>(b));
            }
            else
            {
                Row(call.In<float>(0, b), call.Out<float>(b));
            }
        }
    }

    // Eight rows side by side.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ShortRows<T>(ReadOnlySpan<T> x, Span<T> y, int count)
        where T : unmanaged, INumber<T>
    {
        if (x.Length < StackPlace.FewElements)
        {
            ShortRowsHere(x, y, count);
            return;
        }

        byte here = 0;
        var visit = OfShortRows.Enter(x.Length);
        Span<byte> padding = stackalloc byte[visit.Padding(ref here)];
        ShortRowsHere(x, y, count);
        visit.Leave(padding);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ShortRowsHere<T>(ReadOnlySpan<T> x, Span<T> y, int count)
        where T : unmanaged, INumber<T>
    {
        var width = Vector512<double>.Count;
        Span<double> columns = stackalloc double[LongestShort * width];
        Span<double> parts = stackalloc double[LongestShort * width];
        for (var from = 0; from < x.Length; from += width * count)
        {
            var some = Math.Min(width, (x.Length - from) / count);
            for (var k = 0; k < count; k++)
            {
                Column(x[from..], k, count, some).CopyTo(columns[(k * width)..]);
            }

            VectorPartLogits.Columns(columns, parts, count);
            for (var r = 0; r < some; r++)
            {
                var row = y.Slice(from + (r * count), count);
                for (var k = 0; k < row.Length; k++)
                {
                    row[k] = T.CreateTruncating(columns[(k * width) + r]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Column<T>(ReadOnlySpan<T> rows, int k, int count, int some)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            return VectorLogSumExp.Column(MemoryMarshal.Cast<T, double>(rows), k, count, some);
        }

        var column = Vector512<double>.Zero;
        for (var r = 0; r < Vector512<double>.Count; r++)
        {
            column = column.WithElement(r, double.CreateTruncating(rows[(Math.Min(r, some - 1) * count) + k]));
        }

        return column;
    }

    private static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var first = TensorPrimitives.IndexOfMax(x);
        var largest = x[first];
        TensorPrimitives.Subtract(x, largest, y);
        VectorLoop.Run<VectorFunctions.Exp, T>(y, y);
        var total = TensorPrimitives.Sum<T>(y);
        TensorPrimitives.Subtract(total, y, y); // the largest is 1 of it: no cancellation but in its own place
        VectorLoop.Run<VectorFunctions.Log, T>(y, y);
        TensorPrimitives.Subtract(x, y, y);
        TensorPrimitives.Subtract(y, largest, y);
        y[first] = largest - LogSum.Without(x, first);
    }
}
