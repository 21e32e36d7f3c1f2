namespace DiffProb;

/// <summary>Logistic distribution between two bounds.</summary>
/// <remarks>
/// <para><b>Density</b>: that of Logistic(loc, scale), over its mass between low and high.</para>
/// <para><b>Support</b>: between low and high. <b>Shapes</b>: broadcast(loc, scale, low, high).</para>
/// <para>Draws are quantiles of a uniform, distances from the bound or the peak next to it: exact however far out and however narrow the window is, and never
/// outside. Densities, probabilities and their logarithms, mean, variance, entropy and the derivatives of all of them are integrals over the window, without tail
/// probabilities that underflow or differences that cancel; relative error below 1e-11.</para>
/// <para><b>Estimators</b>: pathwise (implicit), score in loc and scale. The support moves with low and high, so the score function is biased in them and refused.</para>
/// <para><b>Source</b>: Figurnov, Mohamed, Mnih (2018), arXiv 1805.08498, for the path; the score form of it is derived in docs/explanation/tails.md.</para>
/// </remarks>
/// <param name="loc">Centre of the law before it is cut, in the units of x.</param>
/// <param name="scale">Scale of the law before it is cut, positive, in the units of x.</param>
/// <param name="low">Lower bound; -∞ for none.</param>
/// <param name="high">Upper bound, above low; ∞ for none.</param>
/// <exception cref="ShapeException">The shapes of the parameters do not broadcast.</exception>
public sealed class TruncatedLogistic(Tensor loc, Tensor scale, Tensor low, Tensor high)
    : Distribution(
        Support.Between(low, high),
        [new("loc", loc) { Path = PathKind.Implicit }, new("scale", scale, Support.Positive) { Path = PathKind.Implicit }, .. WindowBounds.Of(low, high, Support.Bound)])
{
    private readonly TruncatedForms forms = new(TruncatedFamily.Logistic, loc, scale, low, high, 1.0);

    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Centre of the law before it is cut, in the units of x.</param>
    /// <param name="scale">Scale of the law before it is cut, positive, in the units of x.</param>
    /// <param name="low">Lower bound; -∞ for none.</param>
    /// <param name="high">Upper bound, above low; ∞ for none.</param>
    public TruncatedLogistic(double loc, double scale, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
        : this((Tensor)loc, (Tensor)scale, (Tensor)low, (Tensor)high)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => forms.Moment(TruncatedMoment.Mean);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => forms.Moment(TruncatedMoment.Variance);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => forms.Moment(TruncatedMoment.Entropy);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => forms.Below(value);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => forms.Quantile(probability);

    internal override Tensor SampleFrom(NoiseSource noise) => forms.Quantile(noise.Uniform(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => forms.LogDensity(x);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new TruncatedLogistic(parameters[0], parameters[1], parameters[2], parameters[3]);
}
