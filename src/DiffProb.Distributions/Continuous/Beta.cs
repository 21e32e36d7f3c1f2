namespace DiffProb;

/// <summary>Beta distribution between 0 and 1.</summary>
/// <remarks>
/// <para><b>Density</b>: xᵃ⁻¹ (1 - x)ᵇ⁻¹ / B(a, b), with a = concentration1 and b = concentration0.</para>
/// <para><b>Support</b>: strictly between 0 and 1. <b>Shapes</b>: broadcast(concentration1, concentration0).</para>
/// <para>Draws are made as sigmoid of their logit, so that log x and log(1 - x) of a draw stay exact where the draw rounds to 0 or 1.
/// Its cdf and 1 minus it, and the logarithms of both, are exact in both tails, its density for large concentrations.</para>
/// <para><b>Estimators</b>: pathwise (implicit, of the Beta itself and not of a ratio of gammas: half the variance;
/// Jankowiak and Obermeyer 2018, arXiv 1806.01851), score.</para>
/// </remarks>
/// <param name="concentration1">a, positive: grows with the weight near 1.</param>
/// <param name="concentration0">b, positive: grows with the weight near 0.</param>
/// <exception cref="ShapeException">concentration1 and concentration0 do not broadcast.</exception>
public sealed class Beta(Tensor concentration1, Tensor concentration0) : Distribution(
    Support.OpenUnitInterval,
    [new("concentration1", concentration1, Support.Positive) { Path = PathKind.Implicit }, new("concentration0", concentration0, Support.Positive) { Path = PathKind.Implicit }])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="concentration1">a, positive: grows with the weight near 1.</param>
    /// <param name="concentration0">b, positive: grows with the weight near 0.</param>
    public Beta(double concentration1, double concentration0)
        : this((Tensor)concentration1, (Tensor)concentration0)
    {
    }

    private Tensor Total => concentration1 + concentration0;

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => concentration1 / Total;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => concentration1 / Total * (concentration0 / Total) / (Total + 1.0);

    /// <inheritdoc/>
    /// <remarks>log B(a, b) - (a - 1) ψ(a) - (b - 1) ψ(b) + (a + b - 2) ψ(a + b), with what is large in a and b taken out.</remarks>
    protected override Tensor EntropyPerPart =>
        Normal.HalfLogTwoPi
        + (0.5 * (concentration1.Log() + concentration0.Log() - (3.0 * Total.Log())))
        + concentration1.StirlingCorrection() + concentration0.StirlingCorrection() - Total.StirlingCorrection()
        + ((concentration1 - 1.0) * concentration1.LogMinusDigamma())
        + ((concentration0 - 1.0) * concentration0.LogMinusDigamma())
        - ((Total - 2.0) * Total.LogMinusDigamma());

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => IncompleteIntegrals.IncompleteBeta(concentration1, concentration0, value.Clamp(0.0, 1.0));

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) =>
        IncompleteIntegrals.IncompleteBetaInverseLogit(concentration1, concentration0, probability).Sigmoid();

    internal override Tensor SampleFrom(NoiseSource noise) =>
        noise.BetaLogit(concentration1.BroadcastTo(Shape), concentration0.BroadcastTo(Shape)).Sigmoid();

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        BetaForms.LogBetaDensity(concentration1, concentration0, x);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Beta(parameters[0], parameters[1]);
}
