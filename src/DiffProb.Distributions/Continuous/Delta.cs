namespace DiffProb;

/// <summary>Point mass: a value that is known, as a distribution.</summary>
/// <remarks>
/// <para><b>Mass</b>: 1 at value, so that its logarithm is 0 there; Dirac's measure has no density.</para>
/// <para><b>Support</b>: value alone. <b>Shapes</b>: that of value; elements are independent.</para>
/// <para><b>Estimators</b>: pathwise (explicit: a draw is the value), enumerate. The support moves with value, so the score function is refused.</para>
/// </remarks>
/// <param name="value">The one value of a draw.</param>
public sealed class Delta(Tensor value)
    : Distribution(new PointSupport(value), [new("value", value) { MovesSupport = true }], type: value.DType), IFinite
{
    /// <summary>The point mass at one number.</summary>
    /// <param name="value">The one value of a draw.</param>
    public Delta(double value)
        : this((Tensor)value)
    {
    }

    /// <inheritdoc/>
    public long? Cardinality => 1;

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => value;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => 0.0;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => 0.0;

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => value.Unsqueeze(0);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => (value >= Parameters[0].Value).Cast(DType.Float64);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => value.BroadcastTo(Shape.Broadcast(value, probability));

    internal override Tensor SampleFrom(NoiseSource noise) => value;

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => 0.0;

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Delta(parameters[0]);
}
