namespace DiffProb;

/// <summary>Negative binomial distribution: the number of successes before a number of failures (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: Γ(k + r) / (k! Γ(r)) pᵏ (1 - p)ʳ, with r = totalCount and p = probs = sigmoid(logits): probs is the probability of what is counted, as in
/// PyTorch; SciPy and R have 1 - p. Exact for large r and k.</para>
/// <para><b>Support</b>: whole numbers of at least 0. <b>Shapes</b>: broadcast(totalCount, parameter); elements are independent.</para>
/// <para>1 minus its cdf is exact in the right tail. A Poisson count whose rate is from a Gamma has this law: see <see cref="NegativeBinomial2"/>.</para>
/// <para><b>Estimators</b>: score.</para>
/// </remarks>
public sealed class NegativeBinomial : Distribution
{
    private readonly Tensor totalCount;
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Negative binomial by probability or by log odds: exactly one of them.</summary>
    /// <param name="totalCount">How many failures, positive, not whole of need.</param>
    /// <param name="probs">Probability of a success, at least 0 and below 1.</param>
    /// <param name="logits">Log odds of a success; -∞ for never.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    public NegativeBinomial(Tensor totalCount, Tensor? probs = null, Tensor? logits = null)
        : base(
            Support.NonNegativeIntegers,
            [new("totalCount", totalCount, Support.Positive), ProbsOrLogits.Of(nameof(NegativeBinomial), probs, logits, Support.ProbabilityBelowOne, Support.LogWeights)])
    {
        (this.totalCount, this.probs, this.logits) = (totalCount, probs, logits);
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Law.Mean;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Law.Variance;

    private NegativeBinomialLaw Law => new(totalCount, probs ?? logits!.Sigmoid(), probs is not null ? probs / (1.0 - probs) : logits!.Exp());

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => Law.Cdf(value);

    /// <inheritdoc/>
    public override Tensor Survival(Tensor value) => Law.Survival(value);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Law.Icdf(probability);

    internal override Tensor SampleFrom(NoiseSource noise) => Law.Draw(noise, Shape);

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) => Law.InOdds(Law.Odds, totalCount, noise, Shape);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Law.LogMass(x);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => logits is not null
        ? new NegativeBinomial(parameters[0], logits: parameters[1])
        : new NegativeBinomial(parameters[0], probs: parameters[1]);
}
