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
    private static readonly double RootHalf = Math.Sqrt(0.5);

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
    public override Tensor Cdf(Tensor value)
    {
        // Φ(a) + exp(2λ/μ) Φ(-b), where exp(2λ/μ) φ(b) = φ(a): all of it over 2 φ(a), from the side on which it is small.
        var x = Tensor.Where(value > 0.0, value, loc);
        var root = (concentration / x).Sqrt();
        var (a, b) = (root * ((x - loc) / loc), root * ((x + loc) / loc));
        var isLeft = a < 0.0;
        var far = (RootHalf * b).Erfcx();
        var left = (RootHalf * Tensor.Where(isLeft, -a, 0.0)).Erfcx() + far;
        var right = (RootHalf * Tensor.Where(isLeft, 0.0, a)).Erfcx() - far;
        var (logLeft, logRight) = ((0.5 * left).Log() - (0.5 * a.Square()), (0.5 * right).Log() - (0.5 * a.Square()));
        var (below, above) = (logLeft.Exp(), logRight.Exp());
        var isInside = value > 0.0;
        return Probabilities.WithTails(
            Tensor.Where(isInside, Tensor.Where(isLeft, below, 1.0 - above), 0.0),
            Tensor.Where(isInside, Tensor.Where(isLeft, 1.0 - below, above), 1.0),
            Tensor.Where(isInside, Tensor.Where(isLeft, logLeft, (-above).Log1p()), double.NegativeInfinity),
            Tensor.Where(isInside, Tensor.Where(isLeft, (-below).Log1p(), logRight), 0.0));
    }

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
