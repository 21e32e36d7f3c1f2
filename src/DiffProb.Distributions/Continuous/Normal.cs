namespace DiffProb;

/// <summary>Normal distribution on the real line.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(-z²/2) / (scale √(2π)), with z = (x - loc) / scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale).</para>
/// <para>The logarithm of its cdf, and of 1 minus it, are exact in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Mean, in the units of x.</param>
/// <param name="scale">Standard deviation, positive, in the units of x.</param>
/// <exception cref="ShapeException">loc and scale do not broadcast.</exception>
public sealed class Normal(Tensor loc, Tensor scale)
    : Distribution(Support.Real, [new("loc", loc) { HasWeakDerivative = true }, new("scale", scale, Support.Positive) { HasWeakDerivative = true }])
{
    internal static readonly double HalfLogTwoPi = 0.5 * Math.Log(2.0 * Math.PI);

    /// <summary>Normal distribution of one number.</summary>
    /// <param name="loc">Mean.</param>
    /// <param name="scale">Standard deviation, positive.</param>
    public Normal(double loc, double scale)
        : this((Tensor)loc, (Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square();

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.Log() + (HalfLogTwoPi + 0.5);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => ((value - loc) / scale).Ndtr();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => loc + (scale * probability.Ndtri());

    internal override Tensor SampleFrom(NoiseSource noise) => loc + (scale * noise.StandardNormal(Shape));

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        if (parameter == 0)
        {
            // The density's slope, -z exp(-z²/2), is that of two Rayleigh laws back to back.
            var z = (2.0 * noise.StandardExponential(Shape)).Sqrt();
            return WeakTerm.Difference(loc, 1.0 / (Math.Sqrt(2.0 * Math.PI) * scale), loc + (scale * z), loc - (scale * z));
        }

        // z² exp(-z²/2), of a Maxwell law with either sign; that times a uniform is normal.
        var size = (2.0 * noise.LogGamma(Tensor.Literal(1.5).BroadcastTo(Shape)).Exp()).Sqrt();
        var maxwell = Tensor.Where(noise.Uniform(Shape) < 0.5, -size, size);
        return WeakTerm.Difference(scale, 1.0 / scale, loc + (scale * maxwell), loc + (scale * maxwell * noise.Uniform(Shape)));
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => (-0.5 * ((x - loc) / scale).Square()) - scale.Log() - HalfLogTwoPi;

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Normal(parameters[0], parameters[1]);
}
