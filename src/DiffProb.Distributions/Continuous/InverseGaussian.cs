namespace DiffProb;

/// <summary>Inverse Gaussian (Wald) distribution on the positive reals: when a Brownian motion with drift first reaches a level.</summary>
/// <remarks>
/// <para><b>Density</b>: √(concentration / (2π x³)) exp(-concentration (x - loc)² / (2 loc² x)).</para>
/// <para><b>Support</b>: positive. <b>Shapes</b>: broadcast(loc, concentration).</para>
/// <para>Its cdf and 1 minus it, and the logarithms of both, are exact in both tails. The derivative of a draw is that of the quantile: the sampler
/// chooses between two roots, and a formula with a choice in it is no path.</para>
/// <para><b>Estimators</b>: pathwise (implicit), score.</para>
/// <para><b>Source</b>: Michael, Schucany, Haas (1976), The American Statistician 30, for draws.</para>
/// </remarks>
/// <param name="loc">Mean, positive, in the units of x.</param>
/// <param name="concentration">Shape parameter λ, positive, in the units of x; the variance is loc³ / λ.</param>
/// <exception cref="ShapeException">loc and concentration do not broadcast.</exception>
public sealed class InverseGaussian(Tensor loc, Tensor concentration) : Distribution(
    Support.Positive,
    [
        new("loc", loc, Support.Positive) { Path = PathKind.Implicit },
        new("concentration", concentration, Support.Positive) { Path = PathKind.Implicit },
    ])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="loc">Mean, positive, in the units of x.</param>
    /// <param name="concentration">Shape parameter, positive, in the units of x.</param>
    public InverseGaussian(double loc, double concentration)
        : this((Tensor)loc, (Tensor)concentration)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => loc;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => loc.Square() * (loc / concentration);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => InverseGaussianFunctions.Entropy(loc, concentration);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value)
    {
        var isInside = (value > 0.0) & (value < double.PositiveInfinity);
        var inside = InverseGaussianFunctions.Cdf(loc, concentration, Tensor.Where(isInside, value, loc));
        Tensor Within(Tensor inner, double low, double high) => Tensor.Where(isInside, inner, Tensor.Where(value > 0.0, high, low));
        return Probabilities.WithTails(
            Within(inside, 0.0, 1.0),
            Within(1.0 - inside, 1.0, 0.0),
            Within(inside.Log(), double.NegativeInfinity, 0.0),
            Within((1.0 - inside).Log(), 0.0, double.NegativeInfinity));
    }

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) =>
        ImplicitQuantile(loc * TailQuantiles.Of(TailFamily.InverseGaussian, probability, concentration / loc).Exp(), probability);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var (mean, shape) = (loc.BroadcastTo(Shape).StopGradient(), concentration.BroadcastTo(Shape).StopGradient());
        var w = 0.5 * (mean / shape) * noise.StandardNormal(Shape).Square();
        var ratio = 1.0 + w + (w * (2.0 + w)).Sqrt(); // of the mean to the smaller root
        var takesSmaller = noise.Uniform(Shape) * (1.0 + ratio) < ratio;
        return Implicit(Tensor.Where(takesSmaller, mean / ratio, mean * ratio));
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        (0.5 * (concentration.Log() - (3.0 * x.Log()))) - Normal.HalfLogTwoPi - (0.5 * (concentration / loc) * ((x - loc) / loc) * (1.0 - (loc / x)));

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new InverseGaussian(parameters[0], parameters[1]);
}
