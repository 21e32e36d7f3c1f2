namespace DiffProb;

/// <summary>Divergences of logistic laws: a smooth integral of one variable, by a rule that is exact to rounding.</summary>
internal static class LogisticDivergences
{
    // Poles lie at least π (whole) and 0.8 π (near) from the real line; beyond the ends the integrand is below a rounding.
    private static readonly Trapezoid Whole = new(-45.0, 45.0, 0.45);
    private static readonly Trapezoid Near = new(-60.0, 60.0, 0.35);

    public static KlRule[] Rules => [KlRule.Of<Logistic, Logistic>(Of)];

    private static Tensor Of(Logistic p, Logistic q)
    {
        var distance = (q.Get("loc") - p.Get("loc")) / p.Get("scale");
        var k = q.Get("scale") / p.Get("scale");
        var logK = Ratios.LogRatio(q.Get("scale"), p.Get("scale"));
        var isNear = (logK.Abs() < 0.2) & (distance.Abs() < 0.5);
        return Tensor.Where(
            isNear,
            OfNear(Tensor.Where(isNear, distance, 0.0), Tensor.Where(isNear, k, 1.0), Tensor.Where(isNear, logK, 0.0)),
            logK - 2.0 + OfSpread(distance, k));
    }

    // E f((z - d) / k) with f(w) = 2 log(2 cosh(w / 2)). It is the same of f((z - d / k) k) / k, so that the wider law may always be the second.
    private static Tensor OfSpread(Tensor distance, Tensor k)
    {
        var narrow = Tensor.Max(1.0, 1.0 / k);
        var (d, wide) = ((distance * narrow).Unsqueeze(-1), Tensor.Max(k, 1.0 / k).Unsqueeze(-1));
        return narrow * Whole.Of(z => (-Twice(z)).Exp() * Twice((z - d) / wide));
    }

    // ∫ p (eʳ - 1 - r) with r = log(q / p): no two terms cancel.
    private static Tensor OfNear(Tensor distance, Tensor k, Tensor logK)
    {
        var (d, wide, log) = (distance.Unsqueeze(-1), k.Unsqueeze(-1), logK.Unsqueeze(-1));
        return Near.Of(z => (-Twice(z)).Exp() * ((2.0 * ((0.5 * z).LogCosh() - (0.5 * (z - d) / wide).LogCosh())) - log).Expm1mx());
    }

    private static Tensor Twice(Tensor w) => 2.0 * ((0.5 * w).LogCosh() + Math.Log(2.0));
}
