namespace DiffProb;

/// <summary>Density and draws of Wishart matrices X = L Lᵀ in terms of L.</summary>
internal sealed class WishartLaw(Tensor df, Tensor factor)
{
    private int Size => factor.Shape[^1];

    /// <summary>Mean df V.</summary>
    public Tensor Mean => Wide * Covariance;

    /// <summary>Variances df (Vᵢⱼ² + Vᵢᵢ Vⱼⱼ).</summary>
    public Tensor Variance
    {
        get
        {
            var diagonal = Covariance.Diagonal();
            return Wide * (Covariance.Square() + (diagonal.Unsqueeze(-1) * diagonal.Unsqueeze(-2)));
        }
    }

    public Tensor Entropy =>
        ((Size + 1) * HalfLogDeterminant) + (0.5 * Size * (Size + 1) * Math.Log(2.0)) + Bartlett.LogGamma(0.5 * df, Size)
        - (0.5 * (df - Size - 1.0) * Bartlett.Digamma(0.5 * df, Size)) + (0.5 * Size * df);

    private Tensor Covariance => factor.MatMul(factor.Transpose());

    private Tensor Wide => df.Unsqueeze(-1).Unsqueeze(-1);

    private Tensor HalfLogDeterminant => factor.Diagonal().Log().Sum(-1);

    /// <summary>L of a draw.</summary>
    public Tensor Draw(NoiseSource noise, Shape parts) => factor.MatMul(Bartlett.Factor(noise, df, parts, Size, isReversed: false));

    /// <summary>Log density of X = L Lᵀ.</summary>
    public Tensor LogDensity(Tensor l) =>
        ((df - Size - 1.0) * l.Diagonal().Log().Sum(-1)) - (0.5 * factor.TriangularSolve(l).Square().Sum(-1).Sum(-1))
        - (0.5 * Size * Math.Log(2.0) * df) - (df * HalfLogDeterminant) - Bartlett.LogGamma(0.5 * df, Size);
}
