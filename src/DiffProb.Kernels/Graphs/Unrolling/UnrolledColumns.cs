namespace DiffProb;

/// <summary>The columns of a node along a short dimension, from columns of its inputs.</summary>
/// <param name="columns">The columns of an input along a dimension; one where it has one element there.</param>
/// <param name="whole">An input that has no such dimension, as it is.</param>
internal sealed class UnrolledColumns(Func<Tensor, ShortDimension, Tensor[]> columns, Func<Tensor, Tensor> whole)
{
    /// <summary>The columns of a node whose dimension <see cref="CarriedDimension"/> carries through.</summary>
    public Tensor[] Of(Tensor node, ShortDimension along)
    {
        var size = along.SizeIn(node);
        return node.Operation switch
        {
            FromColumns => Array.ConvertAll(node.Inputs.ToArray(), t => whole(t)),
            Slice slice when IsOwn(slice.Dimension, node, along) => Sliced(columns(node.Inputs[0], along), slice),
            Embed embed when IsOwn(embed.Dimension, node, along) => Embedded(node, embed, along),
            Concatenate join when IsOwn(join.Dimension, node, along) => [.. node.Inputs.ToArray().SelectMany(t => columns(t, along)).Select(c => c.ExpandAlong(Rest(node, along)))],
            CumSum scan when IsOwn(scan.Dimension, node, along) => Running(columns(node.Inputs[0], along), scan.Reverse),
            _ => EachOf(node, along, size),
        };
    }

    private Tensor[] EachOf(Tensor node, ShortDimension along, int size)
    {
        var inputs = Inputs(node, along);
        var place = along.Axis is null ? along.PlaceIn(node.Shape) : -1;
        return [.. Enumerable.Range(0, size).Select(k => Rebuilt(node, along, place, Array.ConvertAll(inputs, of => of(k))))];
    }

    // The operation on one column of each input, which lacks the dimension.
    private static Tensor Rebuilt(Tensor node, ShortDimension along, int place, Tensor[] x) => node.Operation switch
    {
        BroadcastTo to => x[0].BroadcastTo(place < 0 ? to.Target : to.Target.Without(place)),
        ExpandAlong expand => x[0].ExpandAlong(along.Axis is { } axis ? expand.Along.Except(Axes.Of(axis)) : expand.Along),
        SumOver sum => x[0].SumOver(sum.Over),
        Reshape reshape => x[0].Reshape(place < 0 ? reshape.Target : reshape.Target.Without(place)),
        Transpose transpose => place < 0 ? Tensor.Create(transpose, x) : Transposed(x[0], transpose, place),
        ToAxis to => to.Axis.Equals(along.Axis) ? x[0] : x[0].ToAxis(to.Axis),
        FromAxis from => place == 0 ? x[0] : x[0].FromAxis(from.Axis),
        Sum sum => Tensor.Create(new Sum(Left(sum.Dimension, BeforeReduction(sum.Dimension, place))), x),
        Max max => Tensor.Create(new Max(Left(max.Dimension, BeforeReduction(max.Dimension, place))), x),
        ArgMax max => Tensor.Create(new ArgMax(Left(max.Dimension, BeforeReduction(max.Dimension, place))), x),
        LogSumExp sum => Tensor.Create(new LogSumExp(Left(sum.Dimension, BeforeReduction(sum.Dimension, place))), x),
        Slice slice => Tensor.Create(slice with { Dimension = Left(slice.Dimension, place) }, x),
        Embed embed => Tensor.Create(embed with { Dimension = Left(embed.Dimension, place) }, x),
        Concatenate join => Tensor.Create(new Concatenate(Left(join.Dimension, place)), x),
        CumSum scan => Tensor.Create(scan with { Dimension = Left(scan.Dimension, place) }, x),
        var operation => Tensor.Create(operation, x),
    };

    // Number k of each input: its column, the one element that it has along the dimension, or all of it.
    private Func<int, Tensor>[] Inputs(Tensor node, ShortDimension along)
    {
        var carried = CarriedDimension.Through(node, along)!;
        var inputs = new Func<int, Tensor>[carried.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (carried[i] is not { } own)
            {
                var all = whole(node.Inputs[i]);
                inputs[i] = _ => all;
                continue;
            }

            var each = columns(node.Inputs[i], own);
            inputs[i] = k => each[each.Length == 1 ? 0 : k];
        }

        return inputs;
    }

    private static Tensor[] Sliced(Tensor[] x, Slice slice) => [.. Enumerable.Range(0, slice.Count).Select(k => x[slice.Start + (k * slice.Step)])];

    private Tensor[] Embedded(Tensor node, Embed embed, ShortDimension along)
    {
        var own = columns(node.Inputs[0], along);
        var zero = Tensor.Scalar(0.0).Cast(node.DType).BroadcastTo(own[0].Shape).ExpandAlong(Rest(node, along));
        Tensor[] all = [.. Enumerable.Repeat(zero, embed.Size)];
        for (var k = 0; k < own.Length; k++)
        {
            all[embed.Start + (k * embed.Step)] = own[k];
        }

        return all;
    }

    private static Tensor[] Running(Tensor[] x, bool isReverse)
    {
        var sums = (Tensor[])x.Clone();
        for (var k = 1; k < sums.Length; k++)
        {
            var (to, from) = isReverse ? (sums.Length - 1 - k, sums.Length - k) : (k, k - 1);
            sums[to] = Tensor.Create(new Add(), sums[from], x[to]);
        }

        return sums;
    }

    private static Tensor Transposed(Tensor x, Transpose transpose, int place)
    {
        var gone = transpose.Order[place];
        int[] order = [.. transpose.Order.Where(d => d != gone).Select(d => Left(d, gone))];
        return order.SequenceEqual(Enumerable.Range(0, order.Length)) ? x : x.Transpose(order);
    }

    private static Axes Rest(Tensor node, ShortDimension along) => along.Axis is { } axis ? node.Axes.Except(Axes.Of(axis)) : node.Axes;

    private static bool IsOwn(int dimension, Tensor node, ShortDimension along) => along.Axis is null && along.PlaceIn(node.Shape) == dimension;

    // A place in the result of a reduction, among the dimensions of the input.
    private static int BeforeReduction(int reduced, int place) => place >= reduced ? place + 1 : place;

    // What a dimension is when another one has gone.
    private static int Left(int dimension, int gone) => gone >= 0 && dimension > gone ? dimension - 1 : dimension;
}
