namespace DiffProb;

/// <summary>y = log(1 + eˣ); log |dy/dx| = log sigmoid(x). The inverse, y + log(1 - e⁻ʸ), cancels at neither end.</summary>
internal sealed record SoftplusTransform : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Positive;

    private protected override Tensor Formula(Tensor x) => x.Softplus();

    private protected override Tensor InverseFormula(Tensor y) => y + (-(-y).Expm1()).Log();

    internal override Tensor LogDeterminantOf(Tensor x) => x.LogSigmoid();
}
