namespace DiffProb;

/// <summary>Divergences from a beta law of other laws on the unit interval.</summary>
internal static class UnitIntervalDivergences
{
    private const double EulerGamma = 0.57721566490153286061;

    // Poles of the integrand lie at least π/2 from the real line, over the log odds.
    private static readonly Trapezoid Odds = new(-42.0, 80.0, 0.25);

    public static KlRule[] Rules =>
    [
        KlRule.Of<Uniform, Beta>((p, q) => FromUniform(p, q)),
        KlRule.Of<Kumaraswamy, Beta>((p, q) => ToBeta(q, -((p.Get("b") + 1.0).Digamma() + EulerGamma) / p.Get("a"), MeanLogRest(p.Get("a"), p.Get("b")), p.EntropyOfParts!)),
    ];

    private static Tensor ToBeta(Beta q, Tensor meanLog, Tensor meanLogRest, Tensor entropy)
    {
        var (a, b) = (q.Get("concentration1"), q.Get("concentration0"));
        return BetaForms.LogBeta(a, b) - ((a - 1.0) * meanLog) - ((b - 1.0) * meanLogRest) - entropy;
    }

    private static Tensor FromUniform(Uniform p, Beta q)
    {
        var isInside = (p.Get("low") >= 0.0) & (p.Get("high") <= 1.0);
        var (low, high) = (Tensor.Where(isInside, p.Get("low"), 0.0), Tensor.Where(isInside, p.Get("high"), 1.0));
        var divergence = ToBeta(q, MeanLog(low, high), MeanLog(1.0 - high, 1.0 - low), (high - low).Log());
        return Tensor.Where(isInside, divergence, double.PositiveInfinity);
    }

    private static Tensor MeanLog(Tensor low, Tensor high) => ((high.XLogY(high) - low.XLogY(low)) / (high - low)) - 1.0;

    /// <summary>E log(1 - x) under Kumaraswamy(a, b), where w = 1 - xᵃ has density b wᵇ⁻¹: that of log w / a, and of what log(1 - x) exceeds it by, over the log odds of w.</summary>
    private static Tensor MeanLogRest(Tensor a, Tensor b)
    {
        var (power, wide) = (1.0 / a.Unsqueeze(-1), b.Unsqueeze(-1));
        var rest = Odds.Of(t =>
        {
            var (log, logRest) = (t.LogSigmoid(), (-t).LogSigmoid());
            return wide * ((wide * log) + logRest).Exp() * (LogExponentials.LogPowerComplement(power, logRest, log) - log - power.Log());
        });
        return rest - (1.0 / b) - a.Log();
    }
}
