namespace DiffProb;

/// <summary>A vector as a lower triangular matrix, row by row, with exp on the diagonal; log |det| is the sum of the numbers below exp.</summary>
internal sealed record LowerCholeskyTransform : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.LowerCholesky;

    internal override int DomainRank => 1;

    internal override int CodomainRank => 2;

    internal override bool HasAffineLogDeterminant => true;

    private protected override Tensor Formula(Tensor x)
    {
        var raw = Triangles.Fill(x, Triangles.Side(this, x, withDiagonal: true), withDiagonal: true);
        return raw.Tril(-1) + raw.Diagonal().Exp().DiagonalMatrix();
    }

    private protected override Tensor InverseFormula(Tensor y) => Triangles.Read(y.Tril(-1) + y.Diagonal().Log().DiagonalMatrix(), withDiagonal: true);

    internal override Tensor LogDeterminantOf(Tensor x) => Triangles.Fill(x, Triangles.Side(this, x, withDiagonal: true), withDiagonal: true).Diagonal().Sum(-1);

    internal override Shape ForwardShape(Shape x) => Triangles.MatrixShape(x, Triangles.Side(this, Tensor.Literal(0.0).BroadcastTo(x), withDiagonal: true));

    internal override Shape InverseShape(Shape y) => Triangles.VectorShape(y, withDiagonal: true);
}
