using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DiffProb;

/// <summary>Elements chosen by whole numbers that may themselves be random.</summary>
public static class Indexing
{
    /// <summary>Slices of one dimension, chosen by indices.</summary>
    /// <remarks>
    /// <para><b>Shapes</b>: x.Shape[..d] + indices.Shape + x.Shape[d + 1..]: a scalar index picks one slice, and the dimension disappears.</para>
    /// <para><b>Gradients</b>: affine in x; a step in the indices. An index outside the dimension is an error of the run, negative ones included.</para>
    /// </remarks>
    /// <param name="x">Any tensor with at least one dimension.</param>
    /// <param name="indices">Int64, each from 0 to size - 1.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <exception cref="ShapeException">The dimension does not exist, or the indices are not Int64.</exception>
    public static Tensor Gather(this Tensor x, Tensor indices, int dimension = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Create(new Gather(x.Shape.Resolve(dimension, "Gather")), x, Checked("Gather", indices));
    }

    /// <summary>For each place, one element of its row along a dimension: the row's index says which.</summary>
    /// <remarks><b>Shapes</b>: those of x and of the indices broadcast to each other outside the dimension; along it the result is as long as the indices.</remarks>
    /// <param name="x">Any tensor with at least one dimension.</param>
    /// <param name="indices">Int64, each from 0 to size - 1, with as many dimensions as x.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <exception cref="ShapeException">The shapes do not fit, or the indices are not Int64.</exception>
    public static Tensor TakeAlong(this Tensor x, Tensor indices, int dimension = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        var d = x.Shape.Resolve(dimension, "TakeAlong");
        Checked("TakeAlong", indices);
        if (indices.Shape.Rank != x.Shape.Rank)
        {
            throw Errors.RanksDiffer("TakeAlong", x, indices);
        }

        var rest = Shape.Broadcast(x.Shape.Replace(d, 1), indices.Shape.Replace(d, 1));
        return Tensor.Create(
            new TakeAlong(d),
            x.BroadcastTo(rest.Replace(d, x.Shape[d])),
            indices.BroadcastTo(rest.Replace(d, indices.Shape[d])));
    }

    /// <summary>1 at the index and 0 elsewhere, along a new last dimension: Float64.</summary>
    /// <param name="indices">Int64, each from 0 to count - 1.</param>
    /// <param name="count">Size of the new dimension.</param>
    /// <exception cref="ShapeException">The indices are not Int64.</exception>
    public static Tensor OneHot(this Tensor indices, int count) => Tensor.Create(new OneHot(count), Checked("OneHot", indices));

    internal static int At(string operation, long index, int size) =>
        (ulong)index < (ulong)size ? (int)index : throw Errors.IndexOutside(operation, index, size);

    private static Tensor Checked(string operation, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return indices.DType == DType.Int64 ? indices : throw Errors.NotIndices(operation, indices);
    }
}

/// <summary>Contract of operations on (values, indices): values move, indices say where.</summary>
internal abstract record Indexed(int Dimension) : Batched
{
    public sealed override Dependence DependsOn(int input) => input == 0 ? Dependence.Affine : Dependence.Step;
}

/// <summary>Slices of a dimension: x and indices to x.Shape[..d] + indices.Shape + x.Shape[d + 1..].</summary>
internal sealed record Gather(int Dimension) : Indexed(Dimension)
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) =>
        inputs[0].Shape.Take(Dimension).Concat(inputs[1].Shape).Concat(inputs[0].Shape.Skip(Dimension + 1));

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) =>
        input == 0 ? Tensor.Create(new ScatterAdd(Dimension, output.Inputs[0].Shape[Dimension]), adjoint, output.Inputs[1]) : null;

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].Gather(inputs[1], Dimension);

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var shape = call.Node.Inputs[0].Shape;
        var (outer, size, inner) = (shape.Take(Dimension).Size, shape[Dimension], shape.Skip(Dimension + 1).Size);
        if (shape.Rank == 1 && call.Node.Shape.Rank == 0 && call.TryRows<T>(0, out var rows, out var row) && call.TryRows<long>(1, out var places, out var next))
        {
            OneOfEach(rows, row, size, places, next, call.AllOut());
            return;
        }

        for (var b = call.From; b < call.To; b++)
        {
            var x = call.In(0, b);
            var indices = call.In<long>(1, b);
            var y = call.Out(b);
            if (outer * inner == 1)
            {
                for (var i = 0; i < indices.Length; i++)
                {
                    y[i] = x[Indexing.At("Gather", indices[i], size)];
                }

                continue;
            }

            for (var o = 0; o < outer; o++)
            {
                for (var i = 0; i < indices.Length; i++)
                {
                    var from = (o * size) + Indexing.At("Gather", indices[i], size);
                    x.Slice(from * inner, inner).CopyTo(y.Slice(((o * indices.Length) + i) * inner, inner));
                }
            }
        }
    }

    // One element of each row.
    private static void OneOfEach<T>(ReadOnlySpan<T> rows, int row, int size, ReadOnlySpan<long> places, int next, Span<T> y)
        where T : unmanaged
    {
        for (var b = 0; b < y.Length; b++)
        {
            y[b] = rows[(b * row) + Indexing.At("Gather", places[b * next], size)];
        }
    }
}

