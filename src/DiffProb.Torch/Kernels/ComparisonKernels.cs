using TorchSharp;

namespace DiffProb;

/// <summary>Comparisons, logic and choice.</summary>
internal static class ComparisonKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Binary<Greater>(torch.gt);
        table.Binary<GreaterOrEqual>(torch.ge);
        table.Binary<Equal>(torch.eq);
        table.Binary<And>(torch.logical_and);
        table.Unary<Not>(torch.logical_not);
        table.Add<WherePossible>((_, call) => torch.where(call.Aligned(0).gt(Scalars.MinusInfinity), call.Aligned(1), call.Aligned(2)));
        table.Add<Where>((_, call) => torch.where(call.Aligned(0), call.Aligned(1), call.Aligned(2)));
    }
}
