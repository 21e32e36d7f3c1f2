namespace DiffProb;

/// <summary>A smooth bijection between two sets, with the logarithm of its stretch: how densities change under it.</summary>
/// <remarks>
/// <para>An event of a transform of numbers is a number; of vectors or matrices, the last dimensions. What comes before is repeated.</para>
/// <para>Closed under composition (<see cref="Then"/>) and inversion (<see cref="Inverted"/>); members are the static ones here. All can be
/// differentiated to any order.</para>
/// </remarks>
public abstract record Transform
{
    /// <summary>y = x.</summary>
    public static Transform Identity { get; } = new IdentityTransform();

    /// <summary>y = eˣ, from the reals to the positive numbers.</summary>
    public static Transform Exp { get; } = new ExpTransform();

    /// <summary>y = log x, from the positive numbers to the reals.</summary>
    public static Transform Log { get; } = new InverseTransform(Exp);

    /// <summary>y = log(1 + eˣ), from the reals to the positive numbers.</summary>
    public static Transform Softplus { get; } = new SoftplusTransform();

    /// <summary>y = 1 / (1 + e⁻ˣ), from the reals to (0, 1).</summary>
    public static Transform Sigmoid { get; } = new SigmoidTransform();

    /// <summary>y = tanh x, from the reals to (-1, 1).</summary>
    public static Transform Tanh { get; } = new TanhTransform();

    /// <summary>From K - 1 real numbers to K parts of at least 0 with sum 1, along the last dimension.</summary>
    public static Transform StickBreaking { get; } = new StickBreakingTransform();

    /// <summary>From vectors of real numbers to increasing ones, along the last dimension.</summary>
    public static Transform Ordered { get; } = new OrderedTransform();

    /// <summary>From N (N + 1) / 2 real numbers to lower triangular matrices [N, N] with a positive diagonal.</summary>
    public static Transform LowerCholesky { get; } = new LowerCholeskyTransform();

    /// <summary>From N (N - 1) / 2 real numbers to Cholesky factors [N, N] of correlation matrices.</summary>
    public static Transform CorrelationCholesky { get; } = new CorrelationCholeskyTransform();

    /// <summary>From N (N + 1) / 2 real numbers to symmetric positive definite matrices [N, N].</summary>
    public static Transform PositiveDefinite { get; } = LowerCholesky.Then(new CholeskyProductTransform(IsOfCorrelations: false));

    /// <summary>From N (N - 1) / 2 real numbers to correlation matrices [N, N].</summary>
    public static Transform Correlation { get; } = CorrelationCholesky.Then(new CholeskyProductTransform(IsOfCorrelations: true));

    /// <summary>Where x lies.</summary>
    public abstract Support Domain { get; }

    /// <summary>Where y lies.</summary>
    public abstract Support Codomain { get; }

    /// <summary>Its numbers: names, values and where they must lie.</summary>
    public virtual IReadOnlyList<DistributionParameter> Parameters => [];

    /// <summary>Last dimensions of x that are one event: 0 for a transform of numbers.</summary>
    internal virtual int DomainRank => 0;

    /// <summary>Last dimensions of y that are one event.</summary>
    internal virtual int CodomainRank => DomainRank;

    /// <summary>dy/dx where it is the same for all x, for a transform of numbers; null elsewhere.</summary>
    internal virtual Tensor? Slope => null;

    /// <summary>Whether log |det| is affine in x, so that its mean is its value at the mean.</summary>
    internal virtual bool HasAffineLogDeterminant => Slope is not null;

    /// <summary>Whether y grows with x, for a transform of numbers: Bool, which may differ by element.</summary>
    internal virtual Tensor IsIncreasing => true;

    /// <summary>y = loc + scale x.</summary>
    /// <param name="loc">Shift.</param>
    /// <param name="scale">Factor, not 0; where it is negative, the transform falls.</param>
    public static Transform Affine(Tensor loc, Tensor scale) => new AffineTransform(loc, scale);

    /// <summary>y = x^exponent, on positive numbers.</summary>
    /// <param name="exponent">Not 0.</param>
    public static Transform Power(Tensor exponent) => new PowerTransform(exponent);

    /// <summary>Elements of the last dimension in another order: yᵢ = x[order[i]].</summary>
    /// <param name="order">Each of 0 … N - 1 once.</param>
    /// <exception cref="DiffProbException">An index is missing or occurs twice.</exception>
    public static Transform Permute(params int[] order) => new PermuteTransform(order);

