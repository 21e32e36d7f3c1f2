namespace DiffProb;

/// <summary>What the four laws of random covariance matrices share.</summary>
/// <remarks><b>Source</b>: Bartlett (1933); Anderson (2003), An Introduction to Multivariate Statistical Analysis, sections 7.2 and 7.7.</remarks>
internal static class Bartlett
{
    /// <summary>Degrees of freedom of N by N matrices: above N - 1.</summary>
    public static DistributionParameter Df(Tensor df, int size) => new("df", df, Support.Above(size - 1.0)) { Path = PathKind.Implicit };

    /// <summary>Lower triangular T [..., N, N] with T Tᵀ from Wishart(df, I), or with Tᵀ T from it if <paramref name="isReversed"/>: roots of
    /// chi-squares on the diagonal, normals below.</summary>
    public static Tensor Factor(NoiseSource noise, Tensor df, Shape parts, int size, bool isReversed)
    {
        var steps = Tensor.Literals([.. Enumerable.Range(0, size).Select(i => (double)(isReversed ? size - 1 - i : i))]);
        var halves = (0.5 * (df.Unsqueeze(-1) - steps)).BroadcastTo(parts.Concat(Shape.Of(size)));
        var roots = (0.5 * (Math.Log(2.0) + noise.LogGamma(halves))).Exp();
        return roots.DiagonalMatrix() + noise.StandardNormal(parts.Concat(Shape.Of(size, size))).Tril(-1);
    }

    /// <summary>log of the multivariate gamma function: N (N - 1) / 4 log π + Σ log Γ(a - i / 2), i from 0.</summary>
    public static Tensor LogGamma(Tensor a, int size) => (size * (size - 1) / 4.0 * Math.Log(Math.PI)) + Halves(a, size).LogGamma().Sum(-1);

    /// <summary>Its derivative.</summary>
    public static Tensor Digamma(Tensor a, int size) => Halves(a, size).Digamma().Sum(-1);

    /// <summary>log |det| of L ↦ L Lᵀ: N log 2 + Σ (N - i) log Lᵢᵢ, i from 0.</summary>
    public static Tensor LogJacobian(Tensor factor) => new CholeskyProductTransform(IsOfCorrelations: false).LogDeterminantOf(factor);

    private static Tensor Halves(Tensor a, int size) => a.Unsqueeze(-1) - Tensor.Literals([.. Enumerable.Range(0, size).Select(i => 0.5 * i)]);
}
