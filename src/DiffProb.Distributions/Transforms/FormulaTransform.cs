namespace DiffProb;

/// <summary>A transform with one formula for each way. What went one way comes back as it was, however far out: see <see cref="Image"/>.</summary>
internal abstract record FormulaTransform : Transform
{
    // Parameters are nodes of the expression, not part of the map: rewriting replaces them in step with what they made.
    private object Map => Parameters.Count == 0 ? this : GetType();

    internal sealed override Tensor ForwardOf(Tensor x) => Apply(false, x, ForwardShape(x.Shape), Formula);

    internal sealed override Tensor InverseOf(Tensor y) => Apply(true, y, InverseShape(y.Shape), InverseFormula);

    /// <summary>y of x.</summary>
    private protected abstract Tensor Formula(Tensor x);

    /// <summary>x of y.</summary>
    private protected abstract Tensor InverseFormula(Tensor y);

    private Tensor Apply(bool isInverse, Tensor x, Shape shape, Func<Tensor, Tensor> formula) =>
        Image.Of(Map, isInverse, x, shape, () => formula(x), [.. Parameters.Select(p => p.Value)]);
}
