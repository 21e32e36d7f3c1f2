namespace DiffProb;

/// <summary>Counts with more zeros: 0 with a probability, else a count from the base.</summary>
/// <remarks>
/// <para><b>Mass</b>: gate + (1 - gate) p(0) at 0, (1 - gate) p(k) above, p that of the base.</para>
/// <para><b>Support</b>: that of the base. <b>Shapes</b>: broadcast(gate, base).</para>
/// <para><b>Estimators</b>: enumerate (where the base is finite), score. <b>Source</b>: Lambert (1992), doi:10.2307/1269547.</para>
/// </remarks>
public sealed class ZeroInflated : Distribution, IFinite
{
    private readonly Distribution inner;
    private readonly Tensor gate;

    /// <summary>Zero-inflated counts.</summary>
    /// <param name="base">Counts of single numbers, of which 0 is one.</param>
    /// <param name="gate">Probability of a zero beside those of the base, in [0, 1].</param>
    /// <exception cref="DiffProbException">The base is no distribution of counts.</exception>
    public ZeroInflated(Distribution @base, Tensor gate)
        : base(CountsOf.Checked(nameof(ZeroInflated), @base).Support, CountsOf.Parameters(@base, gate), Shape.Broadcast(@base.Shape, gate.Shape), @base.DType)
    {
        (inner, this.gate) = (@base, gate);
    }

    /// <inheritdoc/>
    public long? Cardinality => CountsOf.Cardinality(inner, Shape);

    /// <summary>The law of counts it is made of.</summary>
    internal Distribution Base => inner;

    internal override object Make => (base.Make, inner.Make);

    /// <inheritdoc/>
    protected override Tensor? MeanPerElement => inner.Mean is { } mean ? (1.0 - gate) * mean : null;

    /// <inheritdoc/>
    protected override Tensor? VariancePerElement =>
        inner.Mean is { } mean && inner.Variance is { } variance ? (1.0 - gate) * (variance + (gate * mean.Square())) : null;

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => ((IFinite)inner).EnumerateSupport();

    /// <inheritdoc/>
    public override Tensor? Cdf(Tensor value) => inner.Cdf(value) is { } below ? Tensor.Where(value >= 0.0, gate + ((1.0 - gate) * below), 0.0) : null;

    /// <inheritdoc/>
    public override Tensor? Survival(Tensor value) => inner.Survival(value) is { } above ? Tensor.Where(value >= 0.0, (1.0 - gate) * above, 1.0) : null;

    /// <inheritdoc/>
    public override Tensor? Icdf(Tensor probability) =>
        inner.Icdf(((probability - gate) / Tensor.Where(gate < 1.0, 1.0 - gate, 1.0)).Clamp(0.0, 1.0)) is { } count ? Tensor.Where(probability <= gate, 0.0, count) : null;

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var isGated = noise.Uniform(Shape) < gate;
        return Tensor.Where(isGated, 0.0, CountsOf.Draw(inner, Shape, noise)).Cast(DType);
    }

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) => parameter == Parameters.Count - 1
        ? WeakTerm.Difference(gate, Tensor.Ones(Shape.Scalar), Tensor.Zeros(Shape), CountsOf.Draw(inner, Shape, noise))
        : [.. inner.WeakDerivative(parameter, noise).Select(t => t with { Weight = (1.0 - gate).StopGradient() * t.Weight })];

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var isZero = x.EqualTo(0.0);
        var zero = (gate + ((1.0 - gate) * inner.MassOfParts(0.0 * x))).Log();
        return Tensor.Where(isZero, zero, (-gate).Log1p() + inner.LogDensityOfParts(Tensor.Where(isZero, 1.0, x)));
    }

    private protected override Tensor MassPerPart(Tensor x) => Tensor.Where(x.EqualTo(0.0), gate, 0.0) + ((1.0 - gate) * inner.MassOfParts(x));

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new ZeroInflated(inner.With([.. parameters.Take(parameters.Count - 1)]), parameters[^1]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({inner}, gate: {gate})";
}
