namespace DiffProb;

/// <summary>Density and draws of inverse Wishart matrices X = L Lᵀ in terms of L.</summary>
internal sealed class InverseWishartLaw(Tensor df, Tensor factor)
{
    private int Size => factor.Shape[^1];

    /// <summary>Mean S / (df - N - 1), +∞ on the diagonal and undefined beside it where df is at most N + 1.</summary>
    public Tensor Mean
    {
        get
        {
            var excess = df - (Size + 1.0);
            var isFinite = (excess > 0.0).Unsqueeze(-1).Unsqueeze(-1);
            var infinite = Tensor.Where(Factorizations.Identity(Size) > 0.0, double.PositiveInfinity, double.NaN);
            return Tensor.Where(isFinite, factor.MatMul(factor.Transpose()) / Tensor.Where(excess > 0.0, excess, 1.0).Unsqueeze(-1).Unsqueeze(-1), infinite);
        }
    }

    /// <summary>L of a draw: S^(1/2) T⁻¹, where Tᵀ T is a standard Wishart matrix.</summary>
    public Tensor Draw(NoiseSource noise, Shape parts)
    {
        var t = Bartlett.Factor(noise, df, parts, Size, isReversed: true);
        return factor.MatMul(t.TriangularSolve(Factorizations.Identity(Size)));
    }

    /// <summary>Log density of X = L Lᵀ.</summary>
    public Tensor LogDensity(Tensor l) =>
        (df * factor.Diagonal().Log().Sum(-1)) - (0.5 * Size * Math.Log(2.0) * df) - Bartlett.LogGamma(0.5 * df, Size)
        - ((df + Size + 1.0) * l.Diagonal().Log().Sum(-1)) - (0.5 * l.TriangularSolve(factor).Square().Sum(-1).Sum(-1));
}
