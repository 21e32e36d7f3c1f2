namespace DiffProb;

/// <summary>Uniform distribution on [low, high].</summary>
/// <remarks>
/// <para><b>Density</b>: 1 / (high - low).</para>
/// <para><b>Support</b>: between low and high. <b>Shapes</b>: broadcast(low, high).</para>
/// <para>Its cdf and 1 minus it, and the logarithms of both, are exact at both ends.</para>
/// <para><b>Estimators</b>: pathwise (explicit). The support moves with both parameters, so the score function is biased in them and refused.</para>
/// </remarks>
/// <param name="low">Lower end.</param>
/// <param name="high">Upper end, above low.</param>
/// <exception cref="ShapeException">low and high do not broadcast.</exception>
public sealed class Uniform(Tensor low, Tensor high) : Distribution(
    Support.Between(low, high),
    [new("low", low, Support.Real) { MovesSupport = true, HasWeakDerivative = true }, new("high", high, Support.Above(low)) { MovesSupport = true, HasWeakDerivative = true }])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end, above low.</param>
    public Uniform(double low, double high)
        : this((Tensor)low, (Tensor)high)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => 0.5 * (low + high);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => (high - low).Square() / 12.0;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (high - low).Log();

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => Probabilities.WithComplement(
        ((value - low) / (high - low)).Clamp(0.0, 1.0),
        ((high - value) / (high - low)).Clamp(0.0, 1.0));

    /// <inheritdoc/>
    /// <remarks>Weighted ends, each of which is exact where the other one has no weight.</remarks>
    public override Tensor Icdf(Tensor probability) => ((1.0 - probability) * low) + (probability * high);

    internal override Tensor SampleFrom(NoiseSource noise) => low + ((high - low) * noise.Uniform(Shape));

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        var draw = SampleFrom(noise);
        return parameter == 0
            ? WeakTerm.Difference(low, 1.0 / (high - low), draw, low.BroadcastTo(Shape))
            : WeakTerm.Difference(high, 1.0 / (high - low), high.BroadcastTo(Shape), draw);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => -(high - low).Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Uniform(parameters[0], parameters[1]);
}
