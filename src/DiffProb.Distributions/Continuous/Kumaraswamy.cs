namespace DiffProb;

/// <summary>Kumaraswamy distribution between 0 and 1: much like a beta, with a closed quantile.</summary>
/// <remarks>
/// <para><b>Density</b>: a b xᵃ⁻¹ (1 - xᵃ)ᵇ⁻¹. PyTorch calls a concentration1 and b concentration0.</para>
/// <para><b>Support</b>: strictly between 0 and 1. <b>Shapes</b>: broadcast(a, b).</para>
/// <para>Draws are made as exp of their logarithm, so that log x and log(1 - x) of a draw stay exact where the draw rounds to 0 or 1.
/// The logarithms of its cdf and of 1 minus it are exact in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// <para><b>Source</b>: Kumaraswamy (1980), doi:10.1016/0022-1694(80)90036-0; Jones (2009), doi:10.1016/j.stamet.2008.04.001, for the moments.</para>
/// </remarks>
/// <param name="a">First shape parameter, positive: grows with the weight near 1.</param>
/// <param name="b">Second shape parameter, positive: grows with the weight near 0.</param>
/// <exception cref="ShapeException">a and b do not broadcast.</exception>
public sealed class Kumaraswamy(Tensor a, Tensor b)
    : Distribution(Support.OpenUnitInterval, [new("a", a, Support.Positive), new("b", b, Support.Positive)])
{
    private const double EulerGamma = 0.57721566490153286061;

    /// <summary>The distribution of one number.</summary>
    /// <param name="a">First shape parameter, positive: grows with the weight near 1.</param>
    /// <param name="b">Second shape parameter, positive: grows with the weight near 0.</param>
    public Kumaraswamy(double a, double b)
        : this((Tensor)a, (Tensor)b)
    {
    }

    /// <inheritdoc/>
    /// <remarks>b B(1 + 1/a, b).</remarks>
    protected override Tensor MeanPerElement => LogMean.Exp();

    /// <inheritdoc/>
    /// <remarks>E x² - (E x)² as E x² (1 - exp(2 log E x - log E x²)), which does not cancel for large a nor overflow for small.</remarks>
    protected override Tensor VariancePerElement
    {
        get
        {
            var excess = GammaForms.LogGammaSecondDifference(1.0, 1.0 / a) - GammaForms.LogGammaSecondDifference(1.0 + b, 1.0 / a);
            return -((2.0 * LogMean) + excess).Exp() * (-excess).Expm1();
        }
    }

    /// <inheritdoc/>
    /// <remarks>(1 - 1/b) + (1 - 1/a) (ψ(b + 1) + γ) - log ab.</remarks>
    protected override Tensor EntropyPerPart =>
        1.0 - (1.0 / b) + ((1.0 - (1.0 / a)) * ((b + 1.0).Digamma() + EulerGamma)) - a.Log() - b.Log();

    private Tensor LogMean => b.Log() + BetaForms.LogBeta(1.0 + (1.0 / a), b);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value)
    {
        var x = value.Clamp(0.0, 1.0);
        var log = x.Log();
        var above = b * LogRest(x);
        var below = (b.Log() + (a * log).CloglogOfLog()).LogInverseCloglog();
        return Probabilities.WithTails(-above.Expm1(), above.Exp(), below, above);
    }

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Quantile((-probability).Log1p());

    internal override Tensor SampleFrom(NoiseSource noise) => Quantile(-noise.StandardExponential(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => a.Log() + b.Log() + ((a - 1.0) * x.Log()) + ((b - 1.0) * LogRest(x));

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Kumaraswamy(parameters[0], parameters[1]);

    // log(1 - xᵃ).
    private Tensor LogRest(Tensor x) => LogExponentials.LogPowerComplement(a, x.Log(), (-x).Log1p());

    // The x at which 1 - F has this logarithm, as exp of its own.
    private Tensor Quantile(Tensor logAbove) => ((logAbove / b).Log1mExp() / a).Exp();
}
