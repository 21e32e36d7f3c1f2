namespace DiffProb;

/// <summary>Geometric distribution: the number of failures before the first success (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: p (1 - p)ᵏ, with p = probs = sigmoid(logits). Counts start at 0, as in PyTorch; SciPy counts trials and starts at 1.</para>
/// <para><b>Support</b>: whole numbers of at least 0. <b>Shapes</b>: that of the parameter; elements are independent.</para>
/// <para>1 minus its cdf, and the logarithms of both, are exact in the tail.</para>
/// <para><b>Estimators</b>: score.</para>
/// </remarks>
public sealed class Geometric : Distribution
{
    private readonly Tensor? probs;
    private readonly Tensor? logits;

    /// <summary>Geometric by probability or by log odds: exactly one of them.</summary>
    /// <param name="probs">Probability of success in one trial, above 0 and at most 1.</param>
    /// <param name="logits">Log odds of success in one trial.</param>
    /// <exception cref="DiffProbException">Both or none are given.</exception>
    public Geometric(Tensor? probs = null, Tensor? logits = null)
        : base(Support.NonNegativeIntegers, [ProbsOrLogits.Of(nameof(Geometric), probs, logits, Support.PositiveProbability, Support.Real)])
    {
        (this.probs, this.logits) = (probs, logits);
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => logits is not null ? (-logits).Exp() : (1.0 - probs!) / probs!;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => MeanPerElement / Probability;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => -(LogProbability + MeanPerElement.TimesOrZero(LogFailure));

    private Tensor Probability => probs ?? logits!.Sigmoid();

    private Tensor LogProbability => Probability.Log();

    private Tensor LogFailure => (-Probability).Log1p();

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => -Tensor.Max(value.Floor() + 1.0, 0.0).TimesOrZero(LogFailure).Expm1();

    /// <inheritdoc/>
    /// <remarks>Where the quotient rounded across a whole number, the cdf tells.</remarks>
    public override Tensor Icdf(Tensor probability)
    {
        var guess = Tensor.Max(((-probability).Log1p() / LogFailure).Ceiling() - 1.0, 0.0);
        return guess + (Cdf(guess) < probability).Cast(DType) - ((guess > 0.0) & (Cdf(guess - 1.0) >= probability)).Cast(DType);
    }

    internal override Tensor SampleFrom(NoiseSource noise) => (-(noise.StandardExponential(Shape) / LogFailure)).Floor();

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        var count = SampleFrom(noise);
        return WeakTerm.Difference(Probability, 1.0 / Probability, count, count + SampleFrom(noise) + 1.0);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        LogProbability + (logits is not null ? x.TimesOrZero(LogFailure) : x.XLog1pY(-probs!));

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) =>
        logits is not null ? new Geometric(logits: parameters[0]) : new Geometric(probs: parameters[0]);
}
