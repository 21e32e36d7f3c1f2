namespace DiffProb;

/// <summary>Divergences of Wishart laws, of their inverses, and of the Cholesky factors of both.</summary>
internal static class WishartDivergences
{
    public static KlRule[] Rules =>
    [
        KlRule.Of<Wishart, Wishart>((p, q) => Of(p, q, Factor(p), Factor(q))),
        KlRule.Of<WishartCholesky, WishartCholesky>((p, q) => Of(p, q, Factor(p), Factor(q))),
        KlRule.Of<InverseWishart, InverseWishart>((p, q) => Of(p, q, Factor(q), Factor(p))),
        KlRule.Of<InverseWishartCholesky, InverseWishartCholesky>((p, q) => Of(p, q, Factor(q), Factor(p))),
    ];

    // R = M Mᵀ with M = other⁻¹ factor, r on its diagonal. Part i of the multivariate gamma function has x = (df - i) / 2 under p and y under q:
    // y (eˢ - 1 - s) with s = log(x / y) + log r², i/2 (r² - 1 - log r²), what is left of log Γ, and df/2 of the squares beside the diagonal.
    private static Tensor? Of(Distribution p, Distribution q, Tensor factor, Tensor other)
    {
        var size = factor.Shape[^1];
        if (size != other.Shape[^1])
        {
            return null;
        }

        var steps = Tensor.Literals([.. Enumerable.Range(0, size).Select(i => 0.5 * i)]);
        var (x, y) = ((0.5 * p.Get("df")).Unsqueeze(-1) - steps, (0.5 * q.Get("df")).Unsqueeze(-1) - steps);
        var logs = 2.0 * Ratios.LogRatio(factor.Diagonal(), other.Diagonal());
        var diagonal = (y * (logs + Ratios.LogRatio(x, y)).Expm1mx()) + (steps * logs.Expm1mx()) + RelativeEntropies.LogGammaBregman(y, x);
        var beside = other.TriangularSolve(factor).Tril(-1).Square().Sum(-1).Sum(-1);
        return diagonal.Sum(-1) + (0.5 * p.Get("df") * beside);
    }

    private static Tensor Factor(Distribution d) => d.GetOrNull("scaleTril")?.Tril() ?? d.Parameters[1].Value.Cholesky();
}
