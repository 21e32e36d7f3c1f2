namespace DiffProb;

/// <summary>Binary Concrete distribution: a bit made smooth, between 0 and 1 and near them for a low temperature.</summary>
/// <remarks>
/// <para><b>Density</b>: t e⁻ᵈ / ((1 + e⁻ᵈ)² x (1 - x)), with d = t log(x / (1 - x)) - l, t = temperature and l = logits.</para>
/// <para><b>Support</b>: strictly between 0 and 1. <b>Shapes</b>: broadcast(temperature, parameter); elements are independent.</para>
/// <para>Draws are sigmoid((l + logistic noise) / t), so that log x and log(1 - x) of a draw stay exact where it rounds to 0 or 1.</para>
/// <para><b>Bias</b>: expectations under it are not those under Bernoulli, for any temperature above 0.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score. <b>Source</b>: Maddison, Mnih, Teh (2017), arXiv 1611.00712, equation 24.</para>
/// </remarks>
public sealed class RelaxedBernoulli : Distribution
{
    private readonly Tensor temperature;
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Relaxed bit by probability or by log odds: exactly one of them.</summary>
    /// <param name="temperature">Positive: the lower, the nearer to 0 and 1.</param>
    /// <param name="probs">Probability of 1 of the bit, strictly between 0 and 1.</param>
    /// <param name="logits">Log odds of 1 of the bit.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    public RelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null)
        : base(
            Support.OpenUnitInterval,
            [new("temperature", temperature, Support.Positive), ProbsOrLogits.Of(nameof(RelaxedBernoulli), probs, logits, Support.OpenUnitInterval, Support.Real) with { HasWeakDerivative = false }])
    {
        (this.temperature, this.probs, this.logits) = (temperature, probs, logits);
    }

    /// <inheritdoc/>
    public override string StandsFor => nameof(Bernoulli);

    // A probability of 0 or 1 is at an end, and nothing flows to it.
    private Tensor Logits => logits ?? Possible(probs!.Log()) - Possible((-probs!).Log1p());

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => Standardized(value.Clamp(0.0, 1.0)).Sigmoid();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => ((Logit(probability) + Logits) / temperature).Sigmoid();

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var uniform = noise.Uniform(Shape);
        return ((Logits + Logit(uniform)) / temperature).Sigmoid();
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var d = Standardized(x);
        return temperature.Log() + d.LogSigmoid() + (-d).LogSigmoid() - x.Log() - (-x).Log1p();
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => logits is not null
        ? new RelaxedBernoulli(parameters[0], logits: parameters[1])
        : new RelaxedBernoulli(parameters[0], probs: parameters[1]);

    private static Tensor Possible(Tensor log) => ZeroProducts.WherePossible(log, log, double.NegativeInfinity);

    private static Tensor Logit(Tensor x) => x.Log() - (-x).Log1p();

    private Tensor Standardized(Tensor x) => (temperature * Logit(x)) - Logits;
}
