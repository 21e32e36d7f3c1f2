using TorchSharp;

namespace DiffProb;

/// <summary>Rounding and sign.</summary>
internal static class RoundingKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Unary<Floor>(torch.floor);
        table.Unary<Round>(x => torch.round(x)); // halves to even

        table.Add<Neighbour>((operation, call) =>
        {
            var x = call.Input(0);
            var fixedX = x.detach();
            var next = fixedX.nextafter(torch.full_like(fixedX, operation.IsAbove ? Scalars.Infinity : Scalars.MinusInfinity));
            return torch.where(fixedX.isinf(), next, x.Plus(next.Plus(fixedX.neg()))); // exact, and libtorch differentiates no nextafter
        });

        // libtorch's sign of NaN is 0.
        table.Unary<Sign>(x => torch.where(x.isnan(), x, torch.sign(x)));
    }
}
