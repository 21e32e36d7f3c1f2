namespace DiffProb;

/// <summary>A distribution whose values are seen up to two bounds: what lies beyond is known as the bound alone.</summary>
/// <remarks>
/// <para><b>Density</b>: P(x ≤ low) at low, P(x ≥ high) at high, between them p(x), that of the base. For a continuous base it mixes probabilities
/// at the bounds with a density between them.</para>
/// <para><b>Support</b>: the values of the base from low to high, and the bounds. <b>Shapes</b>: broadcast(base, low, high).</para>
/// <para>For survival times, detection limits and saturated sensors: observed values at a bound count with the tail beyond it, as exactly as the base's
/// <see cref="Distribution.LogCdf"/> and <see cref="Distribution.LogSurvival"/> are.</para>
/// <para><b>Estimators</b>: pathwise where the base's draws follow its parameters (once: a draw has a kink where it meets a bound, which a second derivative
/// misses); score in the base's parameters. The bounds carry probability: the score function is biased in them and refused.</para>
/// <para><b>Source</b>: Tobin (1958), doi:10.2307/1907382.</para>
/// </remarks>
public sealed class Censored : Distribution, IFinite
{
    private readonly Distribution inner;
    private readonly Tensor low;
    private readonly Tensor high;

    /// <summary>The base, seen between two bounds.</summary>
    /// <param name="base">A distribution of numbers with a cdf.</param>
    /// <param name="low">Lower bound; -∞ for none.</param>
    /// <param name="high">Upper bound, above low (discrete: at least low); ∞ for none.</param>
    /// <exception cref="DiffProbException">The base has vectors for values, no cdf or no density.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Censored(Distribution @base, Tensor low, Tensor high)
        : base(
            Window.On(nameof(Censored), Window.Checked(nameof(Censored), @base, needsQuantiles: false), low, high),
            [.. Window.Inner(@base), .. Window.Bounds(@base, low, high)],
            Shape.Broadcast(@base.Shape, Shape.Broadcast(low, high)),
            @base.DType)
    {
        (inner, this.low, this.high) = (@base, @base.Support.IsDiscrete ? low.Ceiling() : low, @base.Support.IsDiscrete ? high.Floor() : high);
    }

    /// <summary>The base, seen between two known bounds.</summary>
    /// <param name="base">A distribution of numbers with a cdf.</param>
    /// <param name="low">Lower bound; -∞ for none.</param>
    /// <param name="high">Upper bound, above low; ∞ for none.</param>
    public Censored(Distribution @base, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
        : this(@base, (Tensor)low, (Tensor)high)
    {
    }

    /// <inheritdoc/>
    public long? Cardinality => Support is WholeNumbers whole ? FiniteCounts.Cardinality(whole.Low, whole.High, Shape) : null;

    /// <inheritdoc/>
    public override string? StandsFor => inner.StandsFor;

    /// <summary>Whether points of a continuum have probability.</summary>
    internal static bool HasPoints(Distribution d) => d is Censored && !d.Support.IsDiscrete;

    internal override object Make => (base.Make, inner.Make);

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => FiniteCounts.Values(this, ((WholeNumbers)Support).Low, ((WholeNumbers)Support).High);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => Seen(value, inner.Cdf(Inside(value))!, 0.0, 1.0);

    /// <inheritdoc/>
    public override Tensor Survival(Tensor value) => Seen(value, inner.Survival(Inside(value))!, 1.0, 0.0);

    /// <inheritdoc/>
    public override Tensor LogCdf(Tensor value) => Seen(value, inner.LogCdf(Inside(value))!, double.NegativeInfinity, 0.0);

    /// <inheritdoc/>
    public override Tensor LogSurvival(Tensor value) => Seen(value, inner.LogSurvival(Inside(value))!, 0.0, double.NegativeInfinity);

    /// <inheritdoc/>
    public override Tensor? Icdf(Tensor probability) => inner.Icdf(probability)?.Clamp(low, high).Cast(DType);

    internal override Tensor SampleFrom(NoiseSource noise) => CountsOf.Draw(inner, Shape, noise).Clamp(low, high).Cast(DType);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var (isLow, isHigh) = (x <= low, x >= high);
        return Tensor.Where(isLow, inner.LogCdf(At(isLow, low, x))!, Tensor.Where(isHigh, inner.LogSurvival(At(isHigh, Beneath, x))!, inner.LogDensityOfParts(Between(x))));
    }

    private protected override Tensor MassPerPart(Tensor x)
    {
        var (isLow, isHigh) = (x <= low, x >= high);
        var mass = Tensor.Where(isLow, inner.Cdf(At(isLow, low, x))!, Tensor.Where(isHigh, inner.Survival(At(isHigh, Beneath, x))!, inner.MassOfParts(Between(x))));
        return Tensor.Where((x < low) | (x > high), 0.0, mass);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Censored(inner.With([.. parameters.Take(parameters.Count - 2)]), parameters[^2], parameters[^1]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({inner}, low: {low}, high: {high})";

    // What has the probability of the upper bound above it.
    private Tensor Beneath => inner.Support.IsDiscrete ? high - 1.0 : high;

    private Tensor Seen(Tensor value, Tensor between, double left, double right) => Tensor.Where(value < low, left, Tensor.Where(value >= high, right, between));

    // Values that the base knows, where the one given lies beyond the bounds, or at them.
    private Tensor Inside(Tensor value) => At((value >= low) & (value < high), value, value);

    private Tensor Between(Tensor value) => At((value > low) & (value < high), value, value);

    private Tensor At(Tensor isThere, Tensor point, Tensor value) => Tensor.Where(isThere, point, inner.Support.Interior(value));
}
