namespace DiffProb;

/// <summary>Chi-squared distribution: the sum of the squares of df standard normals.</summary>
/// <remarks>
/// <para><b>Density</b>: that of Gamma(df/2, 1/2), x^(df/2 - 1) exp(-x/2) / (2^(df/2) Γ(df/2)).</para>
/// <para><b>Support</b>: positive. <b>Shapes</b>: that of df.</para>
/// <para>Draws are made as exp of their logarithm. The logarithms of its cdf and of 1 minus it are exact in both tails, its density for large df.</para>
/// <para><b>Estimators</b>: pathwise (implicit; Figurnov et al. 2018, arXiv 1805.08498), score.</para>
/// </remarks>
/// <param name="df">Degrees of freedom, positive, not necessarily whole.</param>
public sealed class Chi2(Tensor df) : Distribution(Support.Positive, [new("df", df, Support.Positive) { Path = PathKind.Implicit }])
{
    private readonly Gamma gamma = new(0.5 * df, 0.5);

    /// <summary>The distribution of one number.</summary>
    /// <param name="df">Degrees of freedom, positive, not necessarily whole.</param>
    public Chi2(double df)
        : this((Tensor)df)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => df;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => 2.0 * df;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => Gamma.EntropyOf(0.5 * df, 0.5);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => gamma.Cdf(value);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => gamma.Icdf(probability);

    internal override Tensor SampleFrom(NoiseSource noise) => gamma.SampleFrom(noise);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => gamma.LogDensityOfParts(x);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Chi2(parameters[0]);
}
