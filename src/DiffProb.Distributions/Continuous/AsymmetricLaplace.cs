namespace DiffProb;

/// <summary>Asymmetric Laplace distribution on the real line: exponential on both sides of loc, at different rates.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(-κz) / (scale (κ + 1/κ)) right of loc and exp(z/κ) / (scale (κ + 1/κ)) left of it,
/// with κ = asymmetry and z = (x - loc) / scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale, asymmetry).</para>
/// <para>Its cdf, 1 minus it, and the logarithms of both are exact in both tails.</para>
/// <para><b>Gradients</b>: the log density has a kink at loc, where its derivative is the mean of those on both sides.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// <para><b>Source</b>: Kotz, Kozubowski, Podgórski (2001), The Laplace Distribution and Generalizations, chapter 3.</para>
/// </remarks>
/// <param name="loc">Mode, in the units of x.</param>
/// <param name="scale">Scale, positive, in the units of x.</param>
/// <param name="asymmetry">κ, positive: 1 is symmetric, above 1 most of the mass lies left of loc.</param>
/// <exception cref="ShapeException">The parameters do not broadcast.</exception>
public sealed class AsymmetricLaplace(Tensor loc, Tensor scale, Tensor asymmetry)
    : Distribution(Support.Real, [new("loc", loc), new("scale", scale, Support.Positive), new("asymmetry", asymmetry, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mode, in the units of x.</param>
    /// <param name="scale">Scale, positive, in the units of x.</param>
    /// <param name="asymmetry">κ, positive: 1 is symmetric, above 1 most of the mass lies left of loc.</param>
    public AsymmetricLaplace(double loc, double scale, double asymmetry)
        : this((Tensor)loc, (Tensor)scale, (Tensor)asymmetry)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc + (scale * ((1.0 / asymmetry) - asymmetry));

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square() * ((1.0 / asymmetry.Square()) + asymmetry.Square());

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => 1.0 + Width.Log();

    // Of both sides together.
    private Tensor Width => scale * (asymmetry + (1.0 / asymmetry));

    // Masses left and right of loc, κ² / (1 + κ²) and 1 / (1 + κ²).
    private Tensor Left => (2.0 * asymmetry.Log()).Sigmoid();

    private Tensor Right => (-2.0 * asymmetry.Log()).Sigmoid();

    /// <inheritdoc/>
    /// <remarks>On each side the exponent of the other one is exactly 0, so that no tail cancels.</remarks>
    public override Tensor Cdf(Tensor value)
    {
        var z = (value - loc) / scale;
        var (fall, rise) = (Tensor.Min(z, 0.0) / asymmetry, -asymmetry * Tensor.Max(z, 0.0));
        var (left, right) = (Left * fall.Exp(), Right * rise.Exp());
        var (middle, rest) = (Left - (Right * rise.Expm1()), Right - (Left * fall.Expm1()));
        return Probabilities.WithTails(
            left - (Right * rise.Expm1()),
            right - (Left * fall.Expm1()),
            fall + Probabilities.Log(middle, right),
            rise + Probabilities.Log(rest, left));
    }

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => loc + (scale * Standard(probability));

    internal override Tensor SampleFrom(NoiseSource noise) => loc + (scale * Standard(noise.Uniform(Shape)));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var z = (x - loc) / scale;
        return (Tensor.Min(z, 0.0) / asymmetry) - (asymmetry * Tensor.Max(z, 0.0)) - Width.Log();
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new AsymmetricLaplace(parameters[0], parameters[1], parameters[2]);

    // κ log(p / left) where p is below the mass left of loc, -log((1 - p) / right) / κ above it: the other one is 0.
    private Tensor Standard(Tensor p) =>
        (asymmetry * Ratios.Fraction(p, Left).Log()) - (Ratios.Fraction(1.0 - p, Right).Log() / asymmetry);
}
