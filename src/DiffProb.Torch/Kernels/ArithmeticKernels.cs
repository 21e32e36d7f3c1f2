using TorchSharp;

namespace DiffProb;

/// <summary>Sums, products, powers, extremes and changes of type.</summary>
internal static class ArithmeticKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Binary<Add>(Scalars.Plus);
        table.Binary<Subtract>(torch.sub);
        table.Binary<Multiply>(torch.mul);
        table.Binary<Divide>((a, b) => torch.div(a, b));
        table.Unary<Negate>(torch.neg);
        table.Binary<Power>(torch.pow);
        table.Binary<Maximum>(torch.maximum);
        table.Binary<Minimum>(torch.minimum);
        table.Binary<TimesOrZero>((a, b) => ZeroOr(a, b));
        table.Binary<XLogY>((a, b) => ZeroOr(a, torch.log(b)));
        table.Binary<XLog1pY>((a, b) => ZeroOr(a, torch.log1p(b)));
        table.Unary<Abs>(torch.abs);
        table.Add<Cast>((cast, call) => cast.From.IsFloat() && cast.To == DType.Int64 ? Truncated(call.Input(0)) : call.Input(0).to(call.Type));
    }

    // A zero factor wins over infinity and NaN, which libtorch's xlogy lets through. Where the products are finite, it has won already, but for the sign of
    // its zeros: on the host a look at their sum is cheaper than a choice.
    private static torch.Tensor ZeroOr(torch.Tensor factor, torch.Tensor other)
    {
        var product = torch.addcmul(torch.zeros([], dtype: other.dtype, device: other.device), factor, other, Scalars.Once);
        return product.device_type == DeviceType.CPU && product.sum(torch.ScalarType.Float64).isfinite().item<bool>()
            ? product
            : torch.where(factor.eq(Scalars.Zero), torch.zeros_like(product), product);
    }

    // libtorch leaves NaN and numbers outside Int64 to the processor; here NaN is 0 and the others are the nearest bound.
    private static torch.Tensor Truncated(torch.Tensor x)
    {
        var inside = torch.where(x.abs().lt(Scalars.Int64End), x, torch.zeros_like(x)).to(torch.ScalarType.Int64);
        var high = torch.full_like(inside, Scalars.LargestInt64);
        var low = torch.full_like(inside, Scalars.SmallestInt64);
        return torch.where(x.ge(Scalars.Int64End), high, torch.where(x.le(Scalars.MinusInt64End), low, inside));
    }
}
