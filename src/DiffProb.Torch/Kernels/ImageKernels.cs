using TorchSharp;

namespace DiffProb;

/// <summary>Pictures read at points between their pixels.</summary>
/// <remarks>Not libtorch's grid_sample: it takes NaN for a point, and its units of the whole picture would have to be rounded twice, which takes a point
/// at a whole pixel, where slopes jump, to either side of it.</remarks>
internal static class ImageKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add<GridSample>(Sampled);
        table.Add<GridScatter>(Scattered);
    }

    private static torch.Tensor Sampled(GridSample sample, KernelCall call)
    {
        var picture = call.Node.Inputs[0].Shape;
        var (across, down) = Around(sample.Rule, call, picture[^2], picture[^1]);
        var pixels = Flat(call);
        var rows = down.Select(row => across.Select(column =>
        {
            var (at, inside) = Place(row, column, picture[^1], pixels);
            return column.Share * torch.where(inside, torch.gather(pixels, -1, at), torch.zeros_like(column.Share));
        }).Aggregate(Scalars.Plus).mul(row.Share));
        return rows.Aggregate(Scalars.Plus).reshape(Dimensions.Of(call.Node));
    }

    private static torch.Tensor Scattered(GridScatter scatter, KernelCall call)
    {
        var (across, down) = Around(scatter.Rule, call, scatter.Height, scatter.Width);
        var values = Flat(call);
        var sizes = values.shape;
        var picture = torch.zeros([.. sizes[..^1], (long)scatter.Height * scatter.Width], dtype: call.Type, device: values.device);
        foreach (var (row, column) in down.SelectMany(row => across.Select(column => (row, column))))
        {
            var (at, inside) = Place(row, column, scatter.Width, values);
            var share = column.Share * (row.Share * values);
            picture = picture.scatter_add(-1, at, torch.where(inside, share, torch.zeros_like(share)));
        }

        return picture.reshape(Dimensions.Of(call.Node));
    }

    private static (Pixels[] Across, Pixels[] Down) Around(GridRule rule, KernelCall call, int height, int width)
    {
        var shape = call.Node.Inputs[1].Shape;
        var points = Flat(call, 1, 1, shape[^3] * shape[^2], 2);
        return (Around(rule, rule.IsSlopeX, points.select(-1, 0), width), Around(rule, rule.IsSlopeY, points.select(-1, 1), height));
    }

    // Pictures or values as [axes..., leading..., C, pixels].
    private static torch.Tensor Flat(KernelCall call)
    {
        var shape = call.Node.Inputs[0].Shape;
        return Flat(call, 0, shape[^3], shape[^2] * shape[^1]);
    }

    // The input along the axes and leading dimensions of the node, with its last three dimensions in another shape.
    private static torch.Tensor Flat(KernelCall call, int index, params int[] last)
    {
        var shape = call.Node.Inputs[index].Shape;
        var lead = call.Node.Shape.Take(call.Node.Shape.Rank - 3);
        return call.Aligned(index)
            .expand(Dimensions.Of(call.Node.Axes, lead.Concat(shape.Skip(shape.Rank - 3))))
            .reshape(Dimensions.Of(call.Node.Axes, lead.Concat(Shape.Of(last))));
    }

    // As in the managed engine, pixel by pixel.
    private static Pixels[] Around(GridRule rule, bool isSlope, torch.Tensor points, int size)
    {
        var isBorder = rule.Padding == Padding.Border;
        using var least = (isBorder ? 0L : -2L).ToScalar();
        using var most = (isBorder ? size - 1L : size + 1L).ToScalar();
        var at = points.clamp(least, most);
        var whole = rule.Interpolation == Interpolation.Nearest ? torch.round(at) : torch.floor(at);
        var low = torch.where(points.isnan(), torch.zeros_like(whole), whole).to(torch.ScalarType.Int64);
        var high = low.Plus(Scalars.Once);
        if (rule.Interpolation == Interpolation.Nearest)
        {
            return [new(low, Inside(low, size), OrNaN(torch.ones_like(points), points))];
        }

        var share = at.Plus(whole.neg());
        var slope = torch.ones_like(points);
        slope = OrNaN(isBorder ? torch.where(points.lt(least).logical_or(points.ge(most)), torch.zeros_like(slope), slope) : slope, points);
        return isSlope
            ? [new(low, Inside(low, size), slope.neg()), new(high, Inside(high, size), slope)]
            : [new(low, Inside(low, size), share.neg().Plus(Scalars.One)), new(high, Inside(high, size), share)];
    }

    private static torch.Tensor OrNaN(torch.Tensor share, torch.Tensor points) => torch.where(points.isnan(), points.detach(), share);

    private static torch.Tensor Inside(torch.Tensor pixels, int size)
    {
        using var end = size.ToScalar();
        return pixels.ge(Scalars.Zero).logical_and(pixels.lt(end));
    }

    // Where the pixels lie in a picture, for each of its channels; the first one in place of what is outside.
    private static (torch.Tensor At, torch.Tensor Inside) Place(Pixels row, Pixels column, int width, torch.Tensor channels)
    {
        using var length = width.ToScalar();
        var inside = row.Inside.logical_and(column.Inside);
        var at = row.At.mul(length).Plus(column.At);
        var sizes = at.shape;
        return (torch.where(inside, at, torch.zeros_like(at)).expand([.. sizes[..^2], channels.shape[^2], sizes[^1]]), inside);
    }

    /// <summary>A pixel beside each point along a dimension, and what it counts for.</summary>
    private sealed record Pixels(torch.Tensor At, torch.Tensor Inside, torch.Tensor Share);
}