    /// <summary>From the reals to the numbers between two bounds, of which either may be infinite.</summary>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound, above low.</param>
    public static Transform Interval(Tensor low, Tensor high) => IntervalTransform.Between(low, high);

    /// <summary>One transform after the other, the first one first.</summary>
    /// <param name="parts">At least one; the domain of each is the codomain of the one before.</param>
    public static Transform Chain(params IReadOnlyList<Transform> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Aggregate(Identity, (first, next) => first.Then(next));
    }

    /// <summary>y of x.</summary>
    /// <param name="x">A tensor whose last dimensions are events of the domain.</param>
    /// <exception cref="ValueException">x is known and lies outside of the domain.</exception>
    /// <exception cref="ShapeException">x has not the dimensions of an event.</exception>
    public Tensor Forward(Tensor x) => ForwardOf(Checked(x, Domain, DomainRank, "x"));

    /// <summary>x of y.</summary>
    /// <param name="y">A tensor whose last dimensions are events of the codomain.</param>
    /// <exception cref="ValueException">y is known and lies outside of the codomain.</exception>
    /// <exception cref="ShapeException">y has not the dimensions of an event.</exception>
    public Tensor Inverse(Tensor y) => InverseOf(Checked(y, Codomain, CodomainRank, "y"));

    /// <summary>log |det ∂y/∂x| for each event: the shape of x without the dimensions of an event.</summary>
    /// <remarks>Where the image has more numbers than coordinates (simplex, symmetric or unit rows), y counts by its free ones, as its density does.</remarks>
    /// <param name="x">A tensor whose last dimensions are events of the domain.</param>
    public Tensor LogDeterminant(Tensor x) => LogDeterminantOf(Checked(x, Domain, DomainRank, "x"));

    /// <summary>From y to x.</summary>
    public virtual Transform Inverted => new InverseTransform(this);

    /// <summary>This, and then another one.</summary>
    /// <param name="next">What y goes through.</param>
    public virtual Transform Then(Transform next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next is IdentityTransform ? this : new ChainTransform([this, .. next is ChainTransform chain ? chain.Parts : [next]]);
    }

    /// <summary>What it makes of a set in its domain.</summary>
    internal virtual Support ImageOf(Support support) => support.Equals(Domain) ? Codomain : new ImageSupport(support, this, Codomain);

    /// <summary>Its parameters, with <see cref="DistributionParameter.MovesSupport"/> where the image of a set may change with them.</summary>
    internal virtual IReadOnlyList<DistributionParameter> ParametersOn(Support support) =>
        support.Equals(Domain) ? Parameters : [.. Parameters.Select(p => p with { MovesSupport = true })];

    /// <summary>The same transform with other parameters, in the order of <see cref="Parameters"/>.</summary>
    internal virtual Transform With(IReadOnlyList<Tensor> parameters) => this;

    internal abstract Tensor ForwardOf(Tensor x);

    internal abstract Tensor InverseOf(Tensor y);

    internal abstract Tensor LogDeterminantOf(Tensor x);

    /// <summary>Shape of y for x of a shape.</summary>
    internal virtual Shape ForwardShape(Shape x) => x;

    /// <summary>Shape of x for y of a shape.</summary>
    internal virtual Shape InverseShape(Shape y) => y;

    private Tensor Checked(Tensor t, Support support, int rank, string name)
    {
        ArgumentNullException.ThrowIfNull(t);
        return t.Shape.Rank < rank ? throw DistributionErrors.TransformShape(this, name, rank, t)
            : !t.IsValue ? t
            : support.Fault(t) is { } fault ? throw DistributionErrors.TransformFault(this, name, support, fault)
            : support.FirstOutside(t) is var (number, place) ? throw DistributionErrors.TransformOutside(this, name, support, number, place)
            : t;
    }

    /// <summary>The constructor call.</summary>
    public sealed override string ToString() => Text;

    /// <summary>The constructor call.</summary>
    private protected virtual string Text =>
        GetType().Name[..^"Transform".Length] + (Parameters.Count == 0 ? "" : $"({string.Join(", ", Parameters.Select(p => $"{p.Name}: {p.Value}"))})");
}
