namespace DiffProb;

/// <summary>The path along which the quantile of a draw stays the same: dz/dθ = -(∂F/∂θ) / p, from the distribution's own cdf and density.</summary>
/// <remarks>
/// <para>∂F is taken in the smaller tail, of F or of F - 1, so that it keeps its digits where the family's cdf does.</para>
/// <para>Paths of distributions of one make are equal: the parameters are inputs of the node. One more input is the probability of a quantile, along
/// which it moves by 1 / p.</para>
/// </remarks>
internal sealed class QuantilePath(Distribution law) : IPath, IEquatable<QuantilePath>
{
    private readonly Distribution law = law;

    public Tensor? Derivative(int parameter, Tensor draw, Tensor[] parameters, Tensor adjoint)
    {
        if (parameter == law.Parameters.Count)
        {
            return adjoint * (-DensityAt(draw, parameters[..parameter])).Exp();
        }

        if (law.Parameters[parameter].Path == PathKind.None)
        {
            return null;
        }

        parameters = parameters[..law.Parameters.Count];
        // Free symbols, for a parameter may be made of another one; then what they stand for.
        Tensor[] symbols = [.. parameters.Select((p, i) => Tensor.Data($"parameter {i}", p.Shape, p.DType)), Tensor.Data("draw", draw.Shape), Tensor.Data("weight", draw.Shape)];
        Tensor[] meanings = [.. parameters, draw, -(adjoint * (-DensityAt(draw, parameters)).Exp())];
        var free = law.With(symbols[..^2]);
        var below = free.Cdf(symbols[^2])!;
        var smaller = Tensor.Where(below > 0.5, -free.Survival(symbols[^2])!, below);
        var moved = Gradient.Of((smaller * symbols[^1]).Sum(), symbols[parameter])[0];
        return new Rewriter((node, _) => Array.IndexOf(symbols, node) is >= 0 and var i ? meanings[i] : null).Rewrite(moved);
    }

    public bool Equals(QuantilePath? other) => other is not null && law.Make.Equals(other.law.Make);

    public override bool Equals(object? obj) => Equals(obj as QuantilePath);

    public override int GetHashCode() => law.Make.GetHashCode();

    private Tensor DensityAt(Tensor draw, Tensor[] parameters) => law.With(parameters).LogDensityOfParts(draw);
}
