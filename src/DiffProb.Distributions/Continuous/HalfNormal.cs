namespace DiffProb;

/// <summary>Half-normal distribution: the absolute value of a normal with mean 0.</summary>
/// <remarks>
/// <para><b>Density</b>: √(2/π) exp(-z²/2) / scale, with z = x / scale.</para>
/// <para><b>Support</b>: at least 0. <b>Shapes</b>: that of scale.</para>
/// <para>1 minus its cdf, and the logarithms of both, are exact in the tail.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="scale">Standard deviation of the normal, positive, in the units of x.</param>
public sealed class HalfNormal(Tensor scale)
    : Distribution(Support.NonNegative, [new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="scale">Standard deviation of the normal, positive, in the units of x.</param>
    public HalfNormal(double scale)
        : this((Tensor)scale)
    {
    }

    private static readonly double RootHalf = Math.Sqrt(0.5);
    private static readonly double HalfLogHalfPi = 0.5 * Math.Log(0.5 * Math.PI);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => scale * Math.Sqrt(2.0 / Math.PI);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square() * (1.0 - (2.0 / Math.PI));

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.Log() + (HalfLogHalfPi + 0.5);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => (RootHalf * Tensor.Max(value, 0.0) / scale).Erf();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => scale * probability.ErfInv() / RootHalf;

    internal override Tensor SampleFrom(NoiseSource noise) => scale * noise.StandardNormal(Shape).Abs();

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => (-0.5 * (x / scale).Square()) - scale.Log() - HalfLogHalfPi;

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new HalfNormal(parameters[0]);
}
