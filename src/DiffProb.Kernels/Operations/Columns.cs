using System.Diagnostics;

namespace DiffProb;

/// <summary>One element along a short dimension or axis, which disappears.</summary>
internal sealed record Column(ShortDimension Along, int Index) : View
{
    /// <summary>The column of a tensor that has the dimension.</summary>
    public static Tensor Of(Tensor x, ShortDimension along, int index) => Tensor.Create(new Column(along, index), x);

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) =>
        Along.Axis is null ? inputs[0].Shape.Without(Along.PlaceIn(inputs[0].Shape)) : inputs[0].Shape;

    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) =>
        Along.Axis is null ? inputs[0].Axes : inputs[0].Axes.Except(Axes.Of(Along.Axis));

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var size = Along.SizeIn(output.Inputs[0]);
        if (Along.Axis is null)
        {
            var place = Along.PlaceIn(output.Inputs[0].Shape);
            return Tensor.Create(new Embed(place, Index, 1, size), adjoint.Unsqueeze(place));
        }

        var places = Tensor.Constant(Shape.Scalar, new Storage<long>([.. Enumerable.Range(0, size).Select(i => (long)i)]), Axes.Of(Along.Axis));
        return Tensor.Where(places.EqualTo(Index), adjoint, 0.0);
    }

    internal override StridedView Of(Tensor output)
    {
        var input = output.Inputs[0];
        var at = Along.InMemory(input);
        var strides = StridedView.StridesOf(input);
        return new(StridedView.SizesOf(output), [.. strides.AsSpan(0, at), .. strides.AsSpan(at + 1)], Index * strides[at]);
    }
}

/// <summary>Tensors of one shape as the elements along a short dimension or axis: what <see cref="Column"/> takes apart.</summary>
internal sealed record FromColumns(ShortDimension Along) : Operation
{
    public override Axes OwnAxes => Along.Axis is null ? Axes.None : Axes.Of(Along.Axis);

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs)
    {
        var shape = inputs[0].Shape;
        foreach (var input in inputs)
        {
            Debug.Assert(input.Shape.Equals(shape), "Columns have one shape.");
        }

        var place = shape.Rank - Along.FromLast;
        return Along.Axis is null ? shape.Take(place).Concat(Shape.Of(inputs.Length)).Concat(shape.Skip(place)) : shape;
    }

    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => base.InferAxes(inputs).Union(OwnAxes);

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        Along.IsIn(adjoint) ? Column.Of(adjoint, Along, input) : adjoint;

    internal override void Execute(NodeRun run)
    {
        var output = run.Allocate();
        var layout = run.Prepared(Layout.Of);
        for (var k = 0; k < layout.Views.Length; k++)
        {
            var (view, column) = (layout.Views[k], run.Input(k));
            var isWhole = view.IsRun(layout.Outer * layout.Inner);
            if (!isWhole)
            {
                column = run.Allocate(output.DType, layout.Outer * layout.Inner);
                ViewRunner.Copy(run, view, run.Input(k), column);
            }

            Put(run, layout, column, output, k);
            if (!isWhole)
            {
                run.Release(column);
            }
        }

        run.Publish(output);
    }

    private static void Put(NodeRun run, Layout layout, Storage column, Storage output, int place)
    {
        if (run.Work.IsFew(column.Length))
        {
            Put(layout, column, output, place, 0, layout.Outer);
        }
        else
        {
            InParallel(run, layout, column, output, place);
        }
    }

    // Apart, so that few elements allocate nothing.
    private static void InParallel(NodeRun run, Layout layout, Storage column, Storage output, int place) =>
        run.Work.Split(layout.Outer, Math.Max(1, run.Work.BlockSize / layout.Inner), (from, count) => Put(layout, column, output, place, from, count));

    private static void Put(Layout layout, Storage column, Storage output, int place, int from, int count)
    {
        switch (output.DType)
        {
            case DType.Float64: Put<double>(layout, column, output, place, from, count); break;
            case DType.Float32: Put<float>(layout, column, output, place, from, count); break;
            case DType.Int64: Put<long>(layout, column, output, place, from, count); break;
            default: Put<byte>(layout, column, output, place, from, count); break;
        }
    }

    private static void Put<T>(Layout layout, Storage column, Storage output, int place, int from, int count)
        where T : unmanaged
    {
        var (inner, row) = (layout.Inner, layout.Inner * layout.Views.Length);
        var x = column.Values<T>().AsSpan(from * inner, count * inner);
        var y = output.Values<T>().AsSpan(from * row, count * row);
        if (inner == 1)
        {
            for (var (i, at) = (0, place); i < x.Length; i++, at += row)
            {
                y[at] = x[i];
            }

            return;
        }

        for (var i = 0; i < count; i++)
        {
            x.Slice(i * inner, inner).CopyTo(y[((i * row) + (place * inner))..]);
        }
    }

    // Where each column's elements lie in it, and how many there are before and after the dimension.
    private sealed record Layout(StridedView[] Views, int Outer, int Inner)
    {
        public static Layout Of(Tensor node)
        {
            var along = ((FromColumns)node.Operation).Along;
            var (one, inner) = (Column.Of(node, along, 0), along.InnerOf(node));
            return new(Array.ConvertAll(node.Inputs.ToArray(), c => StridedView.Broadcast(c, one).Coalesce()), Segment.SizeOf(one) / Math.Max(1, inner), inner);
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
        var x = System.Runtime.InteropServices.MemoryMarshal.Cast<T, long>(call.AllIn(0));
        foreach (var index in x)
        {
            _ = Indexing.At(By, index, Size);
        }

        call.AllIn(0).CopyTo(call.AllOut());
    }
}
