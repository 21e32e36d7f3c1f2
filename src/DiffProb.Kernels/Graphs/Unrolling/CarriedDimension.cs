namespace DiffProb;

/// <summary>Which dimension of its inputs a short dimension of a node is: where each column of the node is computed from one column of each input, or from all of it.</summary>
internal static class CarriedDimension
{
    /// <summary>For each input the dimension, or null where it has none; null where the node's columns are not computed one by one.</summary>
    public static ShortDimension?[]? Through(Tensor node, ShortDimension along) => node.Operation switch
    {
        Draw or PathDerivative => null,
        Elementwise or BroadcastTo or ExpandAlong or SumOver or Slice or Embed or Concatenate or CumSum => Aligned(node, along),
        FromColumns from => from.Along == along ? new ShortDimension?[node.Inputs.Length] : null,
        DimensionReduction reduction => [Before(reduction, node, along)],
        Reshape => Reshaped(node, along) is { } same ? [same] : null,
        Transpose transpose => [along.Axis is null ? ShortDimension.Visible(node.Shape, transpose.Order[along.PlaceIn(node.Shape)]) : along],
        ToAxis to => [to.Axis.Equals(along.Axis) ? ShortDimension.Visible(node.Inputs[0].Shape, 0) : along],
        FromAxis from => [along.Axis is null && along.PlaceIn(node.Shape) == 0 ? ShortDimension.Along(from.Axis) : along],
        Gather or ScatterAdd when along.Axis is not null => Aligned(node, along),
        _ => null,
    };

    /// <summary>What a dimension of the input of a reduction is in the result; null where it is summed over, or where the node is no reduction.</summary>
    public static ShortDimension? After(Tensor node, ShortDimension along) => node.Operation switch
    {
        SumOver sum => along.Axis is { } axis && sum.Over.Contains(axis) ? null : along,
        DimensionReduction when along.Axis is not null => along,
        DimensionReduction reduction => along.PlaceIn(node.Inputs[0].Shape) is var place && place == reduction.Dimension ? null
            : place < reduction.Dimension ? along with { FromLast = along.FromLast - 1 }
            : along,
        _ => null,
    };

    private static ShortDimension?[] Aligned(Tensor node, ShortDimension along) =>
        Array.ConvertAll(node.Inputs.ToArray(), input => along.IsIn(input) ? along : (ShortDimension?)null);

    private static ShortDimension Before(DimensionReduction reduction, Tensor node, ShortDimension along) =>
        along.Axis is null && along.PlaceIn(node.Shape) < reduction.Dimension ? along with { FromLast = along.FromLast + 1 } : along;

    // The dimension of as many elements with as many after it.
    private static ShortDimension? Reshaped(Tensor node, ShortDimension along)
    {
        if (along.Axis is not null)
        {
            return along;
        }

        var (place, shape) = (along.PlaceIn(node.Shape), node.Inputs[0].Shape);
        var (size, after) = (node.Shape[place], node.Shape.Skip(place + 1).Size);
        for (var d = 0; d < shape.Rank; d++)
        {
            if (shape[d] == size && shape.Skip(d + 1).Size == after)
            {
                return ShortDimension.Visible(shape, d);
            }
        }

        return null;
    }
}