/// <summary>Zeros of a larger size, with each slice added at the place of its index: the adjoint of <see cref="Gather"/>.</summary>
internal sealed record ScatterAdd(int Dimension, int Size) : Indexed(Dimension)
{
    public override bool Accumulates => true;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) =>
        inputs[0].Shape.Take(Dimension).Concat(Shape.Of(Size)).Concat(inputs[0].Shape.Skip(Dimension + inputs[1].Shape.Rank));

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) =>
        input == 0 ? adjoint.Gather(output.Inputs[1], Dimension) : null;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var shape = call.Node.Shape;
        var (outer, inner) = (shape.Take(Dimension).Size, shape.Skip(Dimension + 1).Size);
        if (Size > 0 && shape.Rank == 1 && call.Node.Inputs[1].Shape.Rank == 0 && call.TryRows<T>(0, out var values, out var step) && call.TryRows<long>(1, out var places, out var next))
        {
            OneIntoEach(values, step, places, next, call.AllOut());
            return;
        }

        for (var b = call.From; b < call.To; b++)
        {
            var x = call.In(0, b);
            var indices = call.In<long>(1, b);
            var y = call.Out(b);
            y.Clear();
            if (outer * inner == 1)
            {
                for (var i = 0; i < indices.Length; i++)
                {
                    y[Indexing.At("ScatterAdd", indices[i], Size)] += x[i];
                }

                continue;
            }

            for (var o = 0; o < outer; o++)
            {
                for (var i = 0; i < indices.Length; i++)
                {
                    var to = (o * Size) + Indexing.At("ScatterAdd", indices[i], Size);
                    Summation.AddTo(y.Slice(to * inner, inner), x.Slice(((o * indices.Length) + i) * inner, inner));
                }
            }
        }
    }

    // One element into each row of zeros.
    private void OneIntoEach<T>(ReadOnlySpan<T> values, int step, ReadOnlySpan<long> places, int next, Span<T> y)
        where T : unmanaged
    {
        y.Clear();
        var rows = y.Length / Size;
        for (var b = 0; b < rows; b++)
        {
            y[(b * Size) + Indexing.At("ScatterAdd", places[b * next], Size)] = values[b * step];
        }
    }
}

/// <summary>y[.., i, ..] = x[.., indices[.., i, ..], ..]: shapes equal outside the dimension.</summary>
internal sealed record TakeAlong(int Dimension) : Indexed(Dimension)
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[1].Shape;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) =>
        input == 0 ? Tensor.Create(new AddAlong(Dimension, output.Inputs[0].Shape[Dimension]), adjoint, output.Inputs[1]) : null;

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].TakeAlong(inputs[1], Dimension);

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var shape = call.Node.Shape;
        var (count, inner) = (shape[Dimension], shape.Skip(Dimension + 1).Size);
        var size = call.Node.Inputs[0].Shape[Dimension];
        for (var b = call.From; b < call.To; b++)
        {
            var x = call.In(0, b);
            var indices = call.In<long>(1, b);
            var y = call.Out(b);
            for (var i = 0; i < y.Length; i++)
            {
                var outer = i / (count * inner);
                y[i] = x[(((outer * size) + Indexing.At("TakeAlong", indices[i], size)) * inner) + (i % inner)];
            }
        }
    }
}

/// <summary>Zeros, with x[.., i, ..] added at [.., indices[.., i, ..], ..]: the adjoint of <see cref="TakeAlong"/>.</summary>
internal sealed record AddAlong(int Dimension, int Size) : Indexed(Dimension)
{
    public override bool Accumulates => true;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[1].Shape.Replace(Dimension, Size);

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) =>
        input == 0 ? Tensor.Create(new TakeAlong(Dimension), adjoint, output.Inputs[1]) : null;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var shape = call.Node.Inputs[1].Shape;
        var (count, inner) = (shape[Dimension], shape.Skip(Dimension + 1).Size);
        for (var b = call.From; b < call.To; b++)
        {
            var x = call.In(0, b);
            var indices = call.In<long>(1, b);
            var y = call.Out(b);
            y.Clear();
            for (var i = 0; i < x.Length; i++)
            {
                var outer = i / (count * inner);
                y[(((outer * Size) + Indexing.At("AddAlong", indices[i], Size)) * inner) + (i % inner)] += x[i];
            }
        }
    }
}

/// <summary>Indicator vectors of indices.</summary>
internal sealed record OneHot(int Count) : Batched
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Concat(Shape.Of(Count));

    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Float64;

    public override Dependence DependsOn(int input) => Dependence.Step;

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].OneHot(Count);

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        for (var b = call.From; b < call.To; b++)
        {
            var indices = call.In<long>(0, b);
            var y = call.Out(b);
            y.Clear();
            for (var i = 0; i < indices.Length; i++)
            {
                y[(i * Count) + Indexing.At("OneHot", indices[i], Count)] = T.One;
            }
        }
    }
}

/// <summary>Indices, of which one outside is an error of the run.</summary>
/// <param name="By">The operation that the message names.</param>
/// <param name="Size">What they are below.</param>
internal sealed record CheckedIndices(string By, int Size) : Batched
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Dependence DependsOn(int input) => Dependence.Step;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var indices = call.AllIn(0);
        var places = MemoryMarshal.Cast<T, ulong>(indices); // of a negative index a very large one
        if (places.Length > 0 && TensorPrimitives.Max(places) >= (ulong)Size)
        {
            foreach (var place in places)
            {
                Indexing.At(By, (long)place, Size);
            }
        }

        indices.CopyTo(call.AllOut());
    }
}
