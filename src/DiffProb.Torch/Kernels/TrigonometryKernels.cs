using TorchSharp;

namespace DiffProb;

/// <summary>Circular and hyperbolic functions.</summary>
internal static class TrigonometryKernels
{
    // From here on e⁻ˣ is nothing beside eˣ, and a little later libtorch's eˣ overflows where eˣ / 2 does not.
    private const double Large = 80;

    // From here on 1 is nothing beside x², and much later libtorch's x² overflows.
    private const double LargeInverse = 1e9;

    public static void AddTo(KernelTable table)
    {
        table.Unary<Sin>(torch.sin);
        table.Unary<Cos>(torch.cos);
        table.Unary<Tan>(torch.tan);
        table.Unary<Asin>(torch.asin);
        table.Unary<Acos>(torch.acos);
        table.Unary<Atan>(torch.atan);
        table.Unary<Acot>(x => torch.atan2(torch.ones_like(x), x));
        table.Unary<SinPi>(x => Alternating(x, rest => torch.sin(Math.PI * rest)));
        table.Unary<CosPi>(x => Alternating(x, rest => torch.sin(Math.PI * (0.5 - rest.abs()))));
        table.Binary<Atan2>(torch.atan2);
        table.Unary<Sinh>(x => torch.where(x.abs().lt(Large), torch.sinh(x), torch.sign(x) * HalfExp(x.abs())));
        table.Unary<Cosh>(x => torch.where(x.abs().lt(Large), torch.cosh(x), HalfExp(x.abs())));
        table.Unary<Tanh>(torch.tanh);
        table.Unary<Asinh>(x => torch.where(x.abs().lt(LargeInverse), torch.asinh(x), torch.sign(x) * (torch.log(x.abs()) + Math.Log(2))));
        table.Unary<Atanh>(torch.atanh);
        table.Unary<LogCoshFunction>(LogCosh);
    }

    // f of what is left of x beside the nearest whole number n, and (-1)ⁿ: exact zeros at whole numbers and halves, however large.
    private static torch.Tensor Alternating(torch.Tensor x, Func<torch.Tensor, torch.Tensor> f)
    {
        var whole = torch.round(x);
        return f(x - whole) * (1 - (2 * torch.remainder(whole, 2)));
    }

    // Near 0 through sinh², far from it through what |x| - log 2 leaves.
    private static torch.Tensor LogCosh(torch.Tensor x)
    {
        var size = x.abs();
        return torch.where(size.gt(1), size - Math.Log(2) + torch.log1p(torch.exp(-2 * size)), torch.log1p(2 * torch.sinh(0.5 * size).square()));
    }

    private static torch.Tensor HalfExp(torch.Tensor x)
    {
        var half = torch.exp(x * 0.5);
        return 0.5 * half * half;
    }
}
