namespace DiffProb;

/// <summary>Categorical distribution on the indices 0 to K - 1 (as Int64).</summary>
/// <remarks>
/// <para><b>Mass</b>: softmax(logits)ₖ, or probsₖ / Σ probs.</para>
/// <para><b>Support</b>: whole numbers from 0 to K - 1. <b>Shapes</b>: parameter [..., K], event [...].</para>
/// <para>A logit of -∞ or a probability of 0 is a value that cannot happen: it is never drawn and has derivative 0.</para>
/// <para><b>Estimators</b>: enumerate, score.</para>
/// </remarks>
public sealed class Categorical : Distribution, IFinite
{
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Categorical by probabilities or by log weights: exactly one of them.</summary>
    /// <param name="probs">Weights [..., K], at least 0 and not all 0; divided by their sum.</param>
    /// <param name="logits">Log weights [..., K], up to a constant; -∞ for never.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    /// <exception cref="ShapeException">The parameter is a scalar, or K is 0.</exception>
    public Categorical(Tensor? probs = null, Tensor? logits = null)
        : this(ProbsOrLogits.Of(nameof(Categorical), probs, logits, Support.Weights, Support.Logits))
    {
        (this.probs, this.logits) = (probs, logits);
    }

    private Categorical(DistributionParameter parameter)
        : base(
            Support.Integers(CategoryWeights.Count(nameof(Categorical), parameter)),
            [parameter],
            parameter.Value.Shape.Take(parameter.Value.Shape.Rank - 1),
            DType.Int64)
    {
    }

    /// <inheritdoc/>
    public long? Cardinality => Products.Cardinality(Count, Shape);

    private int Count => Parameters[0].Value.Shape[^1];

    private CategoryWeights Weights => new(probs, logits);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => Weights.Entropy;

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => Products.Indices(this, Count, Shape);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) =>
        Tensor.Min(Tensor.Where(value.Unsqueeze(-1) >= Indices, Weights.Probs, 0.0).Sum(-1), 1.0); // rounding can take the sum above 1

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Weights.Quantile(probability);

    internal override Tensor SampleFrom(NoiseSource noise) => Weights.Index(noise);

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) => WeakTerm.Categories(Weights.Probs, k => Tensor.Literal((long)k).BroadcastTo(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Weights.LogMass(x.Unsqueeze(-1).EqualTo(Indices));

    private protected override Tensor MassPerPart(Tensor x) => (x.Unsqueeze(-1).EqualTo(Indices) * Weights.Probs).Sum(-1);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) =>
        logits is not null ? new Categorical(logits: parameters[0]) : new Categorical(probs: parameters[0]);

    private Tensor Indices => Tensor.Of(Enumerable.Range(0, Count).ToArray().AsSpan());
}
