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
    public static Tensor IncompleteGammaInverse(Tensor a, Tensor p) =>
        Probabilities.IsComplement(p, out var q) ? IncompleteGammaComplementInverse(a, q) : Binary.Node(new IncompleteGammaInverse(true), a, p);

    /// <summary>The x with Q(a, x) = q, exact far into the right tail.</summary>
    /// <param name="a">Concentration, positive.</param>
    /// <param name="q">In [0, 1].</param>
    public static Tensor IncompleteGammaComplementInverse(Tensor a, Tensor q) =>
        Probabilities.IsComplement(q, out var p) ? IncompleteGammaInverse(a, p) : Binary.Node(new IncompleteGammaInverse(false), a, q);

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
    public static Tensor IncompleteBetaInverseLogit(Tensor a, Tensor b, Tensor p) => Probabilities.IsComplement(p, out var q)
        ? -IncompleteBetaInverseLogit(b, a, q)
        : Tensor.Create(new IncompleteBetaInverseLogit(), Elementwise.Promote(true, a, b, p));

    /// <summary>The value where x is inside, at a point where nothing is infinite elsewhere; there 0.</summary>
    internal static Tensor Inside(Tensor x, Tensor isInside, Func<Tensor, Tensor> value) =>
        Tensor.Where(isInside, value(Tensor.Where(isInside, x, 0.5)), 0.0);
}

internal sealed record IncompleteGammaFunction(bool IsLower) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Complement(Tensor output) => Tensor.Create(new IncompleteGammaFunction(!IsLower), output.Inputs.ToArray());

    public override Tensor Logarithm(Tensor output) => Tensor.Create(new LogIncompleteGamma(IsLower), output.Inputs.ToArray());

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, x) = (output.Inputs[0], output.Inputs[1]);
        var isInside = (x > 0.0) & (x < double.PositiveInfinity);
        var slope = input == 1
            ? Tensor.Where(x.EqualTo(0.0), AtZero(a), IncompleteIntegrals.Inside(x, isInside, y => LogDensity(a, y).Exp()))
            : -IncompleteIntegrals.Inside(x, isInside, y => (LogDensity(a, y) + y.Log()).Exp() * Tensor.Create(new GammaPathDerivative(), a, y.Log()));
        return IsLower ? adjoint * slope : -(adjoint * slope);
    }

    // The density at 0: 1 at a = 1, 0 above, +∞ below.
    private static Tensor AtZero(Tensor a) => (a - 1.0).XLogY(0.0).Exp();

    internal static Tensor LogDensity(Tensor a, Tensor x) => GammaForms.LogGammaDensity(a, x, x.Log());

    // At a = 0 all probability lies at 0.
    protected override double Value(double a, double b) =>
        a == 0.0 && b >= 0.0 ? (IsLower ? 1.0 : 0.0) : IsLower ? IncompleteGamma.P(a, b) : IncompleteGamma.Q(a, b);
}

/// <summary>log P(a, x) or log Q(a, x).</summary>
internal sealed record LogIncompleteGamma(bool IsLower) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, x) = (output.Inputs[0], output.Inputs[1]);
        var slope = IncompleteIntegrals.Inside(x, (x > 0.0) & (x < double.PositiveInfinity), y =>
        {
            var hazard = (IncompleteGammaFunction.LogDensity(a, y) - output).Exp();
            return input == 1 ? hazard : -(hazard * y * Tensor.Create(new GammaPathDerivative(), a, y.Log()));
        });
        return IsLower ? adjoint * slope : -(adjoint * slope);
    }

    protected override double Value(double a, double b) =>
        a == 0.0 && b >= 0.0 ? (IsLower ? 0.0 : double.NegativeInfinity) : IsLower ? IncompleteGamma.LogP(a, b) : IncompleteGamma.LogQ(a, b);
}

internal sealed record IncompleteGammaInverse(bool IsLower) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var a = output.Inputs[0];
        return adjoint * IncompleteIntegrals.Inside(output, (output > 0.0) & (output < double.PositiveInfinity), x => input == 0
            ? x * Tensor.Create(new GammaPathDerivative(), a, x.Log())
            : (IsLower ? 1.0 : -1.0) / IncompleteGammaFunction.LogDensity(a, x).Exp());
    }

    public override Tensor Rebuild(Tensor[] inputs) => IsLower
        ? IncompleteIntegrals.IncompleteGammaInverse(inputs[0], inputs[1])
        : IncompleteIntegrals.IncompleteGammaComplementInverse(inputs[0], inputs[1]);

    protected override double Value(double a, double b) => IsLower ? IncompleteGamma.InverseP(a, b) : IncompleteGamma.InverseQ(a, b);
}
