using TorchSharp;

namespace DiffProb;

/// <summary>Rounding and sign.</summary>
internal static class RoundingKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Unary<Floor>(torch.floor);
        table.Unary<Round>(x => torch.round(x)); // halves to even

        // libtorch's sign of NaN is 0.
        table.Unary<Sign>(x => torch.where(x.isnan(), x, torch.sign(x)));
    }
}
