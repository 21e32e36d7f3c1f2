namespace DiffProb;

/// <summary>Exponential distribution: waiting time for an event that happens at a constant rate.</summary>
/// <remarks>
/// <para><b>Density</b>: rate exp(-rate x).</para>
/// <para><b>Support</b>: at least 0. <b>Shapes</b>: that of rate.</para>
/// <para>1 minus its cdf, and the logarithms of both, are exact in the tail.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="rate">Events for each unit of x, positive.</param>
public sealed class Exponential(Tensor rate)
    : Distribution(Support.NonNegative, [new("rate", rate, Support.Positive) { HasWeakDerivative = true }])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="rate">Events for each unit of x, positive.</param>
    public Exponential(double rate)
        : this((Tensor)rate)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => 1.0 / rate;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => 1.0 / rate.Square();

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => 1.0 - rate.Log();

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => -(-(rate * Tensor.Max(value, 0.0))).Expm1();

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => -(-probability).Log1p() / rate;

    internal override Tensor SampleFrom(NoiseSource noise) => noise.StandardExponential(Shape) / rate;

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise)
    {
        var first = noise.StandardExponential(Shape);
        return WeakTerm.Difference(rate, 1.0 / rate, first / rate, (first + noise.StandardExponential(Shape)) / rate);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => rate.Log() - (rate * x);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Exponential(parameters[0]);
}
