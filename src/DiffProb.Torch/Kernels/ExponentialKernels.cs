using TorchSharp;

namespace DiffProb;

/// <summary>Exponentials, logarithms, roots.</summary>
internal static class ExponentialKernels
{
    // Left of it the logistic function is eˣ to all digits; libtorch's own is 0 where it should be subnormal.
    private static readonly Scalar FarLeft = (-40.0).ToScalar();

    public static void AddTo(KernelTable table)
    {
        table.Unary<Exp>(torch.exp);
        table.Unary<Log>(torch.log);
        table.Unary<Log1pFunction>(torch.log1p);
        table.Unary<Expm1Function>(torch.expm1);
        table.Unary<Sqrt>(torch.sqrt);
        table.Unary<Sigmoid>(x => torch.where(x.lt(FarLeft), torch.exp(x), torch.sigmoid(x)));
        table.Unary<SoftplusFunction>(Softplus);
        table.Add<Between>((_, call) => Between(call.Aligned(0), call.Aligned(1), call.Aligned(2)));
    }

    // libtorch's own gives x itself above a threshold, and is wrong in the tenth digit there.
    private static torch.Tensor Softplus(torch.Tensor x) => torch.maximum(x, torch.zeros_like(x)).Plus(torch.log1p(torch.exp(-x.abs())));

    // From the nearer end, and not beyond the other one.
    private static torch.Tensor Between(torch.Tensor low, torch.Tensor high, torch.Tensor x)
    {
        var part = (high - low) / torch.exp(x.abs()).Plus(Scalars.One);
        return torch.where(x.lt(Scalars.Zero), torch.minimum(low.Plus(part), high), torch.maximum(high - part, low));
    }
}
