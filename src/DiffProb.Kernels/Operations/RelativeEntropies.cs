namespace DiffProb;

/// <summary>What Kullback-Leibler divergences are made of, elementwise: convex functions that are 0 where two laws agree, exact near there.</summary>
internal static class RelativeEntropies
{
    /// <summary>eˣ - 1 - x: at least 0.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Expm1mx(this Tensor x) => Unary.Node(new Expm1mxFunction(), x);

    /// <summary>x log(x / y) - x + y: at least 0; y at x = 0, and +∞ at y = 0 &lt; x.</summary>
    /// <remarks><b>Gradients</b>: in x at 0, where it is -∞, it is given as 0: an event that can't happen adds nothing.</remarks>
    /// <param name="x">At least 0.</param>
    /// <param name="y">At least 0.</param>
    public static Tensor Deviance(Tensor x, Tensor y) => Binary.Node(new DevianceFunction(), x, y);

    /// <summary>The deviance of eᵃ from eᵇ.</summary>
    /// <param name="a">At least -∞.</param>
    /// <param name="b">At least -∞.</param>
    public static Tensor DevianceOfLogs(Tensor a, Tensor b) => Binary.Node(new DevianceOfLogs(), a, b);

    /// <summary>ψ'(x) - 1/x: exact for large x, where it is 1 / (2x²).</summary>
    /// <param name="x">Positive.</param>
    public static Tensor TrigammaExcess(this Tensor x) => Unary.Node(new TrigammaExcessFunction(), x);

    /// <summary>h(y) - h(x) - (y - x) h'(x) with h(t) = log Γ(t) - t log t + t: at least 0, exact for large and for nearly equal numbers.</summary>
    /// <remarks>With <see cref="Deviance"/> of y from x added it is the same of log Γ itself.</remarks>
    /// <param name="y">Positive.</param>
    /// <param name="x">Positive.</param>
    public static Tensor LogGammaBregman(Tensor y, Tensor x) => Binary.Node(new LogGammaBregmanFunction(), y, x);
}

internal sealed record Expm1mxFunction : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Expm1();

    protected override double Value(double x) => Expm1mx.Of(x);
}

internal sealed record DevianceFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (x, y) = (output.Inputs[0], output.Inputs[1]);
        var isZero = x.EqualTo(0.0);
        return adjoint * (input == 0
            ? Tensor.Where(isZero, 0.0, Ratios.LogRatio(Tensor.Where(isZero, 1.0, x), Tensor.Where(isZero, 1.0, y)))
            : Tensor.Where(isZero, 1.0, (y - x) / Tensor.Where(isZero, 1.0, y)));
    }

    protected override double Value(double a, double b) => Deviance.Of(a, b);
}

internal sealed record DevianceOfLogs : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0
            ? ZeroProducts.WherePossible(a, a.Exp() * (a - ZeroProducts.WherePossible(a, b, 0.0)), 0.0)
            : b.Exp() - a.Exp());
    }

    protected override double Value(double a, double b) => Deviance.OfLogs(a, b);
}

internal sealed record TrigammaExcessFunction : VectorUnary<VectorFunctions.TrigammaExcess>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var x = output.Inputs[0];
        return adjoint * (x.Polygamma(2) + (1.0 / x.Square()));
    }
}

internal sealed record LogGammaBregmanFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (y, x) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? x.LogMinusDigamma() - y.LogMinusDigamma() : (x - y) * x.TrigammaExcess());
    }

    protected override double Value(double a, double b) => LogGammaBregman.Of(a, b);
}
