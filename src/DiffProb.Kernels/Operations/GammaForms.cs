namespace DiffProb;

/// <summary>Densities and constants made of the gamma function whose large parts are taken out by hand, elementwise.</summary>
internal static class GammaForms
{
    /// <summary>(a - 1) log x - x - log Γ(a), the log density of Gamma(a, rate 1): exact for large a.</summary>
    /// <param name="a">Concentration, positive.</param>
    /// <param name="x">Point, at least 0.</param>
    /// <param name="logX">Its logarithm, exact where x underflows.</param>
    public static Tensor LogGammaDensity(Tensor a, Tensor x, Tensor logX) => Tensor.Create(new LogGammaDensity(), Elementwise.Promote(true, a, x, logX));

    /// <summary>k log λ - λ - log k!: exact for large counts, and 0 log 0 = 0.</summary>
    /// <param name="k">Count, at least 0.</param>
    /// <param name="rate">λ, at least 0.</param>
    public static Tensor LogPoissonMass(Tensor k, Tensor rate) => Binary.Node(new LogPoissonMass(), k, rate);

    /// <summary>log Γ(x) - [(x - 1/2) log x - x + log √(2π)], Stirling's correction.</summary>
    /// <param name="x">Positive.</param>
    public static Tensor StirlingCorrection(this Tensor x) => Unary.Node(new StirlingCorrectionFunction(), x);

    /// <summary>log x - ψ(x): exact for large x, where it is 1/(2x).</summary>
    /// <param name="x">Positive.</param>
    public static Tensor LogMinusDigamma(this Tensor x) => Unary.Node(new LogMinusDigammaFunction(), x);

    /// <summary>log Γ(x + 2h) - 2 log Γ(x + h) + log Γ(x): exact for small h.</summary>
    /// <param name="x">Positive.</param>
    /// <param name="h">Step; x + 2h must be positive, too.</param>
    public static Tensor LogGammaSecondDifference(Tensor x, Tensor h) => Binary.Node(new LogGammaSecondDifferenceFunction(), x, h);
}

internal sealed record LogGammaDensity : VectorTernary<VectorFunctions.LogGammaDensity>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, logX) = (output.Inputs[0], output.Inputs[2]);
        return input switch
        {
            0 => adjoint * (logX - a.Digamma()),
            1 => -adjoint,
            _ => adjoint * (a - 1.0),
        };
    }
}

internal sealed record LogPoissonMass : VectorBinary<VectorFunctions.LogPoisson>
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (k, rate) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? rate.Log() - (k + 1.0).Digamma() : ZeroProducts.QuotientOrZero(k, rate) - 1.0);
    }
}

internal sealed record StirlingCorrectionFunction : VectorUnary<VectorFunctions.StirlingCorrection>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var x = output.Inputs[0];
        return adjoint * ((0.5 / x) - x.LogMinusDigamma());
    }
}

internal sealed record LogMinusDigammaFunction : VectorUnary<VectorFunctions.LogMinusDigamma>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var x = output.Inputs[0];
        return -(adjoint * x.TrigammaExcess());
    }
}

internal sealed record LogGammaSecondDifferenceFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (x, h) = (output.Inputs[0], output.Inputs[1]);
        var (one, two) = ((x + h).Digamma(), (x + (2.0 * h)).Digamma());
        return adjoint * (input == 0 ? two - (2.0 * one) + x.Digamma() : 2.0 * (two - one));
    }

    protected override double Value(double a, double b) => LogGammaSecondDifference.Of(a, b);
}
