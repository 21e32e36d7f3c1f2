namespace DiffProb;

/// <summary>Dirichlet-multinomial distribution: multinomial counts whose probabilities are from a Dirichlet (as Float64).</summary>
/// <remarks>
/// <para><b>Mass</b>: n! Γ(A) / Γ(n + A) Π Γ(xₖ + aₖ) / (xₖ! Γ(aₖ)), with n = totalCount, a = concentration and A its sum; computed as a chain of
/// beta-binomial masses, exact for large n and a.</para>
/// <para><b>Support</b>: vectors of whole numbers of at least 0 with sum totalCount. <b>Shapes</b>: concentration [..., K], totalCount [...], an event is [..., K].</para>
/// <para><b>Estimators</b>: enumerate (where totalCount is one known number), score.</para>
/// </remarks>
public sealed class DirichletMultinomial : Distribution, IFinite
{
    private readonly Tensor concentration;
    private readonly Tensor totalCount;

    /// <summary>Dirichlet-multinomial by concentrations.</summary>
    /// <param name="concentration">Positive weights [..., K].</param>
    /// <param name="totalCount">How many trials, whole numbers of at least 0.</param>
    /// <exception cref="ShapeException">concentration is a scalar.</exception>
    public DirichletMultinomial(Tensor concentration, Tensor totalCount)
        : base(
            new CompositionSupport(totalCount),
            [new("concentration", concentration, Support.Positive), new("totalCount", totalCount, Support.NonNegativeIntegers)],
            CompositionSupport.ShapeOf(nameof(DirichletMultinomial), totalCount, new("concentration", concentration)),
            together: 1)
    {
        (this.concentration, this.totalCount) = (concentration, totalCount);
    }

    /// <inheritdoc/>
    public long? Cardinality => CompositionSupport.Cardinality(totalCount, Shape);

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => totalCount.Unsqueeze(-1) * (concentration / Total);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement =>
        MeanPerElement * ((Total - concentration) / Total) * ((totalCount.Unsqueeze(-1) + Total) / (1.0 + Total));

    private Tensor Total => concentration.Sum(-1).Unsqueeze(-1);

    private int Count => Shape[^1];

    // Sum of the concentrations after each but the last, [..., K - 1].
    private Tensor Rest => concentration.CumSum(-1, reverse: true).Slice(-1, 1, Count);

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => CompositionSupport.Values(this, totalCount);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        if (Count == 1)
        {
            return totalCount.Unsqueeze(-1).BroadcastTo(Shape);
        }

        var (own, rest) = (concentration.Slice(-1, 0, Count - 1).BroadcastTo(Parts.Concat(Shape.Of(Count - 1))), Rest.BroadcastTo(Parts.Concat(Shape.Of(Count - 1))));
        var share = noise.BetaLogit(own, rest).Sigmoid();
        return CompositionSupport.Draw(totalCount.BroadcastTo(Parts), Count, (k, left) => noise.Binomial(left, share.Select(-1, k)));
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        if (Count == 1)
        {
            return 0.0 * x.Sum(-1);
        }

        var left = x.CumSum(-1, reverse: true).Slice(-1, 0, Count - 1);
        return BetaBinomial.LogMass(x.Slice(-1, 0, Count - 1), concentration.Slice(-1, 0, Count - 1), Rest, left).Sum(-1);
    }

    private protected override Tensor MassPerPart(Tensor x) => Tensor.Where((x.Sum(-1) - totalCount).Abs() < 0.5, LogDensityPerPart(x).Exp(), 0.0);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new DirichletMultinomial(parameters[0], parameters[1]);
}
