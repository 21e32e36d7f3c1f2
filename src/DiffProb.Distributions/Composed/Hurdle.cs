namespace DiffProb;

/// <summary>Counts whose zeros have a probability of their own: 0 with it, else a positive count from the base.</summary>
/// <remarks>
/// <para><b>Mass</b>: gate at 0, (1 - gate) p(k) / (1 - p(0)) above, p that of the base.</para>
/// <para><b>Support</b>: that of the base. <b>Shapes</b>: broadcast(gate, base).</para>
/// <para><b>Estimators</b>: enumerate (where the base is finite), score. <b>Source</b>: Mullahy (1986), doi:10.1016/0304-4076(86)90002-3.</para>
/// </remarks>
public sealed class Hurdle : Distribution, IFinite
{
    private readonly Distribution inner;
    private readonly Tensor gate;

    /// <summary>Counts with a hurdle at 0.</summary>
    /// <param name="base">Counts of single numbers, of which 0 is one, with quantiles.</param>
    /// <param name="gate">Probability of 0, in [0, 1].</param>
    /// <exception cref="DiffProbException">The base is no distribution of counts, or has no quantiles.</exception>
    public Hurdle(Distribution @base, Tensor gate)
        : base(CountsOf.Checked(nameof(Hurdle), @base).Support, [.. CountsOf.Parameters(@base, gate).Select(p => p with { HasWeakDerivative = p.Name == "gate" })], Shape.Broadcast(@base.Shape, gate.Shape), @base.DType)
    {
        (inner, this.gate) = (@base, gate);
        if (inner.Icdf(0.5) is null || inner.Survival(0.0) is null)
        {
            throw DistributionErrors.NeedsQuantiles(nameof(Hurdle), inner);
        }
    }

    /// <inheritdoc/>
    public long? Cardinality => CountsOf.Cardinality(inner, Shape);

    /// <summary>The law of counts it is made of.</summary>
    internal Distribution Base => inner;

    internal override object Make => (base.Make, inner.Make);

    /// <inheritdoc/>
    protected override Tensor? MeanPerElement => inner.Mean is { } mean ? Share * mean : null;

    /// <inheritdoc/>
    protected override Tensor? VariancePerElement =>
        inner.Mean is { } mean && inner.Variance is { } variance ? (Share * (variance + mean.Square())) - (Share * mean).Square() : null;

    private Tensor Positive => inner.Survival(0.0)!;

    private Tensor Share => (1.0 - gate) / Positive;

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => ((IFinite)inner).EnumerateSupport();

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => Tensor.Where(value >= 0.0, (gate + (Share * (inner.Cdf(value)! - inner.Cdf(0.0)!))).Clamp(0.0, 1.0), 0.0);

    /// <inheritdoc/>
    public override Tensor Survival(Tensor value) => Tensor.Where(value >= 0.0, Share * inner.Survival(value)!, 1.0);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability)
    {
        var rest = ((1.0 - probability) / Tensor.Where(gate < 1.0, 1.0 - gate, 1.0)).Clamp(0.0, 1.0);
        return Tensor.Where(probability <= gate, 0.0, Tensor.Max(inner.Icdf(1.0 - (rest * Positive))!, 1.0));
    }

    // By the quantile of the positive counts, from the right.
    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var isZero = noise.Uniform(Shape) < gate;
        return Tensor.Where(isZero, 0.0, PositiveDraw(noise)).Cast(DType);
    }

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) =>
        WeakTerm.Difference(gate, Tensor.Ones(Shape.Scalar), Tensor.Zeros(Shape), PositiveDraw(noise));

    private Tensor PositiveDraw(NoiseSource noise) => Tensor.Max(inner.Icdf(1.0 - (noise.Uniform(Shape) * Positive))!, 1.0);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var isZero = x.EqualTo(0.0);
        return Tensor.Where(isZero, gate.Log(), (-gate).Log1p() + inner.LogDensityOfParts(Tensor.Where(isZero, 1.0, x)) - Positive.Log());
    }

    private protected override Tensor MassPerPart(Tensor x)
    {
        var isZero = x.EqualTo(0.0);
        return Tensor.Where(isZero, gate, Share * inner.MassOfParts(Tensor.Where(isZero, 1.0, x)));
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Hurdle(inner.With([.. parameters.Take(parameters.Count - 1)]), parameters[^1]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({inner}, gate: {gate})";
}
