namespace DiffProb;

/// <summary>Ordered logistic distribution: which of the gaps between cutpoints a logistic draw around a predictor falls into (as Int64).</summary>
/// <remarks>
/// <para><b>Mass</b>: sigmoid(cₖ - η) - sigmoid(cₖ₋₁ - η), with η = predictor, c = cutpoints, c₋₁ = -∞ and c_(K-1) = +∞; its logarithm cancels nowhere.</para>
/// <para><b>Support</b>: whole numbers from 0 to K - 1. <b>Shapes</b>: predictor [...], cutpoints [..., K - 1], event [...].</para>
/// <para><b>Estimators</b>: enumerate, score.</para>
/// </remarks>
public sealed class OrderedLogistic : Distribution, IFinite
{
    private readonly Tensor predictor;
    private readonly Tensor cutpoints;

    /// <summary>Ordered categories by a predictor and cutpoints.</summary>
    /// <param name="predictor">Centre of the logistic draw.</param>
    /// <param name="cutpoints">Increasing along the last dimension, at least one.</param>
    /// <exception cref="ShapeException">cutpoints is a scalar, or empty.</exception>
    public OrderedLogistic(Tensor predictor, Tensor cutpoints)
        : base(
            Support.Integers(1 + CategoryWeights.Count(nameof(OrderedLogistic), new("cutpoints", cutpoints))),
            [new("predictor", predictor), new("cutpoints", cutpoints, Support.Ordered)],
            Shape.Broadcast(predictor.Shape, cutpoints.Shape.Take(cutpoints.Shape.Rank - 1)),
            DType.Int64)
    {
        (this.predictor, this.cutpoints) = (predictor, cutpoints);
    }

    /// <inheritdoc/>
    public long? Cardinality => Products.Cardinality(Count, Shape);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => -(LogMasses.Exp() * LogMasses).Sum(-1);

    private int Count => cutpoints.Shape[^1] + 1;

    // Distances of the cutpoints, [..., K - 1].
    private Tensor Distances => cutpoints - predictor.Unsqueeze(-1);

    // The middle ones by sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - exp(b - a)), [..., K].
    private Tensor LogMasses
    {
        get
        {
            var (d, last) = (Distances, Count - 1);
            var (first, end) = (d.Slice(-1, 0, 1).LogSigmoid(), (-d.Slice(-1, last - 1, last)).LogSigmoid());
            if (last == 1)
            {
                return Shapes.Concatenate([first, end], -1);
            }

            var (below, above) = (d.Slice(-1, 0, last - 1), d.Slice(-1, 1, last));
            var gaps = cutpoints.Slice(-1, 0, last - 1) - cutpoints.Slice(-1, 1, last);
            return Shapes.Concatenate([first, above.LogSigmoid() + (-below).LogSigmoid() + (-gaps.Expm1()).Log(), end], -1);
        }
    }

    /// <inheritdoc/>
    public Tensor EnumerateSupport() => Products.Indices(this, Count, Shape);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) =>
        Tensor.Min(Tensor.Where(value.Unsqueeze(-1) >= Indices, LogMasses.Exp(), 0.0).Sum(-1), 1.0); // rounding can take the sum above 1

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability)
    {
        var reached = Distances.Sigmoid();
        return (reached < probability.Unsqueeze(-1)).Cast(DType.Int64).Sum(-1);
    }

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var uniform = noise.Uniform(Shape);
        return ((uniform.Log() - (-uniform).Log1p()).Unsqueeze(-1) > Distances).Cast(DType.Int64).Sum(-1);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => x.Unsqueeze(-1).EqualTo(Indices).Cast(LogMasses.DType).TimesOrZero(LogMasses).Sum(-1);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new OrderedLogistic(parameters[0], parameters[1]);

    private Tensor Indices => Tensor.Of(Enumerable.Range(0, Count).ToArray().AsSpan());
}
