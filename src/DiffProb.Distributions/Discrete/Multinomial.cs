namespace DiffProb;

/// <summary>Multinomial distribution: how often each of K categories comes up among independent trials (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: n! / Π xₖ! Π pₖ^xₖ, with n = totalCount and p = softmax(logits) or probs / Σ probs: K Poisson counts whose sum is known, exact for large n.</para>
/// <para><b>Support</b>: vectors of whole numbers of at least 0 with sum totalCount. <b>Shapes</b>: totalCount [...], parameter [..., K], an event is [..., K].</para>
/// <para><b>Estimators</b>: enumerate (where totalCount is one known number), score.</para>
/// </remarks>
public sealed class Multinomial : Distribution, IFinite
{
    private readonly Tensor totalCount;
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Multinomial by probabilities or by log weights: exactly one of them.</summary>
    /// <param name="totalCount">How many trials, whole numbers of at least 0.</param>
    /// <param name="probs">Weights [..., K], at least 0 and not all 0; divided by their sum.</param>
    /// <param name="logits">Log weights [..., K], up to a constant; -∞ for never.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    /// <exception cref="ShapeException">The parameter is a scalar, or K is 0.</exception>
    public Multinomial(Tensor totalCount, Tensor? probs = null, Tensor? logits = null)
        : this(totalCount, ProbsOrLogits.Of(nameof(Multinomial), probs, logits, Support.Weights, Support.Logits))
    {
        (this.probs, this.logits) = (probs, logits);
    }

    private Multinomial(Tensor totalCount, DistributionParameter weights)
        : base(
            new CompositionSupport(totalCount),
            [new("totalCount", totalCount, Support.NonNegativeIntegers), weights],
            CompositionSupport.ShapeOf(nameof(Multinomial), totalCount, weights),
            together: 1)
    {
        this.totalCount = totalCount;
    }

    /// <inheritdoc/>
    public long? Cardinality => CompositionSupport.Cardinality(totalCount, Shape);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Wide * Weights.Probs;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Wide * Weights.Probs * (1.0 - Weights.Probs);

    private CategoryWeights Weights => new(probs, logits);

    private Tensor Wide => totalCount.Unsqueeze(-1);

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => CompositionSupport.Values(this, totalCount);

    // Category by category, among the trials that are left.
    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var p = Weights.Probs.BroadcastTo(Shape);
        var left = p.CumSum(-1, reverse: true);
        var share = Tensor.Where(left > 0.0, p / Tensor.Where(left > 0.0, left, 1.0), 0.0).Clamp(0.0, 1.0);
        return CompositionSupport.Draw(totalCount.BroadcastTo(Parts), Shape[^1], (k, rest) => noise.Binomial(rest, share.Select(-1, k)));
    }

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        var others = new Multinomial(Tensor.Max(totalCount - 1.0, 0.0), probs, logits).SampleFrom(noise);
        var counted = Tensor.Where(Wide > 0.0, 1.0, 0.0);
        return
        [
            .. WeakTerm.Categories(Weights.Probs, k => others + (counted * Tensor.Literal((long)k).BroadcastTo(Parts).OneHot(Shape[^1])))
                .Select(t => t with { Weight = totalCount.StopGradient() * t.Weight }),
        ];
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var mean = Tensor.Max(Wide, 1.0);
        var each = probs is not null ? GammaForms.LogPoissonMass(x, mean * Weights.Probs) : BinomialForms.LogPoisson(x, mean, Weights.Log);
        return each.Sum(-1) - GammaForms.LogPoissonMass(totalCount, Tensor.Max(totalCount, 1.0));
    }

    private protected override Tensor MassPerPart(Tensor x)
    {
        var isCount = (x.Sum(-1) - totalCount).Abs() < 0.5;
        var chosen = ((totalCount + 1.0).LogGamma() - (x + 1.0).LogGamma().Sum(-1)).Exp();
        return Tensor.Where(isCount, chosen * Weights.Probs.Pow(x).Prod(-1), 0.0);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => logits is not null
        ? new Multinomial(parameters[0], logits: parameters[1])
        : new Multinomial(parameters[0], probs: parameters[1]);
}
