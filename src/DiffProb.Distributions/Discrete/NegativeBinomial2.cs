namespace DiffProb;

/// <summary>Negative binomial distribution by its mean: a Poisson count whose rate is from a Gamma with that mean (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: that of <see cref="NegativeBinomial"/> with totalCount = concentration and odds mean / concentration; the variance is mean + mean² / concentration.
/// For a large concentration it is the Poisson's.</para>
/// <para><b>Support</b>: whole numbers of at least 0. <b>Shapes</b>: broadcast(mean, concentration); elements are independent.</para>
/// <para><b>Estimators</b>: score. <b>Source</b>: Stan Functions Reference 2.36, section 15.4, whose name it has.</para>
/// </remarks>
/// <param name="mean">Mean, positive.</param>
/// <param name="concentration">Positive: the smaller, the more the counts spread.</param>
/// <exception cref="ShapeException">mean and concentration do not broadcast.</exception>
public sealed class NegativeBinomial2(Tensor mean, Tensor concentration)
    : Distribution(Support.NonNegativeIntegers, [new("mean", mean, Support.Positive) { HasWeakDerivative = true }, new("concentration", concentration, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="mean">Mean, positive.</param>
    /// <param name="concentration">Positive.</param>
    public NegativeBinomial2(double mean, double concentration)
        : this((Tensor)mean, (Tensor)concentration)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => mean;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => mean + (mean.Square() / concentration);

    private NegativeBinomialLaw Law => new(concentration, (mean.Log() - concentration.Log()).Sigmoid(), mean / concentration);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => Law.Cdf(value);

    /// <inheritdoc/>
    public override Tensor Survival(Tensor value) => Law.Survival(value);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => Law.Icdf(probability);

    internal override Tensor SampleFrom(NoiseSource noise) => Law.Draw(noise, Shape);

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) => Law.InOdds(mean, Tensor.Ones(Shape.Scalar), noise, Shape);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Law.LogMass(x);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new NegativeBinomial2(parameters[0], parameters[1]);
}
