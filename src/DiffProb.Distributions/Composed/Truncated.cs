namespace DiffProb;

/// <summary>A distribution given that its values lie between two bounds, both included.</summary>
/// <remarks>
/// <para><b>Density</b>: p(x) / P(low ≤ x ≤ high), p that of the base.</para>
/// <para><b>Support</b>: the values of the base from low to high. <b>Shapes</b>: broadcast(base, low, high).</para>
/// <para>Probabilities of the window are differences of the base's smaller tails, and draws are its quantiles: as exact as those, but for digits lost in
/// windows so narrow that the tails at both ends share them. The window must hold more than 1e-290 of the base. TruncatedNormal, TruncatedLogistic,
/// TruncatedCauchy, TruncatedGumbel, TruncatedStudentT, TruncatedExponential and TruncatedGamma have neither limit.</para>
/// <para><b>Estimators</b>: pathwise (implicit) where the base's draws follow its parameters; score in the base's parameters; enumerate (discrete, where the
/// ends are known). The support moves with low and high: the score function is biased in them and refused.</para>
/// </remarks>
public sealed class Truncated : Distribution, IFinite
{
    private readonly Distribution inner;
    private readonly Tensor low;
    private readonly Tensor high;
    private readonly Window window;

    /// <summary>The base between two bounds.</summary>
    /// <param name="base">A distribution of numbers with a cdf and quantiles.</param>
    /// <param name="low">Lower bound; -∞ for none.</param>
    /// <param name="high">Upper bound, above low (discrete: at least low); ∞ for none.</param>
    /// <exception cref="DiffProbException">The base has vectors for values, no quantiles or no density.</exception>
    /// <exception cref="ValueException">The base is known and has nothing between the bounds.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Truncated(Distribution @base, Tensor low, Tensor high)
        : base(
            Window.On(nameof(Truncated), Window.Checked(nameof(Truncated), @base, needsQuantiles: true), low, high),
            [.. Window.Inner(@base), .. Window.Bounds(@base, low, high)],
            Shape.Broadcast(@base.Shape, Shape.Broadcast(low, high)),
            @base.DType)
    {
        (inner, this.low, this.high, window) = (@base, low, high, new(@base, low, high));
        if (Parameters.All(p => p.Value.IsValue && p.Support.FirstOutside(p.Value) is null) && !Array.TrueForAll(window.Mass.ToArray(), m => m > 0.0))
        {
            throw DistributionErrors.EmptyWindow(@base, low, high);
        }
    }

    /// <summary>The base between two known bounds.</summary>
    /// <param name="base">A distribution of numbers with a cdf and quantiles.</param>
    /// <param name="low">Lower bound; -∞ for none.</param>
    /// <param name="high">Upper bound, above low; ∞ for none.</param>
    public Truncated(Distribution @base, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
        : this(@base, (Tensor)low, (Tensor)high)
    {
    }

    /// <inheritdoc/>
    public long? Cardinality => Support is WholeNumbers whole ? FiniteCounts.Cardinality(whole.Low, whole.High, Shape) : null;

    /// <inheritdoc/>
    public override string? StandsFor => inner.StandsFor;

    internal override object Make => (base.Make, inner.Make);

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => FiniteCounts.Values(this, ((WholeNumbers)Support).Low, ((WholeNumbers)Support).High);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => window.Cdf(value);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability)
    {
        var found = window.Quantile(probability);
        return Support.IsDiscrete ? found.Cast(DType) : ImplicitQuantile(found, probability);
    }

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var found = window.Quantile(noise.Uniform(Shape));
        return Support.IsDiscrete ? found.Cast(DType) : Implicit(found);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        Support.IsDiscrete ? Tensor.Where(IsInside(x), inner.LogDensityOfParts(x) - window.Mass.Log(), double.NegativeInfinity) : inner.LogDensityOfParts(x) - window.Mass.Log();

    private protected override Tensor MassPerPart(Tensor x) => Tensor.Where(IsInside(x), inner.MassOfParts(x) / window.Mass, 0.0);

    private Tensor IsInside(Tensor x) => (x >= low) & (x <= high);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Truncated(inner.With([.. parameters.Take(parameters.Count - 2)]), parameters[^2], parameters[^1]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({inner}, low: {low}, high: {high})";
}
