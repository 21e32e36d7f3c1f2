namespace DiffProb;

/// <summary>Hypergeometric distribution: the number of successes among things drawn without replacement (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: C(K, k) C(N - K, n - k) / C(N, n), with N = population, K = successes, n = draws; exact for populations up to 1e12.</para>
/// <para><b>Support</b>: whole numbers from max(0, draws + successes - population) to min(draws, successes). <b>Shapes</b>: broadcast of the parameters.</para>
/// <para><b>Estimators</b>: enumerate (where the numbers are known); there is nothing to differentiate.</para>
/// </remarks>
/// <param name="population">How many things there are, a whole number.</param>
/// <param name="successes">How many of them are successes, at most the population.</param>
/// <param name="draws">How many are drawn, at most the population.</param>
/// <exception cref="ShapeException">The shapes of the parameters do not broadcast.</exception>
public sealed class Hypergeometric(Tensor population, Tensor successes, Tensor draws) : Distribution(
    WholeNumbers.Range(Tensor.Max(0.0, draws + successes - population), Tensor.Min(draws, successes)),
    [
        new("population", population, Support.NonNegativeIntegers),
        new("successes", successes, WholeNumbers.UpTo(population)),
        new("draws", draws, WholeNumbers.UpTo(population)),
    ]), IFinite
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="population">How many things there are.</param>
    /// <param name="successes">How many of them are successes.</param>
    /// <param name="draws">How many are drawn.</param>
    public Hypergeometric(double population, double successes, double draws)
        : this((Tensor)population, (Tensor)successes, (Tensor)draws)
    {
    }

    /// <inheritdoc/>
    public long? Cardinality => FiniteCounts.Cardinality(Least, Most, Shape);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => draws * Share;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement =>
        draws * Share * ((population - successes) / Tensor.Max(population, 1.0)) * ((population - draws) / Tensor.Max(population - 1.0, 1.0));

    /// <inheritdoc/>
    protected override Tensor? EntropyPerPart => FiniteCounts.Entropy(this, Most);

    private Tensor Share => successes / Tensor.Max(population, 1.0);

    private Tensor Least => Tensor.Max(0.0, draws + successes - population);

    private Tensor Most => Tensor.Min(draws, successes);

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => FiniteCounts.Values(this, Least, Most);

    /// <inheritdoc/>
    public override Tensor? Cdf(Tensor value) => FiniteCounts.Cumulated(this, Most, value, isUpper: false);

    /// <inheritdoc/>
    public override Tensor? Survival(Tensor value) => FiniteCounts.Cumulated(this, Most, value, isUpper: true);

    /// <inheritdoc/>
    public override Tensor? Icdf(Tensor probability) => FiniteCounts.Quantile(this, Most, probability);

    internal override Tensor SampleFrom(NoiseSource noise) =>
        noise.Hypergeometric(population.BroadcastTo(Shape), successes.BroadcastTo(Shape), draws.BroadcastTo(Shape));

    // A binomial count among the successes and one among the rest, given their sum; the probability is any. Whole numbers have no derivative.
    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var (all, good, drawn) = (population.StopGradient(), successes.StopGradient(), draws.StopGradient());
        var some = Tensor.Max(all, 1.0);
        var (p, q) = (drawn / some, (some - drawn) / some);
        return BinomialForms.LogMass(x, good, p, q) + BinomialForms.LogMass(drawn - x, all - good, p, q) - BinomialForms.LogMass(drawn, all, p, q);
    }

    private protected override Tensor MassPerPart(Tensor x)
    {
        var isCount = Support.Contains(x)!;
        return Tensor.Where(isCount, LogDensityPerPart(Tensor.Where(isCount, x, Support.Interior(x))).Exp(), 0.0);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Hypergeometric(parameters[0], parameters[1], parameters[2]);
}
