namespace DiffProb;

/// <summary>Partial correlations tanh x, row by row, to the Cholesky factor of a correlation matrix.</summary>
/// <remarks>
/// <para>yᵢⱼ = tanh(xᵢⱼ) Π sech(xᵢₖ), k before j; yᵢᵢ = Π sech(xᵢₖ). The Jacobian is triangular: log |det| = Σ (2 log sech(xᵢⱼ) + Σ log sech(xᵢₖ)),
/// for the strictly lower triangle of y.</para>
/// <para><b>Source</b>: Lewandowski, Kurowicka, Joe (2009), doi:10.1016/j.jmva.2009.04.008; Stan Reference Manual, chapter Constraint Transforms,
/// Cholesky factors of correlation matrices.</para>
/// </remarks>
internal sealed record CorrelationCholeskyTransform : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.CorrelationCholesky;

    internal override int DomainRank => 1;

    internal override int CodomainRank => 2;

    private protected override Tensor Formula(Tensor x)
    {
        var (raw, before) = Rows(x);
        return (raw.Tanh() + Factorizations.Identity(raw.Shape[^1])) * before.Exp();
    }

    // With r² the sum of squares from j on and s² that from j + 1 on: tanh x = y / r, so sinh x = y / s, which does not cancel.
    private protected override Tensor InverseFormula(Tensor y)
    {
        var squares = y.Square().CumSum(-1, reverse: true);
        var next = Shapes.Concatenate([squares.Slice(-1, 1, y.Shape[^1]), Tensor.Literal(1.0).BroadcastTo(squares.Shape.Replace(squares.Shape.Rank - 1, 1))], -1);
        var isBelow = Factorizations.Identity(y.Shape[^1]).CumSum(-1, reverse: true) - Factorizations.Identity(y.Shape[^1]) > 0.0;
        var ratio = Tensor.Where(isBelow, y / Tensor.Where(isBelow, next, 1.0).Sqrt(), 0.0);
        return Triangles.Read(ratio.Asinh(), withDiagonal: false);
    }

    internal override Tensor LogDeterminantOf(Tensor x)
    {
        var (raw, before) = Rows(x);
        return (before - (2.0 * raw.LogCosh())).Tril(-1).Sum(-1).Sum(-1);
    }

    internal override Shape ForwardShape(Shape x) => Triangles.MatrixShape(x, Triangles.Side(this, Tensor.Literal(0.0).BroadcastTo(x), withDiagonal: false));

    internal override Shape InverseShape(Shape y) => Triangles.VectorShape(y, withDiagonal: false);

    // The numbers in their places, and the sum of log sech of those before each in its row.
    private (Tensor Raw, Tensor Before) Rows(Tensor x)
    {
        var side = Triangles.Side(this, x, withDiagonal: false);
        var raw = Triangles.Fill(x, side, withDiagonal: false);
        var log = -raw.LogCosh().Tril(-1).CumSum(-1);
        return (raw, Shapes.Concatenate([Tensor.Literal(0.0).BroadcastTo(log.Shape.Replace(log.Shape.Rank - 1, 1)), log.Slice(-1, 0, side - 1)], -1));
    }
}
