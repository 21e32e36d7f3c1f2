namespace DiffProb;

internal sealed record IncompleteBetaFunction(bool IsLower) : DoubleTernary
{
    public override Tensor Complement(Tensor output) => Tensor.Create(new IncompleteBetaFunction(!IsLower), output.Inputs.ToArray());

    public override Tensor Logarithm(Tensor output) => Tensor.Create(new LogIncompleteBeta(IsLower), output.Inputs.ToArray());

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b, x) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        var isInside = (x > 0.0) & (x < 1.0);
        var slope = input == 2
            ? Tensor.Where(isInside, IncompleteIntegrals.Inside(x, isInside, y => BetaForms.LogBetaDensity(a, b, y).Exp()), AtEnd(a, b, x))
            : -IncompleteIntegrals.Inside(x, isInside, y => BetaForms.LogBetaDensity(a, b, y).Exp() * Path(input, a, b, y));
        return IsLower ? adjoint * slope : -(adjoint * slope);
    }

    private static Tensor AtEnd(Tensor a, Tensor b, Tensor x) => ((a - 1.0).XLogY(x) + (b - 1.0).XLog1pY(-x) - BetaForms.LogBeta(a, b)).Exp();

    /// <summary>dx / d concentration at fixed quantile.</summary>
    internal static Tensor Path(int concentration, Tensor a, Tensor b, Tensor x) =>
        x * (1.0 - x) * Tensor.Create(new BetaPathDerivative(concentration), a, b, x.Log() - (-x).Log1p());

    protected override double Value(double a, double b, double x) => IsLower ? IncompleteBeta.Of(a, b, x) : IncompleteBeta.Complement(a, b, x);
}

/// <summary>log I(a, b, x), or the logarithm of its complement.</summary>
internal sealed record LogIncompleteBeta(bool IsLower) : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b, x) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        var slope = IncompleteIntegrals.Inside(x, (x > 0.0) & (x < 1.0), y =>
        {
            var hazard = (BetaForms.LogBetaDensity(a, b, y) - output).Exp();
            return input == 2 ? hazard : -(hazard * IncompleteBetaFunction.Path(input, a, b, y));
        });
        return IsLower ? adjoint * slope : -(adjoint * slope);
    }

    protected override double Value(double a, double b, double x) => IsLower ? IncompleteBeta.Log(a, b, x) : IncompleteBeta.LogComplement(a, b, x);
}

internal sealed record IncompleteBetaInverseLogit : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * IncompleteIntegrals.Inside(output, output.Abs() < double.PositiveInfinity, y => input == 2
            ? (-(BetaForms.LogBetaDensity(a, b, y.Sigmoid()) + y.LogSigmoid() + (-y).LogSigmoid())).Exp()
            : Tensor.Create(new BetaPathDerivative(input), a, b, y));
    }

    public override Tensor Rebuild(Tensor[] inputs) => IncompleteIntegrals.IncompleteBetaInverseLogit(inputs[0], inputs[1], inputs[2]);

    protected override double Value(double a, double b, double x) => IncompleteBeta.InverseLogit(a, b, x);
}
