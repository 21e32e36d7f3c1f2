using TorchSharp;

namespace DiffProb;

/// <summary>Exponentials, logarithms, roots.</summary>
internal static class ExponentialKernels
{
    // Left of it the logistic function is eˣ to all digits; libtorch's own is 0 where it should be subnormal.
    private const double LeftEnd = -40;
    private static readonly Scalar FarLeft = LeftEnd.ToScalar();

    public static void AddTo(KernelTable table)
    {
        table.Unary<Exp>(torch.exp);
        table.Unary<Log>(torch.log);
        table.Unary<Log1pFunction>(torch.log1p);
        table.Unary<Expm1Function>(torch.expm1);
        table.Unary<Sqrt>(torch.sqrt);
        table.Unary<Sigmoid>(Logistic);
        table.Unary<SoftplusFunction>(x => torch.logaddexp(x, torch.zeros_like(x))); // libtorch's own gives x itself above a threshold
        table.Add<Between>((_, call) => Between(call.Aligned(0), call.Aligned(1), call.Aligned(2)));
    }

    // On the host a look at the smallest element is cheap, and where none is far left (or NaN) there is nothing to choose.
    private static torch.Tensor Logistic(torch.Tensor x) =>
        x.device_type == DeviceType.CPU && x.numel() > 0 && x.amin([.. Enumerable.Range(0, (int)x.dim()).Select(d => (long)d)]).ToDouble() >= LeftEnd
            ? torch.sigmoid(x)
            : torch.where(x.lt(FarLeft), torch.exp(x), torch.sigmoid(x));

    // From the nearer end, and not beyond the other one.
    private static torch.Tensor Between(torch.Tensor low, torch.Tensor high, torch.Tensor x)
    {
        var part = (high - low) / torch.exp(x.abs()).Plus(Scalars.One);
        return torch.where(x.lt(Scalars.Zero), torch.minimum(low.Plus(part), high), torch.maximum(high - part, low));
    }
}
