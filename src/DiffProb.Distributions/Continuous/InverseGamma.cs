namespace DiffProb;

/// <summary>Inverse gamma distribution on the positive reals: 1 / x is a gamma.</summary>
/// <remarks>
/// <para><b>Density</b>: rateᵃ x⁻ᵃ⁻¹ exp(-rate / x) / Γ(a), with a = concentration.</para>
/// <para><b>Support</b>: positive. <b>Shapes</b>: broadcast(concentration, rate). The mean is infinite for concentrations up to 1, the variance up to 2.</para>
/// <para>Draws are made as exp of their logarithm, which stays exact where the draw overflows. The logarithms of its cdf and of 1 minus it
/// are exact in both tails, its density for large concentrations.</para>
/// <para><b>Estimators</b>: pathwise (implicit in concentration; Figurnov et al. 2018, arXiv 1805.08498), score.</para>
/// </remarks>
/// <param name="concentration">Shape parameter, positive: the right tail falls like x to the power of minus it.</param>
/// <param name="rate">Rate of the gamma 1 / x, which is the scale of x; positive, in the units of x.</param>
/// <exception cref="ShapeException">concentration and rate do not broadcast.</exception>
public sealed class InverseGamma(Tensor concentration, Tensor rate) : Distribution(
    Support.Positive,
    [new("concentration", concentration, Support.Positive) { Path = PathKind.Implicit }, new("rate", rate, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="concentration">Shape parameter, positive: the right tail falls like x to the power of minus it.</param>
    /// <param name="rate">Rate of the gamma 1 / x, which is the scale of x; positive, in the units of x.</param>
    public InverseGamma(double concentration, double rate)
        : this((Tensor)concentration, (Tensor)rate)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Tensor.Where(concentration > 1.0, rate / (concentration - 1.0), double.PositiveInfinity);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Tensor.Where(
        concentration > 2.0, (rate / (concentration - 1.0)).Square() / (concentration - 2.0), double.PositiveInfinity);

    /// <inheritdoc/>
    /// <remarks>a + log(rate Γ(a)) - (1 + a) ψ(a), with what is large in a taken out.</remarks>
    protected override Tensor EntropyPerPart =>
        rate.Log() - (1.5 * concentration.Log()) + concentration.StirlingCorrection()
        + ((1.0 + concentration) * concentration.LogMinusDigamma()) + Normal.HalfLogTwoPi;

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => IncompleteIntegrals.IncompleteGammaComplement(concentration, rate / Tensor.Max(value, 0.0));

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => rate / IncompleteIntegrals.IncompleteGammaComplementInverse(concentration, probability);

    internal override Tensor SampleFrom(NoiseSource noise) => (rate.Log() - noise.LogGamma(concentration.BroadcastTo(Shape))).Exp();

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        GammaForms.LogGammaDensity(concentration, rate / x, rate.Log() - x.Log()) + rate.Log() - (2.0 * x.Log());

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new InverseGamma(parameters[0], parameters[1]);
}
