namespace DiffProb;

/// <summary>Logistic distribution on the real line.</summary>
/// <remarks>
/// <para><b>Density</b>: e⁻ᶻ / (scale (1 + e⁻ᶻ)²), with z = (x - loc) / scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale).</para>
/// <para>The logarithm of its cdf, and of 1 minus it, are exact in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Mean, in the units of x.</param>
/// <param name="scale">√3/π standard deviations, positive, in the units of x.</param>
/// <exception cref="ShapeException">loc and scale do not broadcast.</exception>
public sealed class Logistic(Tensor loc, Tensor scale)
    : Distribution(Support.Real, [new("loc", loc), new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mean, in the units of x.</param>
    /// <param name="scale">√3/π standard deviations, positive, in the units of x.</param>
    public Logistic(double loc, double scale)
        : this((Tensor)loc, (Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square() * (Math.PI * Math.PI / 3.0);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => 2.0 + scale.Log();

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => ((value - loc) / scale).Sigmoid();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => loc + (scale * (probability.Log() - (-probability).Log1p()));

    internal override Tensor SampleFrom(NoiseSource noise) => Icdf(noise.Uniform(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var z = (x - loc) / scale;
        return -z.Softplus() - (-z).Softplus() - scale.Log();
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Logistic(parameters[0], parameters[1]);
}
