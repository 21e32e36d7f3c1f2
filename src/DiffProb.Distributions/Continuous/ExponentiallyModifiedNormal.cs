namespace DiffProb;

/// <summary>Sum of a normal and an independent exponential: response times, chromatography peaks.</summary>
/// <remarks>
/// <para><b>Density</b>: rate exp(-k z + k²/2) Φ(z - k), with z = (x - loc) / scale and k = rate scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale, rate).</para>
/// <para>1 minus its cdf and the logarithm of that are exact in the right tail, and its cdf and the logarithm in the left tail, but for a loss of log₁₀(|z| / k)
/// digits where k is small.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Mean of the normal, in the units of x.</param>
/// <param name="scale">Standard deviation of the normal, positive, in the units of x.</param>
/// <param name="rate">Inverse mean of the exponential, positive, in inverse units of x.</param>
/// <exception cref="ShapeException">The shapes of the parameters do not broadcast.</exception>
public sealed class ExponentiallyModifiedNormal(Tensor loc, Tensor scale, Tensor rate) : Distribution(
    Support.Real, [new("loc", loc), new("scale", scale, Support.Positive), new("rate", rate, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mean of the normal.</param>
    /// <param name="scale">Standard deviation of the normal, positive.</param>
    /// <param name="rate">Inverse mean of the exponential, positive.</param>
    public ExponentiallyModifiedNormal(double loc, double scale, double rate)
        : this((Tensor)loc, (Tensor)scale, (Tensor)rate)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc + (1.0 / rate);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square() + (1.0 / rate.Square());

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.Log() + ExponentiallyModifiedFunctions.Entropy(rate * scale);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => ExponentiallyModifiedFunctions.Cdf(value - loc, scale, rate);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) =>
        ImplicitQuantile(loc + (scale * TailQuantiles.Of(TailFamily.ExponentiallyModified, probability, rate * scale)), probability);

    internal override Tensor SampleFrom(NoiseSource noise) => loc + (scale * noise.StandardNormal(Shape)) + (noise.StandardExponential(Shape) / rate);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => rate.Log() + LogOverRate((x - loc) / scale, rate * scale);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new ExponentiallyModifiedNormal(parameters[0], parameters[1], parameters[2]);

    private static Tensor LogOverRate(Tensor z, Tensor k) => Binary.Node(new LogExponentiallyModified(), z, k);
}
