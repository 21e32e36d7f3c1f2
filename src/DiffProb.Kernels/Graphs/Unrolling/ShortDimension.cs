namespace DiffProb;

/// <summary>A dimension of a tensor, as it is known to all tensors that broadcast with it: a hidden axis, or the distance of a visible dimension from the last.</summary>
/// <param name="Axis">The axis; null for a visible dimension.</param>
/// <param name="FromLast">0 for the last visible dimension, 1 for the one before.</param>
internal readonly record struct ShortDimension(Axis? Axis, int FromLast)
{
    /// <summary>Most elements along a dimension that is unrolled: those of one vector.</summary>
    public const int Longest = 8;

    /// <summary>A hidden axis.</summary>
    public static ShortDimension Along(Axis axis) => new(axis, 0);

    /// <summary>A visible dimension of a shape, counted from the first.</summary>
    public static ShortDimension Visible(Shape shape, int dimension) => new(null, shape.Rank - 1 - dimension);

    /// <summary>The dimensions of a tensor that are short, and not particles: of these there are many, or one.</summary>
    public static IEnumerable<ShortDimension> Of(Tensor tensor)
    {
        foreach (var axis in tensor.Axes)
        {
            if (axis.Size is > 1 and <= Longest && axis.Role != AxisRole.Particle)
            {
                yield return Along(axis);
            }
        }

        for (var d = 0; d < tensor.Shape.Rank; d++)
        {
            if (tensor.Shape[d] is > 1 and <= Longest)
            {
                yield return Visible(tensor.Shape, d);
            }
        }
    }

    /// <summary>Whether the tensor has the dimension, if only with one element.</summary>
    public bool IsIn(Tensor tensor) => Axis is null ? FromLast < tensor.Shape.Rank : tensor.Axes.Contains(Axis);

    /// <summary>Elements along it.</summary>
    public int SizeIn(Tensor tensor) => Axis is null ? tensor.Shape[PlaceIn(tensor.Shape)] : Axis.Size;

    /// <summary>Where a visible dimension is, counted from the first.</summary>
    public int PlaceIn(Shape shape) => shape.Rank - 1 - FromLast;

    /// <summary>Where it is among the axes and visible dimensions, in their order in memory.</summary>
    public int InMemory(Tensor tensor) => Axis is null ? tensor.Axes.Count + PlaceIn(tensor.Shape) : tensor.Axes.IndexOf(Axis);

    /// <summary>Elements that are next to each other before the next one along it.</summary>
    public int InnerOf(Tensor tensor)
    {
        var inner = 1;
        foreach (var size in StridedView.SizesOf(tensor).AsSpan(InMemory(tensor) + 1))
        {
            inner *= size;
        }

        return inner;
    }
}
