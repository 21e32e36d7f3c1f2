using TorchSharp;

namespace DiffProb;

/// <summary>Reductions over a visible dimension or over hidden axes, and running sums.</summary>
internal static class ReductionKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add<Sum>((sum, call) => torch.sum(call.Input(0), call.Place(sum.Dimension), type: call.Type));
        table.Add<SumOver>((sum, call) => sum.Over.All(a => a.Size == 1) && call.Input(0).dtype == call.Type
            ? call.Input(0).reshape(Dimensions.Of(call.Node))
            : torch.sum(call.Input(0), PlacesOf(sum, call.Node.Inputs[0]), type: call.Type));
        table.Add<Max>((max, call) => torch.amax(call.Input(0), [call.Place(max.Dimension)]));
        table.Add<ArgMax>((argMax, call) => torch.argmax(Ordered(call.Input(0)), call.Place(argMax.Dimension)));
        table.Add<LogSumExp>((sum, call) => torch.logsumexp(call.Input(0), call.Place(sum.Dimension)));
        table.Add<CumSum>((sum, call) => RunningSum(call.Input(0), call.Place(sum.Dimension), sum.Reverse, call.Type));
    }

    private static long[] PlacesOf(SumOver sum, Tensor input) => [.. sum.Over.Select(a => (long)input.Axes.IndexOf(a))];

    // libtorch does not order truth values.
    private static torch.Tensor Ordered(torch.Tensor x) => x.dtype == torch.ScalarType.Bool ? x.to(torch.ScalarType.Byte) : x;

    private static torch.Tensor RunningSum(torch.Tensor x, long dimension, bool reverse, torch.ScalarType type) =>
        reverse ? torch.cumsum(x.flip(dimension), dimension, type).flip(dimension) : torch.cumsum(x, dimension, type);
}
