namespace DiffProb;

/// <summary>y = x.</summary>
internal sealed record IdentityTransform : Transform
{
    public override Support Domain => Support.Real;

    public override Support Codomain => Support.Real;

    public override Transform Inverted => this;

    public override Transform Then(Transform next) => next;

    internal override Tensor Slope => 1.0;

    internal override Support ImageOf(Support support) => support;

    internal override Tensor ForwardOf(Tensor x) => x;

    internal override Tensor InverseOf(Tensor y) => y;

    internal override Tensor LogDeterminantOf(Tensor x) => Tensor.Literal(0.0).BroadcastTo(x.Shape);
}
