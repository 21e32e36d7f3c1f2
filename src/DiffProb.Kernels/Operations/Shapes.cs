namespace DiffProb;

/// <summary>Changes of shape: the numbers stay, their places change.</summary>
public static class Shapes
{
    /// <summary>The tensor repeated to a larger shape, by NumPy's rule.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="shape">Shape wanted; the tensor's own must broadcast to it.</param>
    /// <exception cref="ShapeException">It does not broadcast to the shape.</exception>
    public static Tensor BroadcastTo(this Tensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        return x.Shape.Equals(shape) ? x
            : Shape.Broadcast(x.Shape, shape).Equals(shape) ? Tensor.Create(new BroadcastTo(shape), x)
            : throw Errors.DoesNotBroadcastTo(x, shape);
    }

    /// <summary>The same elements in row-major order in another shape.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="shape">Shape wanted, of the same size.</param>
    /// <exception cref="ShapeException">The sizes differ.</exception>
    public static Tensor Reshape(this Tensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        return x.Shape.Equals(shape) ? x
            : x.Shape.Size == shape.Size ? Tensor.Create(new Reshape(shape), x)
            : throw Errors.WrongSize(x, shape);
    }

    /// <summary>The same elements in another shape.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimensions">Sizes of the shape wanted.</param>
    public static Tensor Reshape(this Tensor x, params int[] dimensions) => x.Reshape(Shape.Of(dimensions));

    /// <summary>Matrix transpose: the last two dimensions swapped.</summary>
    /// <param name="x">[..., M, N].</param>
    /// <exception cref="ShapeException">It has fewer than two dimensions.</exception>
    public static Tensor Transpose(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank < 2)
        {
            throw Errors.NotAMatrix("Transpose", x);
        }

        var order = Enumerable.Range(0, x.Shape.Rank).ToArray();
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return x.Transpose(order);
    }

    /// <summary>Dimensions in another order.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="order">Which dimension of x comes where: a permutation of 0 … Rank - 1.</param>
    /// <exception cref="ShapeException">It is not a permutation.</exception>
    public static Tensor Transpose(this Tensor x, params int[] order)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(order);
        return order.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Rank))
            ? Tensor.Create(new Transpose(Shape.Of(order)), x)
            : throw Errors.NotAPermutation(x, order);
    }

    /// <summary>A part of one dimension: elements start, start + step, … before stop.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <param name="start">First index; negative counts from the end.</param>
    /// <param name="stop">Index after the last; negative counts from the end.</param>
    /// <param name="step">At least 1.</param>
    /// <exception cref="ShapeException">The range does not lie in the dimension.</exception>
    public static Tensor Slice(this Tensor x, int dimension, int start, int stop, int step = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        var d = x.Shape.Resolve(dimension, "Slice");
        var size = x.Shape[d];
        var (from, to) = (start < 0 ? start + size : start, stop < 0 ? stop + size : stop);
        return from < 0 || to > size || to < from || step < 1 ? throw Errors.SliceOutside(x, d, start, stop, step)
            : from == 0 && to == size && step == 1 ? x
            : Tensor.Create(new Slice(d, from, (to - from + step - 1) / step, step), x);
    }

    /// <summary>One index of one dimension, which disappears.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <param name="index">Index; negative counts from the end.</param>
    /// <exception cref="ValueException">The index lies outside the dimension.</exception>
    public static Tensor Select(this Tensor x, int dimension, int index)
    {
        ArgumentNullException.ThrowIfNull(x);
        var d = x.Shape.Resolve(dimension, "Select");
        var i = index < 0 ? index + x.Shape[d] : index;
        return i >= 0 && i < x.Shape[d]
            ? x.Slice(d, i, i + 1).Reshape(x.Shape.Without(d))
            : throw Errors.IndexOutside("Select", index, x.Shape[d]);
    }

    /// <summary>A dimension of size 1 put in.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dimension">Place of the new dimension, from the first (0) or after the last (-1).</param>
    public static Tensor Unsqueeze(this Tensor x, int dimension)
    {
        ArgumentNullException.ThrowIfNull(x);
        var d = dimension < 0 ? dimension + x.Shape.Rank + 1 : dimension;
        return d < 0 || d > x.Shape.Rank
            ? throw Errors.NoSuchDimension("Unsqueeze", dimension, x.Shape)
            : x.Reshape(Shape.Of([.. x.Shape.Take(d), 1, .. x.Shape.Skip(d)]));
    }

    /// <summary>Tensors joined along a dimension that they have.</summary>
    /// <param name="tensors">At least one; shapes equal but for that dimension.</param>
    /// <param name="dimension">Dimension, from the first (0) or the last (-1).</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors, int dimension = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0)
        {
            throw Errors.NothingToJoin("Concatenate");
        }

        var inputs = Elementwise.Promote(false, [.. tensors]);
        return inputs.Length == 1 ? inputs[0] : Tensor.Create(new Concatenate(inputs[0].Shape.Resolve(dimension, "Concatenate")), inputs);
    }

    /// <summary>Tensors of one shape joined along a new dimension.</summary>
    /// <param name="tensors">At least one.</param>
    /// <param name="dimension">Place of the new dimension.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int dimension = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0)
        {
            throw Errors.NothingToJoin("Stack");
        }

        var shape = Shape.Broadcast([.. tensors]);
        return Concatenate([.. tensors.Select(t => t.BroadcastTo(shape).Unsqueeze(dimension))], dimension < 0 ? dimension + shape.Rank + 1 : dimension);
    }

    /// <summary>Summed over what broadcasting to its shape repeated.</summary>
    internal static Tensor SumTo(this Tensor x, Shape shape)
    {
        if (x.Shape.Equals(shape))
        {
            return x;
        }

        var lead = x.Shape.Rank - shape.Rank;
        if (lead > 0)
        {
            x = x.Reshape(Shape.Of([x.Shape.Take(lead).Size, .. x.Shape.Skip(lead)])).Sum(0);
        }

        for (var d = 0; d < shape.Rank; d++)
        {
            x = shape[d] == 1 && x.Shape[d] != 1 ? x.Sum(d).Unsqueeze(d) : x;
        }

        return x;
    }
}

