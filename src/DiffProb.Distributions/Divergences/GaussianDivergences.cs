namespace DiffProb;

/// <summary>Divergences of normal vectors and matrices, in whatever form their covariance is given.</summary>
internal static class GaussianDivergences
{
    public static KlRule[] Rules =>
    [
        .. from p in Families
           from q in Families
           where p.Key != typeof(Normal) || q.Key != typeof(Normal)
           select new KlRule(p.Key, q.Key, (a, b) => OfVectors(a, b, p.Value, q.Value)) { IsOfEvents = true },
        KlRule.Of<MatrixNormal, MatrixNormal>(OfMatrices),
    ];

    // Mean [..., N] and lower triangular factor of the covariance [..., N, N].
    private static Dictionary<Type, Func<Distribution, Shape, (Tensor Loc, Tensor Factor)>> Families => new()
    {
        [typeof(MultivariateNormal)] = (d, _) => (d.Get("loc"), ((MultivariateNormal)d).Factor),
        [typeof(LowRankMultivariateNormal)] = (d, _) => (d.Get("loc"), ((LowRankMultivariateNormal)d).Covariance.Cholesky()),
        [typeof(GaussianRandomWalk)] = (d, shape) => (0.0, d.Get("scale").Unsqueeze(-1).Unsqueeze(-1) * Tensor.Ones(Shape.Of(shape[^1], shape[^1])).Tril()),
        [typeof(Normal)] = (d, shape) => (d.Get("loc"), d.Get("scale").BroadcastTo(shape).DiagonalMatrix()),
    };

    private static Tensor? OfVectors(
        Distribution p, Distribution q, Func<Distribution, Shape, (Tensor Loc, Tensor Factor)> ofP, Func<Distribution, Shape, (Tensor Loc, Tensor Factor)> ofQ)
    {
        var shape = Shape.Broadcast(p.Shape, q.Shape);
        var ((loc, factor), (otherLoc, otherFactor)) = (ofP(p, shape), ofQ(q, shape));
        if (factor.Shape[^1] != otherFactor.Shape[^1])
        {
            return null;
        }

        var distance = otherFactor.TriangularSolve((loc - otherLoc).BroadcastTo(shape).Unsqueeze(-1)).Square().Sum(-1).Sum(-1);
        return (OfFactors(factor, otherFactor) + (0.5 * distance)).BroadcastTo(shape.Take(shape.Rank - 1)).Sum();
    }

    /// <summary>½ (tr R - N - log det R) with R = M Mᵀ of the triangular M = L'⁻¹ L: squares beside the diagonal, and scales on it.</summary>
    private static Tensor OfFactors(Tensor factor, Tensor other)
    {
        var beside = other.TriangularSolve(factor).Tril(-1).Square().Sum(-1).Sum(-1);
        return (0.5 * beside) + NormalDivergences.OfScales(factor.Diagonal(), other.Diagonal()).Sum(-1);
    }

    // The same of Kronecker products: M has diagonal r c of those of both sides; D and B are the squares on and beside each diagonal.
    private static Tensor? OfMatrices(MatrixNormal p, MatrixNormal q)
    {
        var (rows, columns, otherRows, otherColumns) = (Factor(p, "row"), Factor(p, "column"), Factor(q, "row"), Factor(q, "column"));
        var left = otherRows.TriangularSolve((p.Get("loc") - q.Get("loc")).BroadcastTo(Shape.Broadcast(p.Shape, q.Shape)));
        var distance = otherColumns.TriangularSolve(left.Transpose()).Square().Sum(-1).Sum(-1);
        var ((onRows, besideRows), (onColumns, besideColumns)) = (Squares(rows, otherRows), Squares(columns, otherColumns));
        var logs = Ratios.LogRatio(rows.Diagonal(), otherRows.Diagonal()).Unsqueeze(-1) + Ratios.LogRatio(columns.Diagonal(), otherColumns.Diagonal()).Unsqueeze(-2);
        var beside = (onRows * besideColumns) + (besideRows * onColumns) + (besideRows * besideColumns);
        return 0.5 * (distance + beside + (2.0 * logs).Expm1mx().Sum(-1).Sum(-1));
    }

    private static Tensor Factor(MatrixNormal d, string side) => d.Get($"{side}ScaleTril").Tril();

    private static (Tensor On, Tensor Beside) Squares(Tensor factor, Tensor other)
    {
        var m = other.TriangularSolve(factor);
        return (m.Diagonal().Square().Sum(-1), m.Tril(-1).Square().Sum(-1).Sum(-1));
    }
}
