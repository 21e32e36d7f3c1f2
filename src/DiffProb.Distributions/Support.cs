namespace DiffProb;

/// <summary>A set of values: where a site or a parameter lies, and its smooth map from the real line.</summary>
public abstract record Support
{
    /// <summary>All real numbers.</summary>
    public static Support Real { get; } = new RealLine();

    /// <summary>Real numbers above 0.</summary>
    public static Support Positive { get; } = new HalfLine(IsClosed: false);

    /// <summary>Real numbers of at least 0.</summary>
    public static Support NonNegative { get; } = new HalfLine(IsClosed: true);

    /// <summary>Real numbers in [0, 1].</summary>
    public static Support UnitInterval { get; } = new Interval(0.0, 1.0);

    /// <summary>Real numbers strictly between 0 and 1.</summary>
    public static Support OpenUnitInterval { get; } = new Interval(0.0, 1.0) { ExcludesLow = true, ExcludesHigh = true };

    /// <summary>Probabilities of something that must be possible: above 0 and at most 1.</summary>
    public static Support PositiveProbability { get; } = new Interval(0.0, 1.0) { ExcludesLow = true };

    /// <summary>Probabilities of something that must be able to fail: at least 0 and below 1.</summary>
    public static Support ProbabilityBelowOne { get; } = new Interval(0.0, 1.0) { ExcludesHigh = true };

    /// <summary>The numbers 0 and 1.</summary>
    public static Support Boolean { get; } = new IntegerRange(2);

    /// <summary>Whole numbers of at least 0.</summary>
    public static Support NonNegativeIntegers { get; } = new Counts();

    /// <summary>Vectors of numbers of at least 0 whose sum is 1, along the last dimension.</summary>
    public static Support Simplex { get; } = new SimplexSupport();

    /// <summary>Vectors with one 1 and otherwise 0, along the last dimension.</summary>
    public static Support OneHot { get; } = new OneHotSupport();

    /// <summary>Vectors whose elements increase along the last dimension.</summary>
    public static Support Ordered { get; } = new OrderedSupport();

    /// <summary>Lower triangular matrices [..., N, N] with a positive diagonal: Cholesky factors of positive definite matrices.</summary>
    public static Support LowerCholesky { get; } = new LowerCholeskySupport();

    /// <summary>Lower triangular matrices [..., N, N] with a positive diagonal and rows of length 1: Cholesky factors of correlation matrices.</summary>
    public static Support CorrelationCholesky { get; } = new CorrelationCholeskySupport();

    /// <summary>Symmetric positive definite matrices [..., N, N].</summary>
    public static Support PositiveDefinite { get; } = new PositiveDefiniteSupport();

    /// <summary>Correlation matrices [..., N, N]: symmetric positive definite with 1 on the diagonal.</summary>
    public static Support Correlation { get; } = new CorrelationSupport();

    /// <summary>Real numbers but 0.</summary>
    public static Support NonZero { get; } = new NonZeroSupport();

    /// <summary>Ends of an interval: real numbers, or -∞ or +∞ for none.</summary>
    public static Support Bound { get; } = new BoundSupport();

    /// <summary>Log odds or log weights: real numbers, or -∞ for what cannot happen.</summary>
    public static Support LogWeights { get; } = new LogWeightsSupport();

    /// <summary>Weights of categories along the last dimension: at least 0, and not all 0.</summary>
    internal static Support Weights { get; } = new CategorySupport(IsLog: false);

    /// <summary>Log weights of categories along the last dimension: not all -∞.</summary>
    internal static Support Logits { get; } = new CategorySupport(IsLog: true);

    /// <summary>Real numbers in [low, high].</summary>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    public static Support Between(Tensor low, Tensor high) => new Interval(low, high);

    /// <summary>Real numbers in (low, high).</summary>
    /// <param name="low">Lower bound, not included.</param>
    /// <param name="high">Upper bound, not included.</param>
    public static Support StrictlyBetween(Tensor low, Tensor high) => new Interval(low, high) { ExcludesLow = true, ExcludesHigh = true };

    /// <summary>Real numbers above a bound.</summary>
    /// <param name="low">The bound, not included.</param>
    public static Support Above(Tensor low) => new RightOf(low);

    /// <summary>Real numbers of at least a bound.</summary>
    /// <param name="low">The bound, included.</param>
    public static Support AtLeast(Tensor low) => new RightOf(low) { IsClosed = true };

    /// <summary>The whole numbers 0 to count - 1.</summary>
    /// <param name="count">How many.</param>
    public static Support Integers(int count) => new IntegerRange(count);

    /// <summary>Whether values are isolated points rather than a continuum.</summary>
    public virtual bool IsDiscrete => false;

    /// <summary>The set in words, to follow "must be".</summary>
    public abstract string Description { get; }

    /// <summary>The set in code, as in <c>Support.Positive</c>; null for a set that no trainable parameter can be kept in.</summary>
    internal virtual string? Code => null;

