namespace DiffProb;

/// <summary>yᵢ = x[order[i]] along the last dimension; it stretches nothing.</summary>
internal sealed record PermuteTransform : FormulaTransform
{
    private readonly int[] order;

    public PermuteTransform(int[] order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!order.Order().SequenceEqual(Enumerable.Range(0, order.Length)))
        {
            throw DistributionErrors.NoPermutation(order);
        }

        this.order = [.. order];
    }

    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Real;

    internal override int DomainRank => 1;

    private int[] Back => [.. Enumerable.Range(0, order.Length).Select(i => Array.IndexOf(order, i))];

    public bool Equals(PermuteTransform? other) => other is not null && order.SequenceEqual(other.order);

    public override int GetHashCode() => order.Aggregate(17, HashCode.Combine);

    internal override bool HasAffineLogDeterminant => true;

    private protected override Tensor Formula(Tensor x) => Take(x, order);

    private protected override Tensor InverseFormula(Tensor y) => Take(y, Back);

    internal override Tensor LogDeterminantOf(Tensor x) => Tensor.Literal(0.0).BroadcastTo(x.Shape.Take(x.Shape.Rank - 1));

    private protected override string Text => $"Permute({string.Join(", ", order)})";

    private Tensor Take(Tensor x, int[] places) =>
        x.Shape[^1] == order.Length ? x.Gather(Tensor.Of(places.AsSpan()), -1) : throw DistributionErrors.TransformLength(this, x, order.Length);
}
