namespace DiffProb;

/// <summary>Gamma distribution on the positive reals.</summary>
/// <remarks>
/// <para><b>Density</b>: rateᵃ xᵃ⁻¹ exp(-rate x) / Γ(a), with a = concentration.</para>
/// <para><b>Support</b>: positive. <b>Shapes</b>: broadcast(concentration, rate).</para>
/// <para>Draws are made as exp of their logarithm, so that log of a draw stays exact where the draw underflows (concentration 1e-3).
/// Its cdf and 1 minus it, and the logarithms of both, are exact in both tails, its density for large concentrations.</para>
/// <para><b>Estimators</b>: pathwise (implicit; Figurnov et al. 2018, arXiv 1805.08498), score.</para>
/// </remarks>
/// <param name="concentration">Shape parameter, positive.</param>
/// <param name="rate">Inverse scale, positive, in inverse units of x.</param>
/// <exception cref="ShapeException">concentration and rate do not broadcast.</exception>
public sealed class Gamma(Tensor concentration, Tensor rate)
    : Distribution(Support.Positive, [new("concentration", concentration, Support.Positive) { Path = PathKind.Implicit }, new("rate", rate, Support.Positive) { HasWeakDerivative = true }])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="concentration">Shape parameter, positive.</param>
    /// <param name="rate">Inverse scale, positive, in inverse units of x.</param>
    public Gamma(double concentration, double rate)
        : this((Tensor)concentration, (Tensor)rate)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => concentration / rate;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => concentration / rate.Square();

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => EntropyOf(concentration, rate);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => IncompleteIntegrals.IncompleteGamma(concentration, rate * Tensor.Max(value, 0.0));

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => IncompleteIntegrals.IncompleteGammaInverse(concentration, probability) / rate;

    internal override Tensor SampleFrom(NoiseSource noise) => (noise.LogGamma(concentration.BroadcastTo(Shape)) - rate.Log()).Exp();

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        var draw = noise.LogGamma(concentration.BroadcastTo(Shape)).Exp();
        return WeakTerm.Difference(rate, concentration / rate, draw / rate, (draw + noise.StandardExponential(Shape)) / rate);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        GammaForms.LogGammaDensity(concentration, rate * x, rate.Log() + x.Log()) + rate.Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Gamma(parameters[0], parameters[1]);

    /// <summary>a + log(Γ(a) / rate) + (1 - a) ψ(a), with what is large in a taken out.</summary>
    internal static Tensor EntropyOf(Tensor a, Tensor rate) =>
        (0.5 * a.Log()) - rate.Log() + a.StirlingCorrection() + ((a - 1.0) * a.LogMinusDigamma()) + Normal.HalfLogTwoPi;
}
