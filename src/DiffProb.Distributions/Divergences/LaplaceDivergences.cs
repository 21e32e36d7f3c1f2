namespace DiffProb;

/// <summary>Divergences of Laplace laws.</summary>
internal static class LaplaceDivergences
{
    public static KlRule[] Rules => [KlRule.Of<Laplace, Laplace>(OfTwo), KlRule.Of<Normal, Laplace>(OfNormal), KlRule.Of<Uniform, Laplace>(OfUniform)];

    // With r = log(scale of p / scale of q) and t = |loc - loc'| / scale of p: eʳ - 1 - r, and eʳ (e⁻ᵗ - 1 + t).
    private static Tensor OfTwo(Laplace p, Laplace q)
    {
        var log = Ratios.LogRatio(p.Get("scale"), q.Get("scale"));
        var distance = ((p.Get("loc") - q.Get("loc")) / p.Get("scale")).Abs();
        return log.Expm1mx() + (log.Exp() * (-distance).Expm1mx());
    }

    // E |x - loc| of a folded normal, which is smooth: s √(2/π) e^(-z²/2) + d erf(z / √2) with z = d / s.
    private static Tensor OfNormal(Normal p, Laplace q)
    {
        var (scale, distance) = (p.Get("scale"), p.Get("loc") - q.Get("loc"));
        var z = distance / scale;
        var mean = (scale * (Math.Sqrt(2.0 / Math.PI) * (-0.5 * z.Square()).Exp())) + (distance * (Math.Sqrt(0.5) * z).Erf());
        return (mean / q.Get("scale")) - Ratios.LogRatio(p.Get("scale"), q.Get("scale")) + Math.Log(2.0) - Normal.HalfLogTwoPi - 0.5;
    }

    // E |x - loc| = ((high - loc) |high - loc| - (low - loc) |low - loc|) / 2 (high - low).
    private static Tensor OfUniform(Uniform p, Laplace q)
    {
        var (low, high) = (p.Get("low") - q.Get("loc"), p.Get("high") - q.Get("loc"));
        var width = p.Get("high") - p.Get("low");
        var mean = 0.5 * ((high * high.Abs()) - (low * low.Abs())) / width;
        return (mean / q.Get("scale")) - Ratios.LogRatio(width, 2.0 * q.Get("scale"));
    }
}