    /// <summary>Whether each element lies in the set: Bool, an expression; null where the test needs more than one element.</summary>
    /// <param name="x">Values.</param>
    public abstract Tensor? Contains(Tensor x);

    /// <summary>A value inside, to stand in for one outside; it broadcasts to the shape of x.</summary>
    internal virtual Tensor Interior(Tensor x) => 1.0;

    /// <summary>The value, or the number inside that is next to it where it rounded to an end that the set excludes.</summary>
    internal virtual Tensor Nearest(Tensor x) => x;

    /// <summary>The bijection onto the set from real numbers: smooth, with its inverse and its log-determinant. Increasing, for a set of numbers.</summary>
    /// <exception cref="DiffProbException">There is none: the set is discrete.</exception>
    public Transform FromReals => Bijection ?? throw DistributionErrors.NoTransform(this);

    /// <summary>The bijection, or null for a set that has none.</summary>
    private protected virtual Transform? Bijection => null;

    /// <summary>The point of the set that belongs to a point of real numbers, by <see cref="FromReals"/>.</summary>
    /// <param name="unconstrained">Any real numbers.</param>
    /// <exception cref="DiffProbException">The set has no such map: it is discrete.</exception>
    public Tensor ToConstrained(Tensor unconstrained)
    {
        ArgumentNullException.ThrowIfNull(unconstrained);
        return FromReals.ForwardOf(unconstrained);
    }

    /// <summary>Inverse of <see cref="ToConstrained"/>.</summary>
    /// <param name="constrained">Values inside the set.</param>
    /// <exception cref="DiffProbException">The set has no such map: it is discrete.</exception>
    /// <exception cref="ValueException">A known value lies outside of the set, or on an edge that no real number is mapped to.</exception>
    public Tensor ToUnconstrained(Tensor constrained)
    {
        ArgumentNullException.ThrowIfNull(constrained);
        var unconstrained = FromReals.InverseOf(constrained);
        return FromReals is IdentityTransform || !constrained.IsValue ? unconstrained : Inside(constrained, unconstrained);
    }

    private Tensor Inside(Tensor constrained, Tensor unconstrained)
    {
        if (Fault(constrained) is { } fault)
        {
            throw DistributionErrors.TransformFault(FromReals, "y", this, fault);
        }

        if (FirstOutside(constrained) is var (number, place))
        {
            throw DistributionErrors.TransformOutside(FromReals, "y", this, number, place);
        }

        var numbers = unconstrained.ToArray();
        return Array.TrueForAll(numbers, double.IsFinite) ? unconstrained : throw DistributionErrors.OnTheEdge(this, constrained);
    }

    /// <summary>Whether all of another set lies in it, as far as that is known.</summary>
    internal virtual bool Holds(Support other) => Equals(other);

    /// <summary>Why a known value lies outside, to follow "it is", where one of its numbers cannot say it; null where one can, or it lies inside.</summary>
    internal virtual string? Fault(Tensor value) => null;

    /// <summary>Whether the form of the expression alone proves that its values lie in the set, as exp proves positivity.</summary>
    internal virtual bool IsProvedBy(Tensor x) => false;

    /// <summary>Whether an expression is the value of a site in this set, or the image under a bijection onto it.</summary>
    private protected bool IsMade(Tensor x) => Origin(x).Operation switch
    {
        RandomValue { Site: IHasSupport site } => Holds(site.Support),
        Image { Map: Transform map, IsInverse: false } => Holds(map.Codomain),
        _ => false,
    };

    /// <summary>What an expression repeats, with or without derivatives.</summary>
    private protected static Tensor Origin(Tensor x) => x.Operation is StopGradient or ExpandAlong or BroadcastTo ? Origin(x.Inputs[0]) : x;

    /// <summary>Whether a number lies in the set, without an engine; null where the test needs other numbers, too.</summary>
    internal virtual bool? Holds(double x) => null;

    /// <summary>The first number outside and where it lies; null if there is none, or if the set is not known yet.</summary>
    internal (double Number, string Place)? FirstOutside(Tensor value)
    {
        if (Holds(0.0) is not null)
        {
            var numbers = Evaluation.Values(value);
            var outside = Array.FindIndex(numbers, x => Holds(x) == false);
            return outside < 0 ? null : (numbers[outside], DistributionErrors.Place(value, outside));
        }

        if (Contains(value) is not { } contains || Topology.Sort(contains).Exists(n => n.Operation is (Leaf and not Constant) or Draw))
        {
            return null;
        }

        var at = Array.IndexOf(Evaluation.Values(contains), 0.0);
        return at < 0 ? null : (Evaluation.Values(value.BroadcastTo(contains.Shape).ExpandAlong(contains.Axes))[at], DistributionErrors.Place(contains, at));
    }

    /// <inheritdoc/>
    public override string ToString() => Description;
}
