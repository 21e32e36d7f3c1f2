namespace DiffProb;

/// <summary>Concrete distribution (Gumbel-softmax): a one-hot vector made smooth, on the simplex and near its corners for a low temperature.</summary>
/// <remarks>
/// <para><b>Density</b>: Γ(K) t^(K - 1) Π (eˡᵏ xₖ^(-t - 1)) / (Σ eˡᵏ xₖ^(-t))ᴷ, with t = temperature and l = logits, over the first K - 1 parts.</para>
/// <para><b>Support</b>: vectors of numbers of at least 0 with sum 1. <b>Shapes</b>: temperature [...], parameter [..., K], an event is [..., K].</para>
/// <para>Draws are softmax((l + Gumbel noise) / t) in log space, so that log of a draw stays exact where it underflows. A logit of -∞ (a probability of 0) is a part
/// that is always 0; the density is that of the others.</para>
/// <para><b>Bias</b>: expectations under it are not those under OneHotCategorical, for any temperature above 0.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score. <b>Source</b>: Maddison, Mnih, Teh (2017), arXiv 1611.00712, equation 10; Jang, Gu, Poole (2017), arXiv 1611.01144.</para>
/// </remarks>
public sealed class RelaxedOneHotCategorical : Distribution
{
    private readonly Tensor temperature;
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Relaxed one-hot vector by probabilities or by log weights: exactly one of them.</summary>
    /// <param name="temperature">Positive: the lower, the nearer to the corners.</param>
    /// <param name="probs">Weights [..., K], at least 0 and not all 0.</param>
    /// <param name="logits">Log weights [..., K], up to a constant; -∞ for never.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    /// <exception cref="ShapeException">The parameter is a scalar, or K is 0.</exception>
    public RelaxedOneHotCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null)
        : this(temperature, ProbsOrLogits.Of(nameof(RelaxedOneHotCategorical), probs, logits, Support.Weights, Support.Logits) with { HasWeakDerivative = false })
    {
        (this.probs, this.logits) = (probs, logits);
    }

    private RelaxedOneHotCategorical(Tensor temperature, DistributionParameter weights)
        : base(
            Support.Simplex,
            [new("temperature", temperature, Support.Positive), weights],
            Shape.Broadcast(temperature.Shape.Concat(Shape.Of(CategoryWeights.Count(nameof(RelaxedOneHotCategorical), weights))), weights.Value.Shape),
            together: 1)
    {
        this.temperature = temperature;
    }

    /// <inheritdoc/>
    public override string StandsFor => nameof(OneHotCategorical);

    // -∞ for what cannot happen, and nothing flows to there.
    private Tensor Logits
    {
        get
        {
            var log = logits ?? probs!.Log();
            return ZeroProducts.WherePossible(log, log, double.NegativeInfinity);
        }
    }

    private Tensor Wide => temperature.Unsqueeze(-1);

    internal override Tensor SampleFrom(NoiseSource noise) => ((Logits - noise.StandardExponential(Shape).Log()) / Wide).LogSoftmax().Exp();

    /// <inheritdoc/>
    /// <remarks>A part that is known to be 0, though it is possible, counts as the least positive number: a draw rounded to it.</remarks>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var (log, all) = ((x.IsValue ? x.Clamp(x.DType == DType.Float32 ? float.Epsilon : double.Epsilon, 1.0) : x).Log(), Logits);
        var weights = ZeroProducts.WherePossible(all, all - (Wide * log), double.NegativeInfinity);
        var powers = ZeroProducts.WherePossible(all, all - ((Wide + 1.0) * log), x.IsValue ? x.TimesOrZero(double.NegativeInfinity) : 0.0);
        var parts = ZeroProducts.WherePossible(all, 1.0, 0.0).Sum(-1);
        return parts.LogGamma() + ((parts - 1.0) * temperature.Log()) + powers.Sum(-1) - (parts * weights.LogSumExp(-1));
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => logits is not null
        ? new RelaxedOneHotCategorical(parameters[0], logits: parameters[1])
        : new RelaxedOneHotCategorical(parameters[0], probs: parameters[1]);
}
