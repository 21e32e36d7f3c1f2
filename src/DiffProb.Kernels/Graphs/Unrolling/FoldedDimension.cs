namespace DiffProb;

/// <summary>Nodes that are computed from the columns of an input along a short dimension that they do not have: sums, maxima and choices.</summary>
internal static class FoldedDimension
{
    /// <summary>The inputs, and their dimensions, that a node may fold; of most nodes none.</summary>
    public static IEnumerable<(Tensor Input, ShortDimension Along)> Of(Tensor node) => node.Operation switch
    {
        Sum when node.Inputs[0] is { Operation: Reshape, Shape.Rank: 1 } flat => Flattened(flat),
        Sum or LogSumExp or Max or ArgMax => [(node.Inputs[0], ShortDimension.Visible(node.Inputs[0].Shape, ((DimensionReduction)node.Operation).Dimension))],
        SumOver sum => sum.Over.Select(a => (node.Inputs[0], ShortDimension.Along(a))),
        Slice { Count: 1 } slice => [(node.Inputs[0], ShortDimension.Visible(node.Shape, slice.Dimension))],
        ColumnAt column => [(node.Inputs[0], column.Along)],
        Gather gather when IsOfRows(gather, node) => [(node.Inputs[0], ShortDimension.Visible(node.Inputs[0].Shape, 0))],
        _ => [],
    };

    /// <summary>The node from the columns of the input that it folds.</summary>
    /// <param name="node">The node.</param>
    /// <param name="along">The dimension of the input.</param>
    /// <param name="columns">The columns, in order.</param>
    /// <param name="whole">The other inputs, as they are.</param>
    public static Tensor Fold(Tensor node, ShortDimension along, Tensor[] columns, Func<Tensor, Tensor> whole) => node.Operation switch
    {
        Sum => Totalled(node, Added(columns)),
        SumOver sum => Added(columns).SumOver(sum.Over.Except(Axes.Of(along.Axis!))),
        LogSumExp => LogOfSum(columns),
        Max => LargestOf(columns),
        ArgMax => PlaceOfLargest(columns),
        Slice slice => columns[slice.Start].Reshape(node.Shape),
        ColumnAt column => columns[column.Index],
        Gather => Choose(columns, Tensor.Create(new CheckedIndices(nameof(Gather), columns.Length), whole(node.Inputs[1]))),
        _ => throw new InvalidOperationException(node.Operation.Name),
    };

    /// <summary>Of each place the column that its index says, which is not outside.</summary>
    public static Tensor Choose(Tensor[] columns, Tensor indices)
    {
        var chosen = columns[^1];
        for (var k = columns.Length - 2; k >= 0; k--)
        {
            chosen = Tensor.Create(new Where(), Is(indices, k), columns[k], chosen);
        }

        return chosen;
    }

    /// <summary>Where the indices are a number.</summary>
    public static Tensor Is(Tensor indices, int index) => Tensor.Create(new Equal(), indices, Tensor.Literal((long)index));

    // One element of each row of its own.
    private static bool IsOfRows(Gather gather, Tensor node) => gather.Dimension == 0 && node.Inputs[0].Shape.Rank == 1 && node.Shape.Rank == 0;

    // All elements: along which dimension they are added first is free.
    private static IEnumerable<(Tensor Input, ShortDimension Along)> Flattened(Tensor flat)
    {
        var input = flat.Inputs[0];
        return ShortDimension.Of(input).Where(d => d.Axis is null).Select(d => (input, d));
    }

    private static Tensor Totalled(Tensor node, Tensor sum) => node.Shape.Equals(sum.Shape) ? sum : sum.Sum();

    private static Tensor Added(Tensor[] columns) => columns.Aggregate((sum, x) => Tensor.Create(new Add(), sum, x));

    private static Tensor LargestOf(Tensor[] columns) => columns.Aggregate((max, x) => Tensor.Create(new Maximum(), max, x));

    // As the kernels do: an infinite or NaN maximum is the answer itself, as its terms hold ∞ - ∞.
    private static Tensor LogOfSum(Tensor[] columns)
    {
        var largest = LargestOf(columns);
        var log = Added([.. columns.Select(x => (x - largest).Exp())]).Log();
        var isFinite = largest.Abs() < Tensor.Scalar(double.PositiveInfinity).Cast(largest.DType);
        return Tensor.Where(isFinite, largest + log, largest);
    }

    private static Tensor PlaceOfLargest(Tensor[] columns)
    {
        var (best, index) = (columns[0], Tensor.Literal(0L));
        for (var k = 1; k < columns.Length; k++)
        {
            var isBetter = columns[k] > best;
            isBetter = best.DType.IsFloat() ? isBetter | (columns[k].NotEqualTo(columns[k]) & best.EqualTo(best)) : isBetter;
            index = Tensor.Where(isBetter, Tensor.Literal((long)k), index);
            best = Tensor.Where(isBetter, columns[k], best);
        }

        return index;
    }
}
