namespace DiffProb;

/// <summary>Log-normal distribution on the positive reals: the logarithm is normal.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(-z²/2) / (x scale √(2π)), with z = (log x - loc) / scale.</para>
/// <para><b>Support</b>: positive. <b>Shapes</b>: broadcast(loc, scale).</para>
/// <para>The logarithm of a draw is exact, and so are those of its cdf and of 1 minus it, in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Mean of log x.</param>
/// <param name="scale">Standard deviation of log x, positive.</param>
/// <exception cref="ShapeException">loc and scale do not broadcast.</exception>
public sealed class LogNormal(Tensor loc, Tensor scale)
    : Distribution(Support.Positive, [new("loc", loc), new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mean of log x.</param>
    /// <param name="scale">Standard deviation of log x, positive.</param>
    public LogNormal(double loc, double scale)
        : this((Tensor)loc, (Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => (loc + (0.5 * scale.Square())).Exp();

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square().Expm1() * ((2.0 * loc) + scale.Square()).Exp();

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => loc + scale.Log() + (Normal.HalfLogTwoPi + 0.5);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => ((Tensor.Max(value, 0.0).Log() - loc) / scale).Ndtr();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => (loc + (scale * probability.Ndtri())).Exp();

    internal override Tensor SampleFrom(NoiseSource noise) => (loc + (scale * noise.StandardNormal(Shape))).Exp();

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var log = x.Log();
        return (-0.5 * ((log - loc) / scale).Square()) - log - scale.Log() - Normal.HalfLogTwoPi;
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new LogNormal(parameters[0], parameters[1]);
}
