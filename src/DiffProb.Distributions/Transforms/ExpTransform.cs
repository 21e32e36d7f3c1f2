namespace DiffProb;

/// <summary>y = eˣ; log |dy/dx| = x.</summary>
internal sealed record ExpTransform : Transform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Positive;

    internal override Tensor ForwardOf(Tensor x) => x.Exp();

    internal override Tensor InverseOf(Tensor y) => y.Log();

    internal override Tensor LogDeterminantOf(Tensor x) => x;
}
