namespace DiffProb;

/// <summary>y = x xᵀ for lower triangular x; log |det| = N log 2 + Σ (N - i) log xᵢᵢ, i from 0, for the lower triangle of y.</summary>
/// <remarks>Source: Stan Reference Manual 2.36, section 10.11.</remarks>
internal sealed record CholeskyProductTransform : Transform
{
    public override Support Domain => Support.LowerCholesky;

    public override Support Codomain => Support.PositiveDefinite;

    internal override int DomainRank => 2;

    internal override Tensor ForwardOf(Tensor x) => x.MatMul(x.Transpose());

    internal override Tensor InverseOf(Tensor y) => y.Cholesky();

    internal override Tensor LogDeterminantOf(Tensor x)
    {
        var side = x.Shape[^1];
        var powers = Tensor.Literals([.. Enumerable.Range(0, side).Select(i => (double)(side - i))]);
        return (side * Math.Log(2.0)) + (powers * x.Diagonal().Log()).Sum(-1);
    }
}
