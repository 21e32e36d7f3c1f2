namespace DiffProb;

/// <summary>Cauchy distribution on the real line: tails so heavy that it has no mean.</summary>
/// <remarks>
/// <para><b>Density</b>: 1 / (π scale (1 + z²)), with z = (x - loc) / scale.</para>
/// <para><b>Support</b>: real. <b>Shapes</b>: broadcast(loc, scale). Mean and variance are undefined (NaN).</para>
/// <para>Its cdf and 1 minus it, and the logarithms of both, are exact in both tails.</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
/// <param name="loc">Median, in the units of x.</param>
/// <param name="scale">Half the distance between the quartiles, positive, in the units of x.</param>
/// <exception cref="ShapeException">loc and scale do not broadcast.</exception>
public sealed class Cauchy(Tensor loc, Tensor scale)
    : Distribution(Support.Real, [new("loc", loc), new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Median, in the units of x.</param>
    /// <param name="scale">Half the distance between the quartiles, positive, in the units of x.</param>
    public Cauchy(double loc, double scale)
        : this((Tensor)loc, (Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => double.NaN;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => double.NaN;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => (4.0 * Math.PI * scale).Log();

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value)
    {
        var z = (value - loc) / scale;
        return Probabilities.WithComplement((-z).Acot() / Math.PI, z.Acot() / Math.PI);
    }

    /// <inheritdoc/>
    /// <remarks>-cot πp: both of its parts are exact where they are small, so that both tails are exact.</remarks>
    public override Tensor Icdf(Tensor probability) => loc - (scale * probability.CosPi() / probability.SinPi());

    internal override Tensor SampleFrom(NoiseSource noise) => Icdf(noise.Uniform(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => -((x - loc) / scale).Log1pSquare() - (Math.PI * scale).Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Cauchy(parameters[0], parameters[1]);
}
