using TorchSharp;

namespace DiffProb;

/// <summary>Exponentials, logarithms, roots.</summary>
internal static class ExponentialKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Unary<Exp>(torch.exp);
        table.Unary<Log>(torch.log);
        table.Unary<Log1pFunction>(torch.log1p);
        table.Unary<Expm1Function>(torch.expm1);
        table.Unary<Sqrt>(torch.sqrt);
        table.Unary<Sigmoid>(torch.sigmoid);
        table.Unary<SoftplusFunction>(Softplus);
    }

    // libtorch's own gives x itself above a threshold, and is wrong in the tenth digit there.
    private static torch.Tensor Softplus(torch.Tensor x) => torch.maximum(x, torch.zeros_like(x)) + torch.log1p(torch.exp(-x.abs()));
}
