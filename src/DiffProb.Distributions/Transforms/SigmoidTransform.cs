namespace DiffProb;

/// <summary>y = 1 / (1 + e⁻ˣ); log |dy/dx| = log y + log(1 - y).</summary>
internal sealed record SigmoidTransform : Transform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.OpenUnitInterval;

    internal override Tensor ForwardOf(Tensor x) => x.Sigmoid();

    internal override Tensor InverseOf(Tensor y) => y.Log() - (-y).Log1p();

    internal override Tensor LogDeterminantOf(Tensor x) => x.LogSigmoid() + (-x).LogSigmoid();
}
