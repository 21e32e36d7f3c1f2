namespace DiffProb;

/// <summary>Rows of few numbers, taken apart and put together.</summary>
internal static class ShortRows
{
    // Data up to this size are taken apart before the graph runs.
    private const long LargestData = 1 << 24;

    /// <summary>The columns of a tensor: of data, arrays of their own; of others, views.</summary>
    public static Tensor[] Columns(Tensor x, ShortDimension along)
    {
        var count = along.SizeIn(x);
        var size = (long)x.Shape.Size * x.Axes.Size;
        var isData = x.Operation is Constant && size / count > 1 && size <= LargestData;
        return [.. Enumerable.Range(0, count).Select(k => IsCount(x) ? Number(x, along, k) : isData ? Taken(ColumnAt.Of(x, along, k)) : ColumnAt.Of(x, along, k))];
    }

    /// <summary>A tensor from its columns, each repeated to what all of them have.</summary>
    public static Tensor Together(Tensor[] columns, ShortDimension along)
    {
        var shape = Shape.Broadcast(columns);
        var axes = columns.Aggregate(Axes.None, (a, c) => a.Union(c.Axes));
        columns = Array.ConvertAll(columns, c => c.BroadcastTo(shape).ExpandAlong(axes));
        var together = Tensor.Create(new FromColumns(along), columns);
        return shape.Size * axes.Size == 1 ? OfNumbers(together, along, columns) : together;
    }

    // Few numbers stay in the lanes of one vector.
    private static Tensor OfNumbers(Tensor node, ShortDimension along, Tensor[] columns)
    {
        var shape = along.Axis is null ? node.Shape : Shape.Scalar;
        var axes = along.Axis is null ? Axes.None : Axes.Of(along.Axis);
        var numbers = Array.ConvertAll(columns, c => along.Axis is null ? c.Reshape([.. shape.Select(_ => 1)]) : c);
        var row = numbers[^1];
        for (var k = numbers.Length - 2; k >= 0; k--)
        {
            var here = new byte[numbers.Length];
            here[k] = 1;
            row = Tensor.Create(new Where(), Tensor.Constant(shape, new Storage<byte>(here), axes), numbers[k], row);
        }

        return row;
    }

    private static Tensor Taken(Tensor column) => Tensor.Constant(column.Shape, NodeRun.Alone(column), column.Axes);

    // The numbers 0, 1, … are no data, but text: programs compare with them.
    private static bool IsCount(Tensor x)
    {
        if (x.Operation is not Constant { Storage: Storage<long> { Array: var numbers } } || numbers.Length > ShortDimension.Longest)
        {
            return false;
        }

        for (var k = 0; k < numbers.Length; k++)
        {
            if (numbers[k] != k)
            {
                return false;
            }
        }

        return true;
    }

    private static Tensor Number(Tensor x, ShortDimension along, int k)
    {
        var column = ColumnAt.Of(x, along, k);
        return column.Shape.Size == 1 && column.Axes.Size == 1 ? Tensor.Literal((long)k).Reshape(column.Shape) : column;
    }
}
