namespace DiffProb;

/// <summary>Logit-normal distribution between 0 and 1: the log odds are normal.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(-z²/2) / (x (1 - x) scale √(2π)), with z = (log(x / (1 - x)) - loc) / scale.</para>
/// <para><b>Support</b>: strictly between 0 and 1. <b>Shapes</b>: broadcast(loc, scale).</para>
/// <para>Draws are sigmoids, so that log x and log(1 - x) of a draw stay exact where the draw rounds to 0 or 1.
/// The logarithms of its cdf and of 1 minus it are exact in both tails. Mean, variance and entropy have no closed form: they are
/// computed to 12 digits by quadrature, and are differentiable like others.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Mean of the log odds.</param>
/// <param name="scale">Standard deviation of the log odds, positive.</param>
/// <exception cref="ShapeException">loc and scale do not broadcast.</exception>
public sealed class LogitNormal(Tensor loc, Tensor scale)
    : Distribution(Support.OpenUnitInterval, [new("loc", loc), new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mean of the log odds.</param>
    /// <param name="scale">Standard deviation of the log odds, positive.</param>
    public LogitNormal(double loc, double scale)
        : this((Tensor)loc, (Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => LogisticNormalMoments.Mean(1, loc, scale);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => LogisticNormalMoments.Variance(loc, scale);

    /// <inheritdoc/>
    /// <remarks>That of the log odds less E log(dy/dx) = E log(1 + eʸ) + E log(1 + e⁻ʸ).</remarks>
    protected override Tensor EntropyPerPart => scale.Log() + (Normal.HalfLogTwoPi + 0.5) - ((2.0 * LogisticNormalMoments.Mean(0, loc, scale)) - loc);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value)
    {
        var x = value.Clamp(0.0, 1.0);
        return ((x.Log() - (-x).Log1p() - loc) / scale).Ndtr();
    }

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => (loc + (scale * probability.Ndtri())).Sigmoid();

    internal override Tensor SampleFrom(NoiseSource noise) => (loc + (scale * noise.StandardNormal(Shape))).Sigmoid();

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var (log, rest) = (x.Log(), (-x).Log1p());
        return (-0.5 * ((log - rest - loc) / scale).Square()) - log - rest - scale.Log() - Normal.HalfLogTwoPi;
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new LogitNormal(parameters[0], parameters[1]);
}
