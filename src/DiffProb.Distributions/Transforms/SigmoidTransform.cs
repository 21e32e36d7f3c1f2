namespace DiffProb;

/// <summary>y = 1 / (1 + e⁻ˣ); log |dy/dx| = log y + log(1 - y).</summary>
internal sealed record SigmoidTransform : FormulaTransform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.OpenUnitInterval;

    private protected override Tensor Formula(Tensor x) => x.Sigmoid();

    private protected override Tensor InverseFormula(Tensor y) => y.Log() - (-y).Log1p();

    internal override Tensor LogDeterminantOf(Tensor x) => x.LogSigmoid() + (-x).LogSigmoid();
}
