namespace DiffProb;

/// <summary>Mixture: a draw comes from one of K components, chosen with given probabilities and not seen.</summary>
/// <remarks>
/// <para><b>Density</b>: Σ probsₖ pₖ(x), its logarithm by log-sum-exp.</para>
/// <para><b>Support</b>: that of the components; where theirs differ, the smallest of ours that holds all of them.
/// <b>Shapes</b>: weights [..., K], components [...] that broadcast with it; the parts of an event are independent mixtures.</para>
/// <para>Its cdf and 1 minus it are sums of the components', as exact in both tails as those are.</para>
/// <para><b>Estimators</b>: components of one number with cdfs: pathwise (implicit, in the weights too; Figurnov et al. 2018, arXiv
/// 1805.08498, section 4), score. Components of vectors: score. Discrete components with finite support: enumerate, score. To
/// enumerate the components themselves, write the index as a site of its own.</para>
/// </remarks>
public sealed class Mixture : Distribution, IFinite
{
    private const double SmallestMass = 1e-280;
    private readonly Tensor? probs;
    private readonly Tensor? logits;
    private readonly Distribution[] components;
    private readonly InnerDistributions inner;

    /// <summary>Mixture by weights.</summary>
    /// <param name="probs">Weights [..., K], at least 0 and not all 0; divided by their sum.</param>
    /// <param name="components">K distributions of single numbers, or K of events with the same number of dimensions.</param>
    /// <exception cref="ShapeException">The number of components is not K, or shapes do not broadcast.</exception>
    /// <exception cref="DiffProbException">Discrete components are mixed with continuous ones, or the density of one is not known.</exception>
    public Mixture(Tensor probs, params Distribution[] components)
        : this(components, probs: probs)
    {
    }

    /// <summary>Mixture by weights or by log weights: exactly one of them.</summary>
    /// <param name="components">K distributions of single numbers, or K of events with the same number of dimensions.</param>
    /// <param name="probs">Weights [..., K], at least 0 and not all 0; divided by their sum.</param>
    /// <param name="logits">Log weights [..., K], up to a constant; -∞ for never.</param>
    /// <exception cref="ShapeException">The number of components is not K, or shapes do not broadcast.</exception>
    /// <exception cref="DiffProbException">Both weights or none are given, discrete components are mixed with continuous ones, or the density of one is not known.</exception>
    public Mixture(IReadOnlyList<Distribution> components, Tensor? probs = null, Tensor? logits = null)
        : this([.. components], ProbsOrLogits.Of(nameof(Mixture), probs, logits, Support.Weights, Support.Logits))
    {
    }

    private Mixture(Distribution[] components, DistributionParameter weights)
        : base(MixtureSupport.Of(components), ParametersOf(components, weights), ShapeOf(components, weights), components[0].DType, Together(components[0]))
    {
        (probs, logits) = weights.Name == "probs" ? (weights.Value, (Tensor?)null) : (null, weights.Value);
        (this.components, inner) = (components, Inner(components));
    }

    /// <summary>Mixture of a family: the components lie along the last dimension of its parameters.</summary>
    /// <param name="family">Distribution of single numbers with shape [..., K].</param>
    /// <param name="probs">Weights [..., K], at least 0 and not all 0; divided by their sum.</param>
    /// <param name="logits">Log weights [..., K], up to a constant; -∞ for never.</param>
    /// <exception cref="ShapeException">The last dimension of the family is not K.</exception>
    /// <exception cref="DiffProbException">Both weights or none are given.</exception>
    public static Mixture Along(Distribution family, Tensor? probs = null, Tensor? logits = null)
    {
        ArgumentNullException.ThrowIfNull(family);
        var count = CategoryWeights.Count(nameof(Mixture), ProbsOrLogits.Of(nameof(Mixture), probs, logits, Support.Weights, Support.Logits));
        if (family.Parts.Rank == 0 || family.Parts.Rank != family.Shape.Rank || family.Shape[^1] != count
            || family.Parameters.Any(p => p.Value.Shape.Rank > family.Shape.Rank))
        {
            throw DistributionErrors.FamilyDoesNotFit(family, count);
        }

        return new(
            [.. Enumerable.Range(0, count).Select(k => family.With(p => p.Shape.Rank == 0 ? p : p.Shape[^1] == 1 ? p.Select(-1, 0) : p.Select(-1, k)))],
            probs,
            logits);
    }

    /// <summary>The components, in their order.</summary>
    public IReadOnlyList<Distribution> Components => components;

    /// <inheritdoc/>
    public long? Cardinality => Support.IsDiscrete && Array.TrueForAll(components, c => c is IFinite { Cardinality: not null } && c.Support.Equals(Support))
        && components.FirstOrDefault(c => c.Shape.Equals(Shape)) is IFinite whole ? whole.Cardinality : null;

    /// <inheritdoc/>
    protected override Tensor? MeanPerElement => Array.TrueForAll(components, c => c.Mean is not null) ? Average(components, c => c.Mean!) : null;

    /// <inheritdoc/>
    protected override Tensor? VariancePerElement =>
        MeanPerElement is { } mean && Array.TrueForAll(components, c => c.Variance is not null)
            ? Average(components, c => c.Variance! + (c.Mean! - mean).Square())
            : null;

    private CategoryWeights Weights => new(probs, logits);

    internal override object Make => (base.Make, inner.Make);

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => ((IFinite)components.First(c => c.Shape.Equals(Shape))).EnumerateSupport();

    /// <inheritdoc/>
    public override Tensor? Cdf(Tensor value) => Sum(value, (c, x) => c.Cdf(x)) is { } sum ? Tensor.Min(sum, 1.0) : null; // rounding can take it above 1

