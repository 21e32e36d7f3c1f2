namespace DiffProb;

/// <summary>Triangular distribution: the density rises in a straight line from low to peak and falls to high.</summary>
/// <remarks>
/// <para><b>Density</b>: 2 / (high - low) times (x - low) / (peak - low) left of peak, (high - x) / (high - peak) right of it.</para>
/// <para><b>Support</b>: between low and high. <b>Shapes</b>: broadcast(low, high, peak).</para>
/// <para>Its cdf and 1 minus it, and the logarithms of both, are exact at both ends.</para>
/// <para><b>Gradients</b>: the log density has a kink at peak, where its derivative is the mean of those on both sides.</para>
/// <para><b>Estimators</b>: pathwise (explicit). The support moves with low and high, so the score function is biased in them and refused;
/// it is right in peak.</para>
/// </remarks>
/// <param name="low">Lower end.</param>
/// <param name="high">Upper end, above low.</param>
/// <param name="peak">Mode, from low to high.</param>
/// <exception cref="ShapeException">The parameters do not broadcast.</exception>
public sealed class Triangular(Tensor low, Tensor high, Tensor peak) : Distribution(
    Support.Between(low, high),
    [
        new("low", low) { MovesSupport = true },
        new("high", high, Support.Above(low)) { MovesSupport = true },
        new("peak", peak, Support.Between(low, high)),
    ])
{
    private static readonly double LogTwo = Math.Log(2.0);

    /// <summary>The distribution of one number.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end, above low.</param>
    /// <param name="peak">Mode, from low to high.</param>
    public Triangular(double low, double high, double peak)
        : this((Tensor)low, (Tensor)high, (Tensor)peak)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => (low + high + peak) / 3.0;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => (Rise.Square() + (Rise * Fall) + Fall.Square()) / 18.0;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (high - low).Log() + (0.5 - LogTwo);

    private Tensor Rise => peak - low;

    private Tensor Fall => high - peak;

    // Mass left and right of the peak.
    private Tensor Left => Rise / (high - low);

    private Tensor Right => Fall / (high - low);

    /// <inheritdoc/>
    /// <remarks>The mass on the other side of the peak, or none of it, and what lies between the peak and x: no tail cancels.</remarks>
    public override Tensor Cdf(Tensor value)
    {
        var x = value.Clamp(low, high);
        var (up, down) = (Up(x), Down(x));
        return Probabilities.WithComplement(
            (Left * up.Square()) + (Tensor.Max(x - peak, 0.0) * (1.0 + down) / (high - low)),
            (Right * down.Square()) + (Tensor.Max(peak - x, 0.0) * (1.0 + up) / (high - low)));
    }

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Quantile(probability);

    internal override Tensor SampleFrom(NoiseSource noise) => Quantile(noise.Uniform(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Up(x).Log() + Down(x).Log() + LogTwo - (high - low).Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Triangular(parameters[0], parameters[1], parameters[2]);

    // Height over that of the peak: each of the two is 1 on the side of the other.
    private Tensor Up(Tensor x) => Ratios.Fraction(x - low, Rise);

    private Tensor Down(Tensor x) => Ratios.Fraction(high - x, Fall);

    // Right of the peak, fall (1 - √f) with 1 - f = (p - left) / right.
    private Tensor Quantile(Tensor p) =>
        low + (Rise * Ratios.Fraction(p, Left).Sqrt())
        + ((high - low) * Tensor.Max(p - Left, 0.0) / (1.0 + Ratios.Fraction(1.0 - p, Right).Sqrt()));
}
