using TorchSharp;

namespace DiffProb;

/// <summary>Changes of shape. Every view is one kernel: the operation says where each element lies.</summary>
internal static class ShapeKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add<View>((view, call) => Strided(call.Input(0), view.Of(call.Node)));
        table.Add<Embed>(Embedded);
        table.Add<Concatenate>((join, call) => torch.cat([.. Enumerable.Range(0, call.Node.Inputs.Length).Select(call.Expanded)], call.Place(join.Dimension)));
    }

    private static torch.Tensor Strided(torch.Tensor x, StridedView view)
    {
        var rows = x.contiguous();
        return rows.as_strided(Long(view.Sizes), Long(view.Strides), rows.storage_offset() + view.Offset);
    }

    private static torch.Tensor Embedded(Embed embed, KernelCall call)
    {
        var zeros = torch.zeros(Dimensions.Of(call.Node), dtype: call.Type, device: call.Input(0).device);
        var count = call.Node.Inputs[0].Shape[embed.Dimension];
        var stop = count == 0 ? embed.Start : embed.Start + ((count - 1) * embed.Step) + 1;
        return torch.slice_scatter(zeros, call.Input(0), call.Place(embed.Dimension), embed.Start, stop, embed.Step);
    }

    private static long[] Long(int[] sizes) => Array.ConvertAll(sizes, s => (long)s);
}