    /// <inheritdoc/>
    public override Tensor? Survival(Tensor value) => Sum(value, (c, x) => c.Survival(x)) is { } sum ? Tensor.Min(sum, 1.0) : null;

    /// <inheritdoc/>
    public override Tensor? LogCdf(Tensor value) => SumOfLogs(value, (c, x) => c.LogCdf(x));

    /// <inheritdoc/>
    public override Tensor? LogSurvival(Tensor value) => SumOfLogs(value, (c, x) => c.LogSurvival(x));

    // All components draw, since all particles run at once; the index picks one.
    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var index = Spread(Weights.Index(noise).BroadcastTo(Parts));
        var draw = components[0].SampleFrom(noise).BroadcastTo(Shape);
        for (var k = 1; k < components.Length; k++)
        {
            draw = Tensor.Where(index.EqualTo(k), components[k].SampleFrom(noise), draw);
        }

        return IsFollowed(components) ? Implicit(draw) : draw;
    }

    internal override IReadOnlyList<WeakTerm> WeakDerivative(int parameter, NoiseSource noise) =>
        WeakTerm.Categories(Weights.Probs, k => components[k].SampleFrom(noise).BroadcastTo(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Support.IsDiscrete ? LogMassPerPart(x) : (Weights.Log + LogDensities(x)).LogSumExp(-1);

    private protected override Tensor MassPerPart(Tensor x) =>
        (Weights.Probs * Stacked(c => MixtureSupport.Within(c, Support, x, c.MassOfParts, 0.0))).Sum(-1);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => logits is not null
        ? new Mixture(inner.With(parameters, 1), logits: parameters[0])
        : new Mixture(inner.With(parameters, 1), probs: parameters[0]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({Parameters[0].Name}: {Parameters[0].Value}, {string.Join(", ", components.AsEnumerable())})";

    private static InnerDistributions Inner(Distribution[] components) => new([.. components.Select((c, k) => ($"components[{k}]", c))]);

    private static int Together(Distribution component) => component.Shape.Rank - component.Parts.Rank;

    private static bool HasCdf(Distribution[] components) => Array.TrueForAll(components, c => Together(c) == 0 && c.Cdf(0.5) is not null);

    private static bool IsFollowed(Distribution[] components) => HasCdf(components) && Array.TrueForAll(components, c => !c.Support.IsDiscrete);

    // The cdf moves with every parameter, whatever a component's own draws do.
    private static DistributionParameter[] ParametersOf(Distribution[] components, DistributionParameter weights)
    {
        var path = IsFollowed(components) ? PathKind.Implicit : PathKind.None;
        return [.. Inner(components).Parameters.Prepend(weights).Select(p => p with { Path = path, HasWeakDerivative = ReferenceEquals(p, weights) })];
    }

    private static Shape ShapeOf(Distribution[] components, DistributionParameter weights)
    {
        var (count, together) = (CategoryWeights.Count(nameof(Mixture), weights), Together(components[0]));
        if (components.Length != count)
        {
            throw DistributionErrors.ComponentCount(weights, components.Length);
        }

        var leading = weights.Value.Shape.Take(weights.Value.Shape.Rank - 1);
        var alone = Shape.Of([.. leading, .. Enumerable.Repeat(1, together)]);
        return Array.Exists(components, c => Together(c) != together)
            ? throw DistributionErrors.ComponentsDiffer(components)
            : components.Aggregate(alone, (shape, c) => Shape.Broadcast(shape, c.Shape));
    }

    private Tensor LogDensities(Tensor x) => Stacked(c => MixtureSupport.Within(c, Support, x, c.LogDensityOfParts, double.NegativeInfinity));

    // A component whose mass is 0 may have a slope, which its logarithm would lose; a sum that underflows is made of logarithms.
    private Tensor LogMassPerPart(Tensor x)
    {
        var (mass, logs) = (MassPerPart(x), LogDensities(x));
        var isLarge = mass > SmallestMass;
        var possible = Tensor.Where(logs > double.NegativeInfinity, logs, double.NegativeInfinity);
        return Tensor.Where(isLarge, Tensor.Where(isLarge, mass, 1.0).Log(), (Weights.Log + possible).LogSumExp(-1));
    }

    private Tensor Stacked(Func<Distribution, Tensor> of) => Shapes.Stack([.. components.Select(c => of(c).BroadcastTo(Parts))], -1);

    private Tensor? Sum(Tensor x, Func<Distribution, Tensor, Tensor?> of) => HasCdf(components) ? (Weights.Probs * StackedAt(x, of)).Sum(-1) : null;

    private Tensor? SumOfLogs(Tensor x, Func<Distribution, Tensor, Tensor?> of) => HasCdf(components) ? (Weights.Log + StackedAt(x, of)).LogSumExp(-1) : null;

    private Tensor StackedAt(Tensor x, Func<Distribution, Tensor, Tensor?> of)
    {
        var shape = Shape.Broadcast(x.Shape, Shape);
        return Shapes.Stack([.. components.Select(c => of(c, x)!.BroadcastTo(shape))], -1);
    }

    // Σ probsₖ of something per element of the event.
    private Tensor Average(Distribution[] of, Func<Distribution, Tensor> what) =>
        Enumerable.Range(0, of.Length).Select(k => Spread(Weights.Probs.Select(-1, k)) * what(of[k])).Aggregate((a, b) => a + b);

    private Tensor Spread(Tensor perPart) => perPart.Reshape(Shape.Of([.. perPart.Shape, .. Enumerable.Repeat(1, Shape.Rank - Parts.Rank)]));
}
