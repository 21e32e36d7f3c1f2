namespace DiffProb;

/// <summary>Logarithms of complements of exponentials, exact far into both tails: what distribution functions are made of.</summary>
internal static class LogExponentials
{
    /// <summary>log(1 - eˣ), elementwise; for x = -e^y in a form that stays exact where e^y underflows.</summary>
    /// <param name="x">At most 0.</param>
    public static Tensor Log1mExp(this Tensor x) =>
        x.Operation is Negate && x.Inputs[0].Operation is Exp ? x.Inputs[0].Inputs[0].LogInverseCloglog() : Unary.Node(new Log1mExpFunction(), x);

    /// <summary>log(1 - xᵃ) from the logarithms of x and of 1 - x, elementwise: exact where x rounds to 0 or to 1.</summary>
    /// <param name="a">Exponent, positive.</param>
    /// <param name="logX">log x.</param>
    /// <param name="logRest">log(1 - x).</param>
    public static Tensor LogPowerComplement(Tensor a, Tensor logX, Tensor logRest) =>
        Tensor.Create(new LogPowerComplement(), Elementwise.Promote(true, a, logX, logRest));

    /// <summary>log(1 - exp(-eˣ)), elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor LogInverseCloglog(this Tensor x) => Unary.Node(new LogInverseCloglog(), x);

    /// <summary>log(-log(1 - eˣ)), elementwise: the inverse of <see cref="LogInverseCloglog"/>.</summary>
    /// <param name="x">Below 0.</param>
    public static Tensor CloglogOfLog(this Tensor x) => Unary.Node(new CloglogOfLog(), x);
}

internal sealed record Log1mExpFunction : VectorUnary<VectorFunctions.Log1mExp>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint / (-output.Inputs[0]).Expm1());

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].Log1mExp();
}

internal sealed record LogInverseCloglog : DoubleUnary
{
    // Of logarithms alone, so that nothing underflows before its partner does.
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var x = output.Inputs[0];
        return adjoint * (x - x.Exp() - output).Exp();
    }

    protected override double Value(double x) => InverseCloglog.Log(x);
}

internal sealed record CloglogOfLog : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * (output.Inputs[0] + output.Exp() - output).Exp();

    protected override double Value(double x) => Cloglog.OfLog(x);
}

/// <summary>Its derivatives are those of log(1 - x) + log a + log h(a log x) - log h(log x), with h(t) = (eᵗ - 1) / t, which has no pole.</summary>
internal sealed record LogPowerComplement : DoubleTernary
{
    private const double Underflow = -1e-290;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, log) = (output.Inputs[0], output.Inputs[1]);
        return input switch
        {
            0 => adjoint / (a * Unary.Node(new Expm1RatioFunction(0), -a * log)),
            1 => adjoint * ((a * Slope(a * log)) - Slope(log)),
            _ => adjoint,
        };
    }

    protected override double Value(double a, double b, double x) => b > Underflow ? x + Math.Log(a) : Log1mExp.Of(a * b);

    // d log h / dt.
    private static Tensor Slope(Tensor t) => Unary.Node(new Expm1RatioFunction(1), t) / Unary.Node(new Expm1RatioFunction(0), t);
}
