namespace DiffProb;

/// <summary>Beta-binomial distribution: the number of successes among trials whose common probability is from a Beta (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: C(n, k) B(k + a, n - k + b) / B(a, b), with n = totalCount, a = concentration1, b = concentration0. It is computed as prior times
/// likelihood over posterior at the posterior's mean, where nothing cancels: for large concentrations it is the binomial's.</para>
/// <para><b>Support</b>: whole numbers from 0 to totalCount. <b>Shapes</b>: broadcast of the parameters; elements are independent.</para>
/// <para><b>Estimators</b>: enumerate (where totalCount is known), score.</para>
/// </remarks>
/// <param name="concentration1">a, positive: grows with the weight of successes.</param>
/// <param name="concentration0">b, positive: grows with the weight of failures.</param>
/// <param name="totalCount">How many trials, whole numbers of at least 0.</param>
/// <exception cref="ShapeException">The shapes of the parameters do not broadcast.</exception>
public sealed class BetaBinomial(Tensor concentration1, Tensor concentration0, Tensor totalCount) : Distribution(
    WholeNumbers.UpTo(totalCount),
    [
        new("concentration1", concentration1, Support.Positive),
        new("concentration0", concentration0, Support.Positive),
        new("totalCount", totalCount, Support.NonNegativeIntegers),
    ]), IFinite
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="concentration1">a, positive.</param>
    /// <param name="concentration0">b, positive.</param>
    /// <param name="totalCount">How many trials.</param>
    public BetaBinomial(double concentration1, double concentration0, double totalCount)
        : this((Tensor)concentration1, (Tensor)concentration0, (Tensor)totalCount)
    {
    }

    /// <inheritdoc/>
    public long? Cardinality => FiniteCounts.Cardinality(0.0, totalCount, Shape);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => totalCount * (concentration1 / Total);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => MeanPerElement * (concentration0 / Total) * ((Total + totalCount) / (Total + 1.0));

    /// <inheritdoc/>
    protected override Tensor? EntropyPerPart => FiniteCounts.Entropy(this, totalCount);

    private Tensor Total => concentration1 + concentration0;

    /// <summary>Log mass of k among n.</summary>
    internal static Tensor LogMass(Tensor k, Tensor a, Tensor b, Tensor n)
    {
        // Any point gives the same: the one at which it is computed needs no derivative.
        var total = n + a + b;
        var (p, q) = (((k + a) / total).StopGradient(), ((n - k + b) / total).StopGradient());
        var (logP, logQ) = (p.Log(), q.Log());
        return BinomialForms.LogMass(k, n, p, q) + BetaForms.LogBetaDensity(a, b, p, logP, logQ) - BetaForms.LogBetaDensity(k + a, n - k + b, p, logP, logQ);
    }

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => FiniteCounts.Values(this, 0.0, totalCount);

    /// <inheritdoc/>
    public override Tensor? Cdf(Tensor value) => FiniteCounts.Cumulated(this, totalCount, value, isUpper: false);

    /// <inheritdoc/>
    public override Tensor? Survival(Tensor value) => FiniteCounts.Cumulated(this, totalCount, value, isUpper: true);

    /// <inheritdoc/>
    public override Tensor? Icdf(Tensor probability) => FiniteCounts.Quantile(this, totalCount, probability);

    internal override Tensor SampleFrom(NoiseSource noise) => noise.Binomial(
        totalCount.BroadcastTo(Shape), noise.BetaLogit(concentration1.BroadcastTo(Shape), concentration0.BroadcastTo(Shape)).Sigmoid());

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => LogMass(x, concentration1, concentration0, totalCount);

    private protected override Tensor MassPerPart(Tensor x)
    {
        var isCount = x <= totalCount;
        return Tensor.Where(isCount, LogDensityPerPart(Tensor.Where(isCount, x, 0.0)).Exp(), 0.0);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new BetaBinomial(parameters[0], parameters[1], parameters[2]);
}
