namespace DiffProb;

/// <summary>Uniform distribution on whole numbers (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: 1 / (high - low + 1).</para>
/// <para><b>Support</b>: whole numbers from low to high, both included. <b>Shapes</b>: broadcast(low, high); elements are independent.</para>
/// <para><b>Estimators</b>: enumerate (where the ends are known); there is nothing to differentiate.</para>
/// </remarks>
/// <param name="low">The least number.</param>
/// <param name="high">The largest number, at least low.</param>
/// <exception cref="ShapeException">low and high do not broadcast.</exception>
public sealed class DiscreteUniform(Tensor low, Tensor high) : Distribution(
    WholeNumbers.Range(low, high),
    [new("low", low, WholeNumbers.All) { MovesSupport = true }, new("high", high, WholeNumbers.From(low)) { MovesSupport = true }]), IFinite
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">The largest number, at least low.</param>
    public DiscreteUniform(double low, double high)
        : this((Tensor)low, (Tensor)high)
    {
    }

    /// <inheritdoc/>
    public long? Cardinality => FiniteCounts.Cardinality(low, high, Shape);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => 0.5 * (low + high);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => (high - low) * (high - low + 2.0) / 12.0;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => Count.Log();

    private Tensor Count => high - low + 1.0;

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => FiniteCounts.Values(this, low, high);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => ((value.Floor() - low + 1.0) / Count).Clamp(0.0, 1.0);

    /// <inheritdoc/>
    public override Tensor Survival(Tensor value) => ((high - value.Floor()) / Count).Clamp(0.0, 1.0);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => low + Tensor.Max((probability * Count).Ceiling() - 1.0, 0.0);

    internal override Tensor SampleFrom(NoiseSource noise) => Tensor.Min(low + (noise.Uniform(Shape) * Count).Floor(), high);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => -Count.Log() + (0.0 * x);

    private protected override Tensor MassPerPart(Tensor x) => Tensor.Where((x >= low) & (x <= high), 1.0 / Count, 0.0);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new DiscreteUniform(parameters[0], parameters[1]);
}
