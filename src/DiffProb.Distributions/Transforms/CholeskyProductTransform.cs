namespace DiffProb;

/// <summary>y = x xᵀ for lower triangular x, in coordinates of the lower triangle of y: log |det| = N log 2 + Σ (N - i) log xᵢᵢ, i from 0.</summary>
/// <remarks>
/// <para>Where rows of x have length 1, y has 1 on its diagonal, and the coordinates are those below it, of both: log |det| = Σ (N - 1 - i) log xᵢᵢ.</para>
/// <para><b>Source</b>: Stan Reference Manual, chapter Constraint Transforms, covariance matrices and correlation matrices.</para>
/// </remarks>
/// <param name="IsOfCorrelations">Whether rows of x have length 1.</param>
internal sealed record CholeskyProductTransform(bool IsOfCorrelations) : FormulaTransform
{
    public override Support Domain => IsOfCorrelations ? Support.CorrelationCholesky : Support.LowerCholesky;

    public override Support Codomain => IsOfCorrelations ? Support.Correlation : Support.PositiveDefinite;

    internal override int DomainRank => 2;

    internal override Tensor LogDeterminantOf(Tensor x)
    {
        var side = x.Shape[^1];
        var powers = Tensor.Vector([.. Enumerable.Range(0, side).Select(i => (double)(IsOfCorrelations ? side - 1 - i : side - i))]);
        return (IsOfCorrelations ? 0.0 : side * Math.Log(2.0)) + (powers * x.Diagonal().Log()).Sum(-1);
    }

    // A product of rows of length 1 is 1 only up to rounding: on the diagonal it is put there.
    private protected override Tensor Formula(Tensor x)
    {
        var product = x.MatMul(x.Transpose());
        return IsOfCorrelations ? product.Tril(-1) + product.Triu(1) + Factorizations.Identity(x.Shape[^1]) : product;
    }

    private protected override Tensor InverseFormula(Tensor y) => y.Cholesky();

    private protected override string Text => IsOfCorrelations ? "CorrelationProduct" : "CholeskyProduct";
}
