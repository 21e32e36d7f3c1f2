namespace DiffProb;

/// <summary>Poisson distribution: counts of events that happen independently at a constant rate (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: rateᵏ exp(-rate) / k!.</para>
/// <para><b>Support</b>: whole numbers of at least 0. <b>Shapes</b>: that of rate; elements are independent.</para>
/// <para>Its mass is exact for large counts; its cdf and 1 minus it, and the logarithms of both, in both tails.</para>
/// <para><b>Estimators</b>: score.</para>
/// </remarks>
/// <param name="rate">Mean, at least 0; at 0 every draw is 0.</param>
public sealed class Poisson(Tensor rate) : Distribution(Support.NonNegativeIntegers, [new("rate", rate, Support.NonNegative) { HasWeakDerivative = true }])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="rate">Mean, at least 0; at 0 every draw is 0.</param>
    public Poisson(double rate)
        : this((Tensor)rate)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => rate;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => rate;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => PoissonFunctions.Entropy(rate);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => IncompleteIntegrals.IncompleteGammaComplement(Tensor.Max(value.Floor() + 1.0, 0.0), rate);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => PoissonFunctions.Quantile(probability, rate);

    internal override Tensor SampleFrom(NoiseSource noise) => noise.Poisson(rate.BroadcastTo(Shape));

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        var count = SampleFrom(noise);
        return WeakTerm.Difference(rate, Tensor.Ones(Shape.Scalar), count + 1.0, count);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => GammaForms.LogPoissonMass(x, rate);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Poisson(parameters[0]);
}
