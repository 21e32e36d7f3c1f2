namespace DiffProb;

/// <summary>Divergences between families of positive numbers, by an entropy and by expectations of powers and logarithms.</summary>
internal static class PositiveDivergences
{
    private static readonly double HalfLogHalfPi = 0.5 * Math.Log(0.5 * Math.PI);

    public static KlRule[] Rules =>
    [
        KlRule.Of<Distribution, Gamma>((p, q) => Of(p, m => ToGamma(m, q.Get("concentration"), q.Get("rate")))),
        KlRule.Of<Distribution, Exponential>((p, q) => Of(p, m => ToGamma(m, 1.0, q.Get("rate")))),
        KlRule.Of<Distribution, Chi2>((p, q) => Of(p, m => ToGamma(m, 0.5 * q.Get("df"), 0.5))),
        KlRule.Of<Distribution, InverseGamma>((p, q) => Of(p, m => ToInverseGamma(m, q.Get("concentration"), q.Get("rate")))),
        KlRule.Of<Distribution, LogNormal>((p, q) => Of(p, m => ToLogNormal(m, q.Get("loc"), q.Get("scale")))),
        KlRule.Of<Distribution, HalfNormal>((p, q) => Of(p, m => ToHalfNormal(m, q.Get("scale")))),
        KlRule.Of<Distribution, Weibull>((p, q) => Of(p, m => ToWeibull(m, q.Get("scale").Log(), q.Get("concentration"), 1.0))),
        KlRule.Of<Distribution, Frechet>((p, q) => Of(p, m => ToWeibull(m, q.Get("scale").Log(), q.Get("concentration"), -1.0))),
        KlRule.Of<Distribution, Pareto>((p, q) => Of(p, m => ToPareto(m, q.Get("scale"), q.Get("alpha")))),
    ];

    // From minus the expected log density; a law that begins below 0 has mass where the other has none.
    private static Tensor? Of(Distribution p, Func<PositiveMoments, Tensor?> minusLogDensity) =>
        PositiveMoments.Of(p) is { } moments && p.EntropyOfParts is { } entropy && minusLogDensity(moments) is { } cross
            ? Tensor.Where(moments.Least >= 0.0, cross - entropy, double.PositiveInfinity)
            : null;

    private static Tensor? ToGamma(PositiveMoments p, Tensor a, Tensor rate) =>
        p.LogPower(1.0) is { } mean ? (mean + rate.Log()).Exp() + a.LogGamma() - (a * rate.Log()) - ((a - 1.0) * p.LogMean) : null;

    private static Tensor? ToInverseGamma(PositiveMoments p, Tensor a, Tensor rate) =>
        p.LogPower(-1.0) is { } mean ? (mean + rate.Log()).Exp() + a.LogGamma() - (a * rate.Log()) + ((a + 1.0) * p.LogMean) : null;

    private static Tensor? ToLogNormal(PositiveMoments p, Tensor loc, Tensor scale) => p.LogVariance is { } variance
        ? p.LogMean + scale.Log() + Normal.HalfLogTwoPi + (0.5 * (variance + (p.LogMean - loc).Square()) / scale.Square())
        : null;

    private static Tensor? ToHalfNormal(PositiveMoments p, Tensor scale) =>
        p.LogPower(2.0) is { } square ? (0.5 * (square - (2.0 * scale.Log())).Exp()) + scale.Log() + HalfLogHalfPi : null;

    // Of (x / scale)ᵏ, with k negative for Fréchet.
    private static Tensor? ToWeibull(PositiveMoments p, Tensor logScale, Tensor concentration, double sign)
    {
        var k = sign * concentration;
        return p.LogPower(k) is { } power ? (power - (k * logScale)).Exp() - concentration.Log() - (k * (p.LogMean - logScale)) + p.LogMean : null;
    }

    private static Tensor? ToPareto(PositiveMoments p, Tensor scale, Tensor alpha) =>
        Tensor.Where(p.Least >= scale, p.LogMean - alpha.Log() + (alpha * (p.LogMean - scale.Log())), double.PositiveInfinity);
}
