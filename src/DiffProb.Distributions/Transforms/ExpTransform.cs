namespace DiffProb;

/// <summary>y = eˣ; log |dy/dx| = x.</summary>
internal sealed record ExpTransform : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Positive;

    internal override bool HasAffineLogDeterminant => true;

    private protected override Tensor Formula(Tensor x) => x.Exp();

    private protected override Tensor InverseFormula(Tensor y) => y.Log();

    internal override Tensor LogDeterminantOf(Tensor x) => x;
}
