namespace DiffProb;

/// <summary>Binomial distribution: the number of successes among independent trials (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: C(n, k) pᵏ (1 - p)ⁿ⁻ᵏ, with n = totalCount and p = probs = sigmoid(logits); exact for n up to 1e12.</para>
/// <para><b>Support</b>: whole numbers from 0 to totalCount. <b>Shapes</b>: broadcast(totalCount, parameter); elements are independent.</para>
/// <para>1 minus its cdf is exact in the right tail.</para>
/// <para><b>Estimators</b>: enumerate (where totalCount is known), score.</para>
/// </remarks>
public sealed class Binomial : Distribution, IFinite
{
    private readonly Tensor totalCount;
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Binomial by probability or by log odds: exactly one of them.</summary>
    /// <param name="totalCount">How many trials, whole numbers of at least 0.</param>
    /// <param name="probs">Probability of success, in [0, 1].</param>
    /// <param name="logits">Log odds of success; -∞ for never.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    public Binomial(Tensor totalCount, Tensor? probs = null, Tensor? logits = null)
        : base(
            WholeNumbers.UpTo(totalCount),
            [new("totalCount", totalCount, Support.NonNegativeIntegers), ProbsOrLogits.Of(nameof(Binomial), probs, logits, Support.UnitInterval, Support.LogWeights)])
    {
        (this.totalCount, this.probs, this.logits) = (totalCount, probs, logits);
    }

    /// <inheritdoc/>
    public long? Cardinality => FiniteCounts.Cardinality(0.0, totalCount, Shape);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => totalCount * Success;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => totalCount * Success * Failure;

    /// <inheritdoc/>
    protected override Tensor? EntropyPerPart => FiniteCounts.Entropy(this, totalCount);

    private Tensor Success => probs ?? logits!.Sigmoid();

    private Tensor Failure => probs is not null ? 1.0 - probs : (-logits!).Sigmoid();

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => FiniteCounts.Values(this, 0.0, totalCount);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value)
    {
        var k = value.Floor();
        var isInside = (k >= 0.0) & (k < totalCount);
        var (a, b) = (Tensor.Where(isInside, k + 1.0, 1.0), Tensor.Where(isInside, totalCount - k, 1.0));
        return Tensor.Where(isInside, 1.0 - IncompleteIntegrals.IncompleteBeta(a, b, Success), (k >= totalCount).Cast(DType.Float64));
    }

    /// <inheritdoc/>
    public override Tensor Survival(Tensor value)
    {
        var k = value.Floor();
        var isInside = (k >= 0.0) & (k < totalCount);
        var (a, b) = (Tensor.Where(isInside, k + 1.0, 1.0), Tensor.Where(isInside, totalCount - k, 1.0));
        return Tensor.Where(isInside, IncompleteIntegrals.IncompleteBeta(a, b, Success), (k < 0.0).Cast(DType.Float64));
    }

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) =>
        Tensor.Create(new BinomialQuantileFunction(false), Elementwise.Promote(true, probability, totalCount, Success));

    internal override Tensor SampleFrom(NoiseSource noise) => noise.Binomial(totalCount.BroadcastTo(Shape), Success.BroadcastTo(Shape));

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        var others = noise.Binomial(Tensor.Max(totalCount - 1.0, 0.0).BroadcastTo(Shape), Success.BroadcastTo(Shape));
        return WeakTerm.Difference(Success, totalCount, Tensor.Min(others + 1.0, totalCount), others);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        probs is not null ? BinomialForms.LogMass(x, totalCount, probs, 1.0 - probs) : BinomialForms.LogMass(x, totalCount, logits!);

    private protected override Tensor MassPerPart(Tensor x) => BinomialForms.Mass(x, totalCount, Success, Failure);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => logits is not null
        ? new Binomial(parameters[0], logits: parameters[1])
        : new Binomial(parameters[0], probs: parameters[1]);
}
