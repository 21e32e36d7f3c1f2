namespace DiffProb;

/// <summary>Half-Cauchy distribution: the absolute value of a Cauchy with median 0.</summary>
/// <remarks>
/// <para><b>Density</b>: 2 / (π scale (1 + z²)), with z = x / scale.</para>
/// <para><b>Support</b>: at least 0. <b>Shapes</b>: that of scale. Mean and variance are infinite.</para>
/// <para>Its cdf and 1 minus it, and the logarithms of both, are exact in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="scale">Median, positive, in the units of x.</param>
public sealed class HalfCauchy(Tensor scale)
    : Distribution(Support.NonNegative, [new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="scale">Median, positive, in the units of x.</param>
    public HalfCauchy(double scale)
        : this((Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => double.PositiveInfinity;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => double.PositiveInfinity;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (2.0 * Math.PI * scale).Log();

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value)
    {
        var z = Tensor.Max(value, 0.0) / scale;
        return Probabilities.WithComplement(z.Atan() * (2.0 / Math.PI), z.Acot() * (2.0 / Math.PI));
    }

    /// <inheritdoc/>
    /// <remarks>tan πp/2: sine and cosine are exact where they are small, the cosine as sine of the complement, so that both ends are exact.</remarks>
    public override Tensor Icdf(Tensor probability) => scale * (0.5 * probability).SinPi() / (0.5 * (1.0 - probability)).SinPi();

    internal override Tensor SampleFrom(NoiseSource noise) => Icdf(noise.Uniform(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => -(x / scale).Log1pSquare() - (0.5 * Math.PI * scale).Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new HalfCauchy(parameters[0]);
}
