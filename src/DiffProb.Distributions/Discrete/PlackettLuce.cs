namespace DiffProb;

/// <summary>Plackett-Luce distribution on rankings: items are drawn without replacement, each with the weight that it has (as Int64).</summary>
/// <remarks>
/// <para><b>Mass</b>: Π exp(l at place i) / Σ exp(l at places from i on), with l = logits; element i of an event is the item at place i.</para>
/// <para><b>Support</b>: permutations of 0 … K - 1. <b>Shapes</b>: logits [..., K], an event is [..., K].</para>
/// <para>Draws are the order of logits plus Gumbel noise.</para>
/// <para><b>Estimators</b>: enumerate, score. <b>Source</b>: Plackett (1975), doi:10.2307/2346567; Yellott (1977) for the draws.</para>
/// </remarks>
public sealed class PlackettLuce : Distribution, IFinite
{
    private readonly Tensor logits;

    /// <summary>Rankings by log weights.</summary>
    /// <param name="logits">Log weights [..., K], up to a constant.</param>
    /// <exception cref="ShapeException">logits is a scalar.</exception>
    public PlackettLuce(Tensor logits)
        : base(
            new PermutationSupport(CategoryWeights.Count(nameof(PlackettLuce), new("logits", logits))),
            [new("logits", logits)],
            logits.Shape,
            DType.Int64,
            together: 1)
    {
        this.logits = logits;
    }

    /// <inheritdoc/>
    public long? Cardinality => Products.Cardinality(PermutationSupport.Count(Shape[^1]), Parts);

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => Products.Of(this, PermutationSupport.All(Shape[^1]), Parts);

    internal override Tensor SampleFrom(NoiseSource noise) => Tensor.Create(new ArgSort(), logits - noise.StandardExponential(Shape).Log());

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var ranked = logits.BroadcastTo(Shape).TakeAlong(x.Cast(DType.Int64).BroadcastTo(Shape), -1);
        var isLeft = Tensor.Literal(1.0).BroadcastTo(Shape.Of(Shape[^1], Shape[^1])).Triu() > 0.0;
        var left = Tensor.Where(isLeft, ranked.Unsqueeze(-2), double.NegativeInfinity).LogSumExp(-1);
        return (ranked - left).Sum(-1);
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new PlackettLuce(parameters[0]);
}
