namespace DiffProb;

/// <summary>Categorical distribution on the one-hot vectors of length K (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: softmax(logits)ₖ, or probsₖ / Σ probs, at the vector whose element k is 1. Its logarithm is affine in x.</para>
/// <para><b>Support</b>: vectors with one 1 and otherwise 0. <b>Shapes</b>: parameter and event [..., K].</para>
/// <para>A logit of -∞ or a probability of 0 is a value that cannot happen: it is never drawn and has derivative 0.</para>
/// <para><b>Estimators</b>: enumerate, score.</para>
/// </remarks>
public sealed class OneHotCategorical : Distribution, IFinite
{
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>One-hot categorical by probabilities or by log weights: exactly one of them.</summary>
    /// <param name="probs">Weights [..., K], at least 0 and not all 0; divided by their sum.</param>
    /// <param name="logits">Log weights [..., K], up to a constant; -∞ for never.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    /// <exception cref="ShapeException">The parameter is a scalar, or K is 0.</exception>
    public OneHotCategorical(Tensor? probs = null, Tensor? logits = null)
        : base(Support.OneHot, [Checked(ProbsOrLogits.Of(nameof(OneHotCategorical), probs, logits, Support.Weights, Support.Logits))], together: 1)
    {
        (this.probs, this.logits) = (probs, logits);
    }

    /// <inheritdoc/>
    public long? Cardinality => Products.Cardinality(Shape[^1], Parts);

    private CategoryWeights Weights => new(probs, logits);

    /// <inheritdoc/>
    public override Distribution Relaxation(Tensor temperature) => new RelaxedOneHotCategorical(temperature, probs, logits);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Weights.Probs;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Weights.Probs * (1.0 - Weights.Probs);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => Weights.Entropy;

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => Products.Indices(this, Shape[^1], Parts).OneHot(Shape[^1]);

    internal override Tensor SampleFrom(NoiseSource noise) => Weights.Index(noise).OneHot(Shape[^1]);

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) =>
        WeakTerm.Categories(Weights.Probs, k => Tensor.Literal((long)k).BroadcastTo(Parts).OneHot(Shape[^1]));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Weights.LogMass(x);

    private protected override Tensor MassPerPart(Tensor x) => (x * Weights.Probs).Sum(-1);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) =>
        logits is not null ? new OneHotCategorical(logits: parameters[0]) : new OneHotCategorical(probs: parameters[0]);

    private static DistributionParameter Checked(DistributionParameter parameter)
    {
        CategoryWeights.Count(nameof(OneHotCategorical), parameter);
        return parameter;
    }
}
