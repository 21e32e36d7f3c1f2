namespace DiffProb;

/// <summary>Gumbel distribution of maxima on the real line.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(-z - e⁻ᶻ) / scale, with z = (x - loc) / scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale).</para>
/// <para>The logarithm of its cdf, and of 1 minus it, are exact in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Mode, in the units of x.</param>
/// <param name="scale">√6/π standard deviations, positive, in the units of x.</param>
/// <exception cref="ShapeException">loc and scale do not broadcast.</exception>
public sealed class Gumbel(Tensor loc, Tensor scale)
    : Distribution(Support.Real, [new("loc", loc), new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mode, in the units of x.</param>
    /// <param name="scale">√6/π standard deviations, positive, in the units of x.</param>
    public Gumbel(double loc, double scale)
        : this((Tensor)loc, (Tensor)scale)
    {
    }

    private const double EulerGamma = 0.57721566490153286061;

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc + (EulerGamma * scale);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square() * (Math.PI * Math.PI / 6.0);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.Log() + (EulerGamma + 1.0);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => (-(-((value - loc) / scale)).Exp()).Exp();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => loc - (scale * (-probability.Log()).Log());

    internal override Tensor SampleFrom(NoiseSource noise) => loc - (scale * noise.StandardExponential(Shape).Log());

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var z = (x - loc) / scale;
        return -z - (-z).Exp() - scale.Log();
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Gumbel(parameters[0], parameters[1]);
}
