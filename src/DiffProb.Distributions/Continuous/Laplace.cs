namespace DiffProb;

/// <summary>Laplace distribution on the real line: exponential on both sides of loc.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(-|z|) / (2 scale), with z = (x - loc) / scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale).</para>
/// <para>Its cdf, 1 minus it, and the logarithms of both are exact in both tails.</para>
/// <para><b>Gradients</b>: the log density has a kink at loc, where its derivative is taken as 0.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Mean and median, in the units of x.</param>
/// <param name="scale">Mean absolute deviation, positive, in the units of x.</param>
/// <exception cref="ShapeException">loc and scale do not broadcast.</exception>
public sealed class Laplace(Tensor loc, Tensor scale)
    : Distribution(Support.Real, [new("loc", loc), new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mean and median, in the units of x.</param>
    /// <param name="scale">Mean absolute deviation, positive, in the units of x.</param>
    public Laplace(double loc, double scale)
        : this((Tensor)loc, (Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => 2.0 * scale.Square();

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => 1.0 + (2.0 * scale).Log();

    /// <inheritdoc/>
    /// <remarks>On each side the exponent of the other one is exactly 0, so that no tail cancels.</remarks>
    public override Tensor Cdf(Tensor value)
    {
        var z = (value - loc) / scale;
        var (fall, rise) = (Tensor.Min(z, 0.0), -Tensor.Max(z, 0.0));
        return Probabilities.WithTails(
            0.5 * (fall.Exp() - rise.Expm1()),
            0.5 * (rise.Exp() - fall.Expm1()),
            fall + (-0.5 * rise.Exp()).Log1p(),
            rise + (-0.5 * fall.Exp()).Log1p());
    }

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => loc + (scale * Standard(probability));

    internal override Tensor SampleFrom(NoiseSource noise) => loc + (scale * Standard(noise.Uniform(Shape)));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => -((x - loc) / scale).Abs() - (2.0 * scale).Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Laplace(parameters[0], parameters[1]);

    // log 2p left of the median, -log 2(1 - p) right of it: each side in the form that is exact there, the other one 0.
    private static Tensor Standard(Tensor p) => (2.0 * Tensor.Min(p, 0.5)).Log() - (2.0 * Tensor.Min(1.0 - p, 0.5)).Log();
}
