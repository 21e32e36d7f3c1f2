namespace DiffProb;

/// <summary>Weibull distribution on the positive reals: (x / scale) to the power of concentration is exponential.</summary>
/// <remarks>
/// <para><b>Density</b>: k/scale (x/scale)ᵏ⁻¹ exp(-(x/scale)ᵏ), with k = concentration.</para>
/// <para><b>Support</b>: positive. <b>Shapes</b>: broadcast(scale, concentration).</para>
/// <para>Draws are made as exp of their logarithm. The logarithms of its cdf and of 1 minus it are exact in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="scale">The quantile at 1 - 1/e, positive, in the units of x.</param>
/// <param name="concentration">Shape parameter k, positive: below 1 the hazard falls, above 1 it rises.</param>
/// <exception cref="ShapeException">scale and concentration do not broadcast.</exception>
public sealed class Weibull(Tensor scale, Tensor concentration)
    : Distribution(Support.Positive, [new("scale", scale, Support.Positive), new("concentration", concentration, Support.Positive)])
{
    private const double EulerGamma = 0.57721566490153286061;

    /// <summary>The distribution of one number.</summary>
    /// <param name="scale">The quantile at 1 - 1/e, positive, in the units of x.</param>
    /// <param name="concentration">Shape parameter k, positive: below 1 the hazard falls, above 1 it rises.</param>
    public Weibull(double scale, double concentration)
        : this((Tensor)scale, (Tensor)concentration)
    {
    }

    /// <inheritdoc/>
    /// <remarks>scale Γ(1 + 1/k).</remarks>
    protected override Tensor MeanPerElement => scale * (1.0 + (1.0 / concentration)).LogGamma().Exp();

    /// <inheritdoc/>
    /// <remarks>mean² (Γ(1 + 2/k) / Γ(1 + 1/k)² - 1), in a form that does not cancel for large k.</remarks>
    protected override Tensor VariancePerElement =>
        MeanPerElement.Square() * GammaForms.LogGammaSecondDifference(1.0, 1.0 / concentration).Expm1();

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (EulerGamma * (1.0 - (1.0 / concentration))) + Ratios.LogRatio(scale, concentration) + 1.0;

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => -(-LogPower(Tensor.Max(value, 0.0)).Exp()).Expm1();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Quantile(-(-probability).Log1p());

    internal override Tensor SampleFrom(NoiseSource noise) => Quantile(noise.StandardExponential(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var ratio = Ratios.LogRatio(x, scale);
        return Ratios.LogRatio(concentration, scale) + ((concentration - 1.0) * ratio) - (concentration * ratio).Exp();
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Weibull(parameters[0], parameters[1]);

    // log (x / scale)ᵏ.
    private Tensor LogPower(Tensor x) => concentration * Ratios.LogRatio(x, scale);

    // The x at which -log(1 - F) is e, as exp of its own logarithm.
    private Tensor Quantile(Tensor e) => (scale.Log() + (e.Log() / concentration)).Exp();
}
