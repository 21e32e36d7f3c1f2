namespace DiffProb;

/// <summary>Generalized Pareto distribution: what exceeds a high threshold, with heavy, exponential or bounded tail.</summary>
/// <remarks>
/// <para><b>Density</b>: (1 + ξz)^(-1/ξ - 1) / scale, with ξ = concentration and z = (x - loc) / scale; exp(-z) / scale for ξ = 0.</para>
/// <para><b>Support</b>: at least loc, and at most loc - scale / ξ where ξ is negative. <b>Shapes</b>: broadcast(loc, scale, concentration).
/// The mean is infinite for ξ of at least 1, the variance for ξ of at least 1/2.</para>
/// <para>Density, cdf and draws are smooth in ξ through 0, to any order of derivative. 1 minus its cdf, and the logarithms of both, are exact at both ends.</para>
/// <para><b>Estimators</b>: pathwise (explicit). The support moves with loc, and where ξ may be negative with all parameters; there the score
/// function is biased in them and refused.</para>
/// <para><b>Source</b>: Coles (2001), An Introduction to Statistical Modeling of Extreme Values, chapter 4.</para>
/// </remarks>
/// <param name="loc">Threshold, in the units of x.</param>
/// <param name="scale">Scale, positive, in the units of x.</param>
/// <param name="concentration">Shape parameter ξ: positive for power tails, 0 for the exponential, negative for a bounded support.</param>
/// <exception cref="ShapeException">The parameters do not broadcast.</exception>
public sealed class GeneralizedPareto(Tensor loc, Tensor scale, Tensor concentration) : Distribution(
    new ExceedanceSupport(loc, scale, concentration),
    [
        new("loc", loc) { MovesSupport = true },
        new("scale", scale, Support.Positive) { MovesSupport = !SignAnalysis.IsNonNegative(concentration) },
        new("concentration", concentration) { MovesSupport = !SignAnalysis.IsNonNegative(concentration) },
    ])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Threshold, in the units of x.</param>
    /// <param name="scale">Scale, positive, in the units of x.</param>
    /// <param name="concentration">Shape parameter ξ: positive for power tails, 0 for the exponential, negative for a bounded support.</param>
    public GeneralizedPareto(double loc, double scale, double concentration)
        : this((Tensor)loc, (Tensor)scale, (Tensor)concentration)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc + Tensor.Where(concentration < 1.0, scale / (1.0 - concentration), double.PositiveInfinity);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Tensor.Where(
        concentration < 0.5, (scale / (1.0 - concentration)).Square() / (1.0 - (2.0 * concentration)), double.PositiveInfinity);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.Log() + concentration + 1.0;

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => -(-Ratios.Log1pScaled(concentration, Tensor.Max((value - loc) / scale, 0.0))).Expm1();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Quantile(-(-probability).Log1p());

    internal override Tensor SampleFrom(NoiseSource noise) => Quantile(noise.StandardExponential(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        -(1.0 + concentration).TimesOrZero(Ratios.Log1pScaled(concentration, (x - loc) / scale)) - scale.Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new GeneralizedPareto(parameters[0], parameters[1], parameters[2]);

    private Tensor Quantile(Tensor e) => new ExceedanceTransform(loc, scale, concentration).ForwardOf(e);
}
