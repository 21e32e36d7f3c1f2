namespace DiffProb;

/// <summary>y = tanh x; log |dy/dx| = log(1 - y²) = 2 (log 2 + x - log(1 + e²ˣ)), which does not underflow.</summary>
internal sealed record TanhTransform : Transform
{
    private static readonly Support Open = Support.StrictlyBetween(-1.0, 1.0);

    public override Support Domain => Support.Real;

    public override Support Codomain => Open;

    /// <summary>log(1 - tanh²x) / 2, the logarithm of 1 / cosh x.</summary>
    internal static Tensor LogSech(Tensor x) => Math.Log(2.0) + x - (2.0 * x).Softplus();

    internal override Tensor ForwardOf(Tensor x) => x.Tanh();

    internal override Tensor InverseOf(Tensor y) => 0.5 * (y.Log1p() - (-y).Log1p());

    internal override Tensor LogDeterminantOf(Tensor x) => 2.0 * LogSech(x);
}
