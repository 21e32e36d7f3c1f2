namespace DiffProb;

/// <summary>Expectations of a positive variable that log densities of positive families are made of.</summary>
/// <param name="LogMean">E log x.</param>
/// <param name="LogVariance">Variance of log x; null where it is not known.</param>
/// <param name="LogPower">log E xʳ for any r, +∞ where that is infinite; null where it is not known.</param>
internal sealed record PositiveMoments(Tensor LogMean, Tensor? LogVariance, Func<Tensor, Tensor?> LogPower)
{
    private const double EulerGamma = 0.57721566490153286061;
    private const double Zeta2 = Math.PI * Math.PI / 6.0;

    /// <summary>The least value; 0 but for laws that begin later.</summary>
    public Tensor Least { get; init; } = 0.0;

    /// <summary>Those of a law; null where none are known.</summary>
    public static PositiveMoments? Of(Distribution d) => d switch
    {
        Gamma => OfGamma(d.Get("concentration"), d.Get("rate")),
        Exponential => OfGamma(1.0, d.Get("rate")),
        Chi2 => OfGamma(0.5 * d.Get("df"), 0.5),
        InverseGamma => Reciprocal(OfGamma(d.Get("concentration"), d.Get("rate"))),
        LogNormal => new(d.Get("loc"), d.Get("scale").Square(), r => (r * d.Get("loc")) + (0.5 * (r * d.Get("scale")).Square())),
        Weibull => OfWeibull(d.Get("scale").Log(), d.Get("concentration")),
        Frechet => Reciprocal(OfWeibull(-d.Get("scale").Log(), d.Get("concentration"))),
        HalfNormal => OfHalfNormal(d.Get("scale")),
        Pareto => OfPareto(d.Get("scale"), d.Get("alpha")),
        Beta => OfBeta(d.Get("concentration1"), d.Get("concentration0")),
        Kumaraswamy => OfKumaraswamy(d.Get("a"), d.Get("b")),
        InverseGaussian => OfInverseGaussian(d.Get("loc"), d.Get("concentration")),
        Uniform => OfUniform(d.Get("low"), d.Get("high")),
        _ => null,
    };

    private static PositiveMoments OfGamma(Tensor a, Tensor rate) =>
        new(a.Digamma() - rate.Log(), a.Polygamma(1), r => Finite(a + r, s => s.LogGamma() - a.LogGamma()) - (r * rate.Log()));

    private static PositiveMoments Reciprocal(PositiveMoments of) => new(-of.LogMean, of.LogVariance, r => of.LogPower(-r));

    private static PositiveMoments OfWeibull(Tensor logScale, Tensor k) =>
        new(logScale - (EulerGamma / k), Zeta2 / k.Square(), r => Finite(1.0 + (r / k), s => s.LogGamma()) + (r * logScale));

    // x² / 2 has the law Gamma(1/2, 1) in units of the square of the scale.
    private static PositiveMoments OfHalfNormal(Tensor scale)
    {
        var log = scale.Log() + (0.5 * Math.Log(2.0));
        return new(
            log - (0.5 * (EulerGamma + Math.Log(4.0))),
            0.75 * Zeta2,
            r => Finite(0.5 * (1.0 + r), s => s.LogGamma() - (0.5 * Math.Log(Math.PI))) + (r * log));
    }

    private static PositiveMoments OfPareto(Tensor scale, Tensor alpha) =>
        new(scale.Log() + (1.0 / alpha), 1.0 / alpha.Square(), r => Finite(alpha - r, rest => Ratios.LogRatio(alpha, rest)) + (r * scale.Log())) { Least = scale };

    private static PositiveMoments OfBeta(Tensor a, Tensor b) =>
        new(a.Digamma() - (a + b).Digamma(), a.Polygamma(1) - (a + b).Polygamma(1), r => Finite(a + r, s => BetaForms.LogBeta(s, b) - BetaForms.LogBeta(a, b)));

    private static PositiveMoments OfKumaraswamy(Tensor a, Tensor b) =>
        new(-((b + 1.0).Digamma() + EulerGamma) / a, (Zeta2 - (b + 1.0).Polygamma(1)) / a.Square(), r => Finite(1.0 + (r / a), s => b.Log() + BetaForms.LogBeta(s, b)));

    // Means of x, x² and 1/x; other powers are Bessel functions.
    private static PositiveMoments OfInverseGaussian(Tensor loc, Tensor concentration) => new(
        InverseGaussianFunctions.MeanLog(loc, concentration),
        null,
        r => !r.IsValue ? null : r.ToArray() switch
        {
            [1.0] => loc.Log(),
            [2.0] => (2.0 * loc.Log()) + (loc / concentration).Log1p(),
            [-1.0] => (loc / concentration).Log1p() - loc.Log(),
            _ => null,
        });

    // E log x = (high log high - low log low) / width - 1; means of the first two powers.
    private static PositiveMoments OfUniform(Tensor low, Tensor high)
    {
        var (from, width) = (Tensor.Max(low, 0.0), high - low);
        var log = ((high * Tensor.Where(high > 0.0, high, 1.0).Log()) - from.XLogY(from)) / width;
        return new(log - 1.0, null, r => r.IsValue && r.ToArray() is [1.0] ? (0.5 * (low + high)).Log() : r.IsValue && r.ToArray() is [2.0]
            ? ((low.Square() + (low * high) + high.Square()) / 3.0).Log()
            : null)
        { Least = low };
    }

    private static Tensor Finite(Tensor positive, Func<Tensor, Tensor> value)
    {
        var isFinite = positive > 0.0;
        return Tensor.Where(isFinite, value(Tensor.Where(isFinite, positive, 1.0)), double.PositiveInfinity);
    }
}
