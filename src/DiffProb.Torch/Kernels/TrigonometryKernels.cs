using TorchSharp;

namespace DiffProb;

/// <summary>Circular and hyperbolic functions.</summary>
internal static class TrigonometryKernels
{
    // From here on e⁻ˣ is nothing beside eˣ, and a little later libtorch's eˣ overflows where eˣ / 2 does not.
    private static readonly Scalar Large = 80.0.ToScalar();

    // From here on 1 is nothing beside x², and much later libtorch's x² overflows.
    private static readonly Scalar LargeInverse = 1e9.ToScalar();

    public static void AddTo(KernelTable table)
    {
        table.Unary<Sin>(torch.sin);
        table.Unary<Cos>(torch.cos);
        table.Unary<Tan>(torch.tan);
        table.Unary<Asin>(torch.asin);
        table.Unary<Acos>(torch.acos);
        table.Unary<Atan>(torch.atan);
        table.Unary<Acot>(x => torch.atan2(torch.ones_like(x), x));
        table.Unary<SinPi>(x => Alternating(x, rest => torch.sin(rest * Scalars.Pi)));
        table.Unary<CosPi>(x => Alternating(x, rest => torch.sin((-rest.abs()).Plus(Scalars.Half) * Scalars.Pi)));
        table.Binary<Atan2>(torch.atan2);
        table.Unary<Sinh>(x => torch.where(x.abs().lt(Large), torch.sinh(x), torch.sign(x) * HalfExp(x.abs())));
        table.Unary<Cosh>(x => torch.where(x.abs().lt(Large), torch.cosh(x), HalfExp(x.abs())));
        table.Unary<Tanh>(torch.tanh);
        table.Unary<Asinh>(x => torch.where(x.abs().lt(LargeInverse), torch.asinh(x), torch.sign(x) * torch.log(x.abs()).Plus(Scalars.LogTwo)));
        table.Unary<Atanh>(torch.atanh);
        table.Unary<LogCoshFunction>(LogCosh);
    }

    // f of what is left of x beside the nearest whole number n, and (-1)ⁿ: exact zeros at whole numbers and halves, however large.
    private static torch.Tensor Alternating(torch.Tensor x, Func<torch.Tensor, torch.Tensor> f)
    {
        var whole = torch.round(x);
        return f(x - whole) * (torch.remainder(whole, Scalars.Two) * Scalars.MinusTwo).Plus(Scalars.One);
    }

    // Near 0 through sinh², far from it through what |x| - log 2 leaves.
    private static torch.Tensor LogCosh(torch.Tensor x)
    {
        var size = x.abs();
        var half = torch.sinh(size * Scalars.Half);
        var far = (size - Scalars.LogTwo).Plus(torch.log1p(torch.exp(size * Scalars.MinusTwo)));
        return torch.where(size.gt(Scalars.One), far, torch.log1p(half * half * Scalars.Two));
    }

    private static torch.Tensor HalfExp(torch.Tensor x)
    {
        var half = torch.exp(x * Scalars.Half);
        return half * Scalars.Half * half;
    }
}
