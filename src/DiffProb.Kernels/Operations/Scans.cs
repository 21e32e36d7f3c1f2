using System.Numerics;

namespace DiffProb;

/// <summary>Running totals along a visible dimension; hidden axes are never touched.</summary>
public static class Scans
{
    /// <summary>Sum of the elements up to and with each one, along one dimension.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <param name="reverse">Whether to sum from the last element instead: each element and all after it.</param>
    /// <exception cref="ShapeException">The dimension does not exist.</exception>
    public static Tensor CumSum(this Tensor x, int dimension = -1, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Create(new CumSum(x.Shape.Resolve(dimension, "CumSum"), reverse), x.DType == DType.Bool ? x.Cast(DType.Int64) : x);
    }
}

/// <summary>Running sums along a dimension, from the first element or, in reverse, from the last; each is the adjoint of the other.</summary>
internal sealed record CumSum(int Dimension, bool Reverse) : Batched
{
    // Elements of a row.
    private const int Short = 32;

    public override bool Accumulates => true;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => Tensor.Create(this with { Reverse = !Reverse }, adjoint);

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var shape = call.Node.Shape;
        var (outer, count, inner) = (shape.Take(Dimension).Size, shape[Dimension], shape.Skip(Dimension + 1).Size);
        if (inner == 1 && count is > 0 and <= Short)
        {
            ShortRows(call.AllIn(0), call.AllOut(), count);
            return;
        }

        for (var b = call.From; b < call.To; b++)
        {
            var y = call.Out(b);
            if (outer * inner == 1)
            {
                Running(call.In(0, b), y);
                continue;
            }

            call.In(0, b).CopyTo(y);
            for (var o = 0; o < outer; o++)
            {
                Accumulate(y.Slice(o * count * inner, count * inner), count, inner);
            }
        }
    }

    // Rows one after the other: what slicing each would cost is more than its sum.
    private void ShortRows<T>(ReadOnlySpan<T> x, Span<T> y, int count)
        where T : unmanaged, INumber<T>
    {
        y = y[..x.Length];
        if (Reverse)
        {
            for (var row = x.Length - count; row >= 0; row -= count)
            {
                var sum = x[row + count - 1];
                y[row + count - 1] = sum;
                for (var i = row + count - 2; i >= row; i--)
                {
                    y[i] = sum += x[i];
                }
            }

            return;
        }

        for (var row = 0; row < x.Length; row += count)
        {
            var sum = x[row];
            y[row] = sum;
            for (var i = row + 1; i < row + count; i++)
            {
                y[i] = sum += x[i];
            }
        }
    }

    private void Running<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        var sum = T.Zero;
        for (var i = 0; i < x.Length; i++)
        {
            var at = Reverse ? x.Length - 1 - i : i;
            y[at] = sum += x[at];
        }
    }

    private void Accumulate<T>(Span<T> rows, int count, int inner)
        where T : unmanaged, INumber<T>
    {
        if (inner == 1)
        {
            Running(rows, rows);
            return;
        }

        for (var r = 1; r < count; r++)
        {
            var (from, to) = Reverse ? (count - r, count - r - 1) : (r - 1, r);
            Summation.AddTo(rows.Slice(to * inner, inner), rows.Slice(from * inner, inner));
        }
    }
}
