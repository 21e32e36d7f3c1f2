namespace DiffProb;

/// <summary>Regularized incomplete gamma and beta functions, elementwise: distribution functions, with derivatives in every argument.</summary>
/// <remarks>Their derivatives in the concentrations are those of implicit reparameterization, read backwards: ∂F/∂a = -density × ∂z/∂a.</remarks>
public static class IncompleteIntegrals
{
    /// <summary>P(a, x), the probability that a Gamma(a, 1) is at most x. One minus it is exact in the right tail.</summary>
    /// <param name="a">Concentration, at least 0.</param>
    /// <param name="x">At least 0.</param>
    public static Tensor IncompleteGamma(Tensor a, Tensor x) => Binary.Node(new IncompleteGammaFunction(true), a, x);

    /// <summary>Q(a, x) = 1 - P(a, x), exact in the right tail.</summary>
    /// <param name="a">Concentration, at least 0.</param>
    /// <param name="x">At least 0.</param>
    public static Tensor IncompleteGammaComplement(Tensor a, Tensor x) => Binary.Node(new IncompleteGammaFunction(false), a, x);

    /// <summary>The x with P(a, x) = p.</summary>
    /// <param name="a">Concentration, positive.</param>
    /// <param name="p">In [0, 1].</param>
    public static Tensor IncompleteGammaInverse(Tensor a, Tensor p) => Binary.Node(new IncompleteGammaInverse(), a, p);

    /// <summary>I(a, b, x), the probability that a Beta(a, b) is at most x. One minus it is exact in the right tail.</summary>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    /// <param name="x">In [0, 1].</param>
    public static Tensor IncompleteBeta(Tensor a, Tensor b, Tensor x) =>
        Tensor.Create(new IncompleteBetaFunction(true), Elementwise.Promote(true, a, b, x));

    /// <summary>log(x / (1 - x)) for the x with I(a, b, x) = p; it does not round to the ends.</summary>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    /// <param name="p">In [0, 1].</param>
    public static Tensor IncompleteBetaInverseLogit(Tensor a, Tensor b, Tensor p) =>
        Tensor.Create(new IncompleteBetaInverseLogit(), Elementwise.Promote(true, a, b, p));

    internal static Tensor LogBeta(Tensor a, Tensor b) => a.LogGamma() + b.LogGamma() - (a + b).LogGamma();

    /// <summary>The value where x is inside, at a point where nothing is infinite elsewhere; there 0.</summary>
    internal static Tensor Inside(Tensor x, Tensor isInside, Func<Tensor, Tensor> value) =>
        Tensor.Where(isInside, value(Tensor.Where(isInside, x, 0.5)), 0.0);
}

internal sealed record IncompleteGammaFunction(bool IsLower) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Complement(Tensor output) => Tensor.Create(new IncompleteGammaFunction(!IsLower), output.Inputs.ToArray());

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, x) = (output.Inputs[0], output.Inputs[1]);
        var slope = input == 1
            ? ((a - 1.0).XLogY(x) - x - a.LogGamma()).Exp()
            : -IncompleteIntegrals.Inside(x, (x > 0.0) & (x < double.PositiveInfinity), y => DensityOfLog(a, y) * Tensor.Create(new GammaPathDerivative(), a, y.Log()));
        return IsLower ? adjoint * slope : -(adjoint * slope);
    }

    internal static Tensor DensityOfLog(Tensor a, Tensor x) => ((a * x.Log()) - x - a.LogGamma()).Exp();

    // At a = 0 all probability lies at 0.
    protected override double Value(double a, double b) =>
        a == 0.0 && b >= 0.0 ? (IsLower ? 1.0 : 0.0) : IsLower ? IncompleteGamma.P(a, b) : IncompleteGamma.Q(a, b);
}

internal sealed record IncompleteGammaInverse : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var a = output.Inputs[0];
        return adjoint * IncompleteIntegrals.Inside(output, (output > 0.0) & (output < double.PositiveInfinity), x => input == 1
            ? x / IncompleteGammaFunction.DensityOfLog(a, x)
            : x * Tensor.Create(new GammaPathDerivative(), a, x.Log()));
    }

    protected override double Value(double a, double b) => IncompleteGamma.InverseP(a, b);
}

/// <summary>A function of three floats that has an implementation for double only; Float32 is rounded from it.</summary>
internal abstract record DoubleTernary : Elementwise
{
    public sealed override Dependence DependsOn(int input) => Dependence.Smooth;

    protected abstract double Value(double a, double b, double x);

    internal sealed override void Compute(ref ElementCall call)
    {
        if (call.Output.DType == DType.Float64)
        {
            Apply<double>(ref call);
        }
        else
        {
            Apply<float>(ref call);
        }
    }

    private void Apply<T>(ref ElementCall call)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var a = call.In<T>(0);
        var b = call.In<T>(1);
        var x = call.In<T>(2);
        var y = call.Out<T>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = T.CreateTruncating(Value(double.CreateTruncating(a[i]), double.CreateTruncating(b[i]), double.CreateTruncating(x[i])));
        }
    }
}

internal sealed record IncompleteBetaFunction(bool IsLower) : DoubleTernary
{
    public override Tensor Complement(Tensor output) => Tensor.Create(new IncompleteBetaFunction(!IsLower), output.Inputs.ToArray());

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b, x) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        var slope = input == 2
            ? ((a - 1.0).XLogY(x) + (b - 1.0).XLog1pY(-x) - IncompleteIntegrals.LogBeta(a, b)).Exp()
            : -IncompleteIntegrals.Inside(x, (x > 0.0) & (x < 1.0), y =>
            {
                var (log, rest) = (y.Log(), (-y).Log1p());
                return ((a * log) + (b * rest) - IncompleteIntegrals.LogBeta(a, b)).Exp() * Tensor.Create(new BetaPathDerivative(input), a, b, log - rest);
            });
        return IsLower ? adjoint * slope : -(adjoint * slope);
    }

    protected override double Value(double a, double b, double x) => IsLower ? IncompleteBeta.Of(a, b, x) : IncompleteBeta.Complement(a, b, x);
}

internal sealed record IncompleteBetaInverseLogit : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * IncompleteIntegrals.Inside(output, output.Abs() < double.PositiveInfinity, y => input == 2
            ? (IncompleteIntegrals.LogBeta(a, b) - (a * y.LogSigmoid()) - (b * (-y).LogSigmoid())).Exp()
            : Tensor.Create(new BetaPathDerivative(input), a, b, y));
    }

    protected override double Value(double a, double b, double x) => IncompleteBeta.InverseLogit(a, b, x);
}
