namespace DiffProb;

/// <summary>y₀ = x₀, yₖ = yₖ₋₁ + exp(xₖ); log |det| = Σ xₖ from k = 1.</summary>
internal sealed record OrderedTransform : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Ordered;

    internal override int DomainRank => 1;

    internal override bool HasAffineLogDeterminant => true;

    private protected override Tensor Formula(Tensor x) => Shapes.Concatenate([First(x), Rest(x).Exp()], -1).CumSum(-1);

    private protected override Tensor InverseFormula(Tensor y) => Shapes.Concatenate([First(y), (Rest(y) - y.Slice(-1, 0, y.Shape[^1] - 1)).Log()], -1);

    internal override Tensor LogDeterminantOf(Tensor x) => Rest(x).Sum(-1);

    private static Tensor First(Tensor t) => t.Slice(-1, 0, 1);

    private static Tensor Rest(Tensor t) => t.Slice(-1, 1, t.Shape[^1]);
}
