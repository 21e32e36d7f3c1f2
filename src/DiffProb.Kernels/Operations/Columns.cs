using System.Diagnostics;

namespace DiffProb;

/// <summary>One element along a short dimension or axis, which disappears.</summary>
internal sealed record ColumnAt(ShortDimension Along, int Index) : View
{
    /// <summary>The column of a tensor that has the dimension.</summary>
    public static Tensor Of(Tensor x, ShortDimension along, int index) => Tensor.Create(new ColumnAt(along, index), x);

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

/// <summary>Tensors of one shape as the elements along a short dimension or axis: what <see cref="ColumnAt"/> takes apart.</summary>
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
        Along.IsIn(adjoint) ? ColumnAt.Of(adjoint, Along, input) : adjoint;

    internal override void Execute(NodeRun run)
    {
        var output = run.Allocate();
        var layout = run.Prepared(Layout.Of);
        var columns = new Storage[layout.Views.Length];
        for (var k = 0; k < columns.Length; k++)
        {
            columns[k] = run.Input(k);
            if (!layout.IsWhole(k))
            {
                columns[k] = run.Allocate(output.DType, layout.Outer * layout.Inner);
                ViewRunner.Copy(run, layout.Views[k], run.Input(k), columns[k]);
            }
        }

        var block = run.Work.IsFew(output.Length) ? Math.Max(1, layout.Outer) : Math.Max(1, run.Work.BlockSize / (layout.Inner * columns.Length));
        run.Work.Split(layout.Outer, block, (from, count) => Put(columns, output, layout.Inner, from, count));
        for (var k = 0; k < columns.Length; k++)
        {
            if (!layout.IsWhole(k))
            {
                run.Release(columns[k]);
            }
        }

        run.Publish(output);
    }

    private static void Put(Storage[] columns, Storage output, int inner, int from, int count)
    {
        switch (output.DType)
        {
            case DType.Float64: ColumnsInRows.Put<double>(columns, output, inner, from, count); break;
            case DType.Float32: ColumnsInRows.Put<float>(columns, output, inner, from, count); break;
            case DType.Int64: ColumnsInRows.Put<long>(columns, output, inner, from, count); break;
            default: ColumnsInRows.Put<byte>(columns, output, inner, from, count); break;
        }
    }

    // Where each column's elements lie in it, and how many there are before and after the dimension.
    private sealed record Layout(StridedView[] Views, int Outer, int Inner)
    {
        public bool IsWhole(int column) => Views[column].IsRun(Outer * Inner);

        public static Layout Of(Tensor node)
        {
            var along = ((FromColumns)node.Operation).Along;
            var (one, inner) = (ColumnAt.Of(node, along, 0), along.InnerOf(node));
            return new(Array.ConvertAll(node.Inputs.ToArray(), c => StridedView.Broadcast(c, one).Coalesce()), Segment.SizeOf(one) / Math.Max(1, inner), inner);
        }
    }
}