internal sealed record BroadcastTo(Shape Target) : View
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Target;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint;

    internal override StridedView Of(Tensor output) => StridedView.Broadcast(output.Inputs[0], output);
}

internal sealed record Reshape(Shape Target) : View
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Target;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint.Reshape(output.Inputs[0].Shape);

    internal override StridedView Of(Tensor output) => StridedView.Contiguous(output);
}

internal sealed record Transpose(Shape Order) : View
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs)
    {
        var shape = inputs[0].Shape;
        return Shape.Of([.. Order.Select(d => shape[d])]);
    }

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var inverse = new int[Order.Rank];
        for (var i = 0; i < inverse.Length; i++)
        {
            inverse[Order[i]] = i;
        }

        return adjoint.Transpose(inverse);
    }

    internal override StridedView Of(Tensor output)
    {
        var strides = StridedView.StridesOf(output.Inputs[0]);
        var axes = output.Axes.Count;
        return new(StridedView.SizesOf(output), [.. strides.AsSpan(0, axes), .. Order.Select(d => strides[axes + d])], 0);
    }
}

internal sealed record Slice(int Dimension, int Start, int Count, int Step) : View
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Replace(Dimension, Count);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        Tensor.Create(new Embed(Dimension, Start, Step, output.Inputs[0].Shape[Dimension]), adjoint);

    internal override StridedView Of(Tensor output)
    {
        var strides = StridedView.StridesOf(output.Inputs[0]);
        var offset = Start * strides[output.Axes.Count + Dimension];
        strides[output.Axes.Count + Dimension] *= Step;
        return new(StridedView.SizesOf(output), strides, offset);
    }
}

/// <summary>Zeros of a larger size with the input at the places of a slice: the adjoint of <see cref="Slice"/>.</summary>
internal sealed record Embed(int Dimension, int Start, int Step, int Size) : Batched
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Replace(Dimension, Size);

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var count = output.Inputs[0].Shape[Dimension];
        return Tensor.Create(new Slice(Dimension, Start, count, Step), adjoint);
    }

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var shape = call.Node.Shape;
        var inner = shape.Skip(Dimension + 1).Size;
        var outer = shape.Take(Dimension).Size;
        var count = call.Node.Inputs[0].Shape[Dimension];
        for (var b = call.From; b < call.To; b++)
        {
            var x = call.In(0, b);
            var y = call.Out(b);
            y.Clear();
            for (var o = 0; o < outer; o++)
            {
                for (var i = 0; i < count; i++)
                {
                    x.Slice(((o * count) + i) * inner, inner).CopyTo(y.Slice(((o * Size) + Start + (i * Step)) * inner, inner));
                }
            }
        }
    }
}

internal sealed record Concatenate(int Dimension) : Batched
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs)
    {
        var total = 0;
        foreach (var input in inputs)
        {
            if (input.Shape.Rank != inputs[0].Shape.Rank || !input.Shape.Without(Dimension).Equals(inputs[0].Shape.Without(Dimension)))
            {
                throw Errors.DoNotJoin(inputs[0], input, Dimension);
            }

            total += input.Shape[Dimension];
        }

        return inputs[0].Shape.Replace(Dimension, total);
    }

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var start = 0;
        for (var i = 0; i < input; i++)
        {
            start += output.Inputs[i].Shape[Dimension];
        }

        return adjoint.Slice(Dimension, start, start + output.Inputs[input].Shape[Dimension]);
    }

    public override Tensor Rebuild(Tensor[] inputs) => Shapes.Concatenate(inputs, Dimension);

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var outer = call.Node.Shape.Take(Dimension).Size;
        for (var b = call.From; b < call.To; b++)
        {
            var y = call.Out(b);
            var row = y.Length / Math.Max(outer, 1);
            var start = 0;
            for (var k = 0; k < call.Node.Inputs.Length; k++)
            {
                var x = call.In(k, b);
                var length = x.Length / Math.Max(outer, 1);
                for (var o = 0; o < outer; o++)
                {
                    x.Slice(o * length, length).CopyTo(y[((o * row) + start)..]);
                }

                start += length;
            }
        }
    }
}
