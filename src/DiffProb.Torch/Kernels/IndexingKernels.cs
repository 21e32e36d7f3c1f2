using TorchSharp;

namespace DiffProb;

/// <summary>Elements chosen by indices. An index outside is the error of the managed engine; on a device libtorch would lose the process.</summary>
/// <remarks>Tensors are brought to [axes..., outer, along, inner], so that one call of libtorch serves every dimension.</remarks>
internal static class IndexingKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add<Gather>(Gathered);
        table.Add<ScatterAdd>(Scattered);
        table.Add<TakeAlong>((take, call) =>
            torch.gather(call.Expanded(0), call.Place(take.Dimension), Checked(call, 1, call.Node.Inputs[0].Shape[take.Dimension])));
        table.Add<AddAlong>((add, call) => Zeros(call, Dimensions.Of(call.Node))
            .scatter_add(call.Place(add.Dimension), Checked(call, 1, add.Size), call.Expanded(0)));
        table.Add<OneHot>(Marked);
    }

    private static torch.Tensor Marked(OneHot oneHot, KernelCall call)
    {
        using var count = oneHot.Count.ToScalar();
        var places = torch.arange(Scalars.Zero, count, Scalars.Once, dtype: torch.ScalarType.Int64, device: call.Input(0).device);
        return Checked(call, 0, oneHot.Count).unsqueeze(-1).eq(places).to(call.Type);
    }

    private static torch.Tensor Gathered(Gather gather, KernelCall call)
    {
        var (shape, indices) = (call.Node.Inputs[0].Shape, call.Node.Inputs[1].Shape);
        var (outer, size, inner) = (shape.Take(gather.Dimension).Size, shape[gather.Dimension], shape.Skip(gather.Dimension + 1).Size);
        var x = Reshaped(call.Expanded(0), call, outer, size, inner);
        var at = Reshaped(Checked(call, 1, size), call, 1, indices.Size, 1).expand(Sizes(call, outer, indices.Size, inner));
        return torch.gather(x, call.Place(1), at).reshape(Dimensions.Of(call.Node));
    }

    private static torch.Tensor Scattered(ScatterAdd scatter, KernelCall call)
    {
        var (shape, indices) = (call.Node.Shape, call.Node.Inputs[1].Shape);
        var (outer, inner) = (shape.Take(scatter.Dimension).Size, shape.Skip(scatter.Dimension + 1).Size);
        var x = Reshaped(call.Expanded(0), call, outer, indices.Size, inner);
        var at = Reshaped(Checked(call, 1, scatter.Size), call, 1, indices.Size, 1).expand(Sizes(call, outer, indices.Size, inner));
        return Zeros(call, Sizes(call, outer, scatter.Size, inner)).scatter_add(call.Place(1), at, x).reshape(Dimensions.Of(call.Node));
    }

    // The indices repeated along the axes of the node, all of them inside.
    private static torch.Tensor Checked(KernelCall call, int index, int size)
    {
        var indices = call.Input(index);
        using var end = size.ToScalar();
        var outside = indices.lt(Scalars.Zero).logical_or(indices.ge(end));
        if (outside.any().cpu().item<bool>())
        {
            throw Errors.IndexOutside(call.Operation.Name, indices.masked_select(outside).cpu()[0].item<long>(), size);
        }

        return call.Expanded(index);
    }

    private static torch.Tensor Zeros(KernelCall call, long[] sizes) => torch.zeros(sizes, dtype: call.Type, device: call.Input(0).device);

    private static torch.Tensor Reshaped(torch.Tensor x, KernelCall call, params int[] visible) => x.reshape(Sizes(call, visible));

    private static long[] Sizes(KernelCall call, params int[] visible) => Dimensions.Of(call.Node.Axes, visible);
}
