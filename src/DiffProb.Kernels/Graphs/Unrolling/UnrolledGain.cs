namespace DiffProb;

/// <summary>What unrolling a short dimension saves and costs at one node: numbers that are moved through memory, roughly.</summary>
internal static class UnrolledGain
{
    // A loop reads one number for each row of so many where it lies, and one row for all where it is twice as long.
    private const int LongRow = LaneCompiler.Width;

    /// <summary>Copies of what a node repeats along the dimension, and its own loop over few numbers at a time.</summary>
    public static double OfMember(Tensor node, ShortDimension along) => node.Operation switch
    {
        FromColumns => OfLeaving(node, along),
        CumSum or Concatenate or Embed or Slice => SizeOf(node),
        SumOver or DimensionReduction => OfReduction(node),
        View view => view.Of(node).Coalesce().IsRun((int)Math.Min(SizeOf(node), int.MaxValue)) ? 0.0 : SizeOf(node),
        Elementwise => OfRepeated(node, along),
        _ => 0.0,
    };

    /// <summary>A sum, maximum or choice along the dimension.</summary>
    public static double OfFold(Tensor input, ShortDimension along) => SizeOf(input) * (along.InnerOf(input) == 1 ? 1.5 : 1.0);

    /// <summary>Columns of what is there whole: copied, unless each lies together, or they were data.</summary>
    public static double OfEntering(Tensor input, ShortDimension along) =>
        input.Operation is Constant || along.SizeIn(input) == 1 || IsOutermost(input, along) ? 0.0 : SizeOf(input);

    /// <summary>Columns that are wanted together.</summary>
    public static double OfLeaving(Tensor node, ShortDimension along) => SizeOf(node) * (along.InnerOf(node) == 1 ? 1.0 : 0.5);

    private static double SizeOf(Tensor node) => (double)node.Shape.Size * node.Axes.Size;

    private static bool IsOutermost(Tensor node, ShortDimension along) => StridedView.SizesOf(node).AsSpan(0, along.InMemory(node)).IndexOfAnyExcept(1) < 0;

    // Sums of rows, of few numbers at a time.
    private static double OfReduction(Tensor node)
    {
        var layout = ReductionRunner.LayoutOf(node);
        var size = SizeOf(node.Inputs[0]);
        return (layout.Inner is > 1 and < 2 * ShortDimension.Longest ? 2.0 * size : 0.0) + (layout.Moved is null ? 0.0 : size);
    }

    private static double OfRepeated(Tensor node, ShortDimension along)
    {
        var gain = 0.0;
        var at = along.InMemory(node);
        foreach (var input in node.Inputs)
        {
            var view = StridedView.Broadcast(input, node);
            gain += IsCopied(view.Coalesce(), input) ? SizeOf(node) : 0.0;
            gain -= IsCopied(Without(view, at).Coalesce(), input) ? view.Strides[at] == 0 ? SizeOf(node) / along.SizeIn(node) : SizeOf(node) : 0.0;
        }

        return gain;
    }

    // Whether a loop reads the operand from a copy: neither in order, nor by long rows.
    private static bool IsCopied(StridedView view, Tensor operand)
    {
        var isInOrder = SizeOf(operand) == 1 || view is { Sizes: [] } or { Sizes: [_], Strides: [0 or 1] };
        return !isInOrder && view is not ({ Sizes: [_, >= LongRow], Strides: [1, 0] } or { Sizes: [_, >= 2 * LongRow], Strides: [0, 1] });
    }

    // Columns of the operand lie together.
    private static StridedView Without(StridedView view, int at)
    {
        var (sizes, strides) = (new List<int>(view.Sizes), new List<int>(view.Strides));
        var (size, stride) = (sizes[at], strides[at]);
        sizes.RemoveAt(at);
        strides.RemoveAt(at);
        return new([.. sizes], [.. strides.Select(s => stride > 0 && s > stride ? s / size : s)], 0);
    }
}
