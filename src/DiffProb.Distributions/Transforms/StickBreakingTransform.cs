namespace DiffProb;

/// <summary>Stick breaking: part k is the fraction sigmoid(xₖ - log(K - 1 - k)) of what is left; zeros map to equal parts.</summary>
/// <remarks>Source: Stan Reference Manual, chapter Constraint Transforms, unit simplexes. The density of y counts the first K - 1 parts.</remarks>
internal sealed record StickBreakingTransform : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Simplex;

    internal override int DomainRank => 1;

    private protected override Tensor Formula(Tensor x)
    {
        var (count, fractions) = (x.Shape[^1], Fractions(x));
        var left = (-fractions).LogSigmoid().CumSum(-1);
        return Shapes.Concatenate([(fractions.LogSigmoid() + Before(left)).Exp(), left.Slice(-1, count - 1, count).Exp()], -1);
    }

    private protected override Tensor InverseFormula(Tensor y)
    {
        var count = y.Shape[^1] - 1;
        var left = y.CumSum(-1, reverse: true).Slice(-1, 1, count + 1);
        return y.Slice(-1, 0, count).Log() - left.Log() + Offsets(count);
    }

    internal override Tensor LogDeterminantOf(Tensor x)
    {
        var fractions = Fractions(x);
        var left = (-fractions).LogSigmoid();
        return (fractions.LogSigmoid() + left + Before(left.CumSum(-1))).Sum(-1);
    }

    internal override Shape ForwardShape(Shape x) => x.Replace(x.Rank - 1, x[^1] + 1);

    internal override Shape InverseShape(Shape y) => y.Replace(y.Rank - 1, y[^1] - 1);

    private static Tensor Fractions(Tensor x) => x - Offsets(x.Shape[^1]);

    private static Tensor Offsets(int count) => Tensor.Literals([.. Enumerable.Range(0, count).Select(k => Math.Log(count - k))]);

    // Log of what is left before each part.
    private static Tensor Before(Tensor left) =>
        Shapes.Concatenate([Tensor.Literal(0.0).BroadcastTo(left.Shape.Replace(left.Shape.Rank - 1, 1)), left.Slice(-1, 0, left.Shape[^1] - 1)], -1);
}
