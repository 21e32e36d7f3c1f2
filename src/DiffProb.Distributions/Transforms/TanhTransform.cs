namespace DiffProb;

/// <summary>y = tanh x; log |dy/dx| = log(1 - y²) = -2 log cosh x, which does not underflow.</summary>
internal sealed record TanhTransform : FormulaTransform
{
    private static readonly Support Open = Support.StrictlyBetween(-1.0, 1.0);

    public override Support Domain => Support.Real;

    public override Support Codomain => Open;

    private protected override Tensor Formula(Tensor x) => x.Tanh();

    private protected override Tensor InverseFormula(Tensor y) => y.Atanh();

    internal override Tensor LogDeterminantOf(Tensor x) => -2.0 * x.LogCosh();
}
