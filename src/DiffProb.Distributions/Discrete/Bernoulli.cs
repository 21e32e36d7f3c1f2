namespace DiffProb;

/// <summary>Bernoulli distribution on 0 and 1 (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: p at 1, 1 - p at 0, with p = probs = sigmoid(logits). Its logarithm is affine in x.</para>
/// <para><b>Support</b>: 0 or 1. <b>Shapes</b>: that of the parameter; elements are independent.</para>
/// <para><b>Estimators</b>: enumerate, score.</para>
/// </remarks>
public sealed class Bernoulli : Distribution, IFinite
{
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Bernoulli by probability or by log odds: exactly one of them.</summary>
    /// <param name="probs">Probability of 1, in [0, 1].</param>
    /// <param name="logits">Log odds of 1; -∞ for never.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    public Bernoulli(Tensor? probs = null, Tensor? logits = null)
        : base(Support.Boolean, [ProbsOrLogits.Of(nameof(Bernoulli), probs, logits, Support.UnitInterval, Support.LogWeights)])
    {
        (this.probs, this.logits) = (probs, logits);
    }

    /// <inheritdoc/>
    public long? Cardinality => Products.Cardinality(2, Shape);

    /// <inheritdoc/>
    public override Distribution Relaxation(Tensor temperature) => new RelaxedBernoulli(temperature, probs, logits);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Probability;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Probability * (1.0 - Probability);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => logits is not null
        ? logits.Sigmoid().TimesOrZero((-logits).Softplus()) + (-logits).Sigmoid().TimesOrZero(logits.Softplus())
        : -(probs!.XLogY(probs!) + (1.0 - probs!).XLog1pY(-probs!));

    private Tensor Probability => probs ?? logits!.Sigmoid();

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => Products.Indices(this, 2, Shape).Cast(DType);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value)
    {
        Tensor Steps(Tensor below, Tensor between, Tensor above) => Tensor.Where(value < 0.0, below, Tensor.Where(value < 1.0, between, above));
        return Probabilities.WithTails(
            Steps(0.0, 1.0 - Probability, 1.0),
            Steps(1.0, Probability, 0.0),
            Steps(double.NegativeInfinity, (1.0 - Probability).Log(), 0.0),
            Steps(0.0, Probability.Log(), double.NegativeInfinity));
    }

    /// <inheritdoc/>
    /// <remarks>Each of the two tests is exact where its probability is small, and none is wrong by rounding.</remarks>
    public override Tensor Icdf(Tensor probability) => ((probability > 1.0 - Probability) | (1.0 - probability < Probability)).Cast(DType);

    internal override Tensor SampleFrom(NoiseSource noise) => (noise.Uniform(Shape) < Probability).Cast(DType);

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) =>
        WeakTerm.Difference(Probability, Tensor.Ones(Shape.Scalar), Tensor.Ones(Shape), Tensor.Zeros(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => logits is not null
        ? x.TimesOrZero(logits) - logits.Softplus()
        : x.XLogY(probs!) + (1.0 - x).XLog1pY(-probs!);

    private protected override Tensor MassPerPart(Tensor x) =>
        logits is not null ? base.MassPerPart(x) : (x * probs!) + ((1.0 - x) * (1.0 - probs!));

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) =>
        logits is not null ? new Bernoulli(logits: parameters[0]) : new Bernoulli(probs: parameters[0]);
}
