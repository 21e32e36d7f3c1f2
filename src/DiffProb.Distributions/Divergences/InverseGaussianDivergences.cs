namespace DiffProb;

/// <summary>Divergences of inverse Gaussian laws.</summary>
internal static class InverseGaussianDivergences
{
    public static KlRule[] Rules => [KlRule.Of<InverseGaussian, InverseGaussian>(OfInverseGaussians)];

    // From E (x - μ')² / x = (μ - μ')² / μ + μ'² / λ; neither part cancels where the laws nearly agree.
    private static Tensor OfInverseGaussians(InverseGaussian p, InverseGaussian q)
    {
        var (mean, other) = (p.Get("loc"), q.Get("loc"));
        var distance = (mean - other) / other;
        return 0.5 * (Ratios.LogRatio(q.Get("concentration"), p.Get("concentration")).Expm1mx() + (q.Get("concentration") / mean * distance.Square()));
    }
}
