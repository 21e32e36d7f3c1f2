namespace DiffProb;

/// <summary>Pareto distribution: power tails above a scale, whose logarithm is exponential.</summary>
/// <remarks>
/// <para><b>Density</b>: alpha scaleᵃˡᵖʰᵃ / x^(alpha + 1).</para>
/// <para><b>Support</b>: at least scale. <b>Shapes</b>: broadcast(scale, alpha). The mean is infinite for alpha up to 1, the variance up to 2.</para>
/// <para>1 minus its cdf, and the logarithms of both, are exact at both ends.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score in alpha. The support moves with scale, so the score function is biased in it and refused.</para>
/// </remarks>
/// <param name="scale">Smallest value, positive, in the units of x.</param>
/// <param name="alpha">Shape parameter, positive: the tail 1 - F falls like x to the power of -alpha.</param>
/// <exception cref="ShapeException">scale and alpha do not broadcast.</exception>
public sealed class Pareto(Tensor scale, Tensor alpha) : Distribution(
    Support.AtLeast(scale),
    [new("scale", scale, Support.Positive) { MovesSupport = true }, new("alpha", alpha, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="scale">Smallest value, positive, in the units of x.</param>
    /// <param name="alpha">Shape parameter, positive: the tail 1 - F falls like x to the power of -alpha.</param>
    public Pareto(double scale, double alpha)
        : this((Tensor)scale, (Tensor)alpha)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Tensor.Where(alpha > 1.0, scale * alpha / (alpha - 1.0), double.PositiveInfinity);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Tensor.Where(
        alpha > 2.0, (scale / (alpha - 1.0)).Square() * alpha / (alpha - 2.0), double.PositiveInfinity);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => Ratios.LogRatio(scale, alpha) + 1.0 + (1.0 / alpha);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => -(-(alpha * Ratios.LogRatio(Tensor.Max(value, scale), scale))).Expm1();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Quantile(-(-probability).Log1p());

    internal override Tensor SampleFrom(NoiseSource noise) => Quantile(noise.StandardExponential(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => alpha.Log() - (alpha * Ratios.LogRatio(x, scale)) - x.Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Pareto(parameters[0], parameters[1]);

    // A product, and not exp of a sum: that could round to below scale.
    private Tensor Quantile(Tensor e) => scale * (e / alpha).Exp();
}
