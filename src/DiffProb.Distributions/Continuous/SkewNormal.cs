namespace DiffProb;

/// <summary>Skew normal distribution on the real line: a normal that is longer on one side.</summary>
/// <remarks>
/// <para><b>Density</b>: 2 / scale φ(z) Φ(alpha z), with z = (x - loc) / scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale, alpha).</para>
/// <para>A draw is loc + scale (δ |u| + √(1 - δ²) v), with u and v standard normal and δ = alpha / √(1 + alpha²): smooth in every parameter.</para>
/// <para>Its cdf and 1 minus it, and the logarithms of both, are exact in both tails for any alpha, and so are quantiles.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// <para><b>Source</b>: Azzalini (1985), Scandinavian Journal of Statistics 12.</para>
/// </remarks>
/// <param name="loc">Where the normal that is skewed has its centre, in the units of x; the mean is loc + scale δ √(2/π).</param>
/// <param name="scale">Positive, in the units of x; the standard deviation is scale √(1 - 2 δ²/π).</param>
/// <param name="alpha">Shape: 0 for a normal, positive for a longer right tail, negative for a longer left one.</param>
/// <exception cref="ShapeException">The shapes of the parameters do not broadcast.</exception>
public sealed class SkewNormal(Tensor loc, Tensor scale, Tensor alpha)
    : Distribution(Support.Real, [new("loc", loc), new("scale", scale, Support.Positive), new("alpha", alpha)])
{
    private static readonly double LogTwo = Math.Log(2.0);
    private static readonly double RootTwoOverPi = Math.Sqrt(2.0 / Math.PI);

    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Centre of the normal that is skewed.</param>
    /// <param name="scale">Positive.</param>
    /// <param name="alpha">Shape, 0 for a normal.</param>
    public SkewNormal(double loc, double scale, double alpha)
        : this((Tensor)loc, (Tensor)scale, (Tensor)alpha)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc + (scale * Direction().Sine * RootTwoOverPi);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square() * (1.0 - ((2.0 / Math.PI) * Direction().Sine.Square()));

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.Log() + SkewNormalFunctions.Entropy(alpha);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => SkewNormalFunctions.Cdf((value - loc) / scale, alpha);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) =>
        ImplicitQuantile(loc + (scale * TailQuantiles.Of(TailFamily.SkewNormal, probability, alpha)), probability);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var (sine, cosine) = Direction();
        return loc + (scale * ((sine * noise.StandardNormal(Shape).Abs()) + (cosine * noise.StandardNormal(Shape))));
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var z = (x - loc) / scale;
        return LogTwo - Normal.HalfLogTwoPi - scale.Log() - (0.5 * z.Square()) + (alpha * z).LogNdtr();
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new SkewNormal(parameters[0], parameters[1], parameters[2]);

    // δ = alpha / √(1 + alpha²) and √(1 - δ²), from 1 / alpha where the square could overflow.
    private (Tensor Sine, Tensor Cosine) Direction()
    {
        var isLarge = alpha.Abs() > 1.0;
        var ratio = Tensor.Where(isLarge, 1.0 / Tensor.Where(isLarge, alpha, 1.0), alpha);
        var (along, across) = (1.0 / (1.0 + ratio.Square()).Sqrt(), ratio / (1.0 + ratio.Square()).Sqrt());
        return (Tensor.Where(isLarge, Tensor.Where(alpha > 0.0, along, -along), across), Tensor.Where(isLarge, across.Abs(), along));
    }
}
