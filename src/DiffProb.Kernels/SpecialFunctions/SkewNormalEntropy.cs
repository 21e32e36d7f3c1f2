namespace DiffProb;

/// <summary>What the entropy of a skew normal law is made of.</summary>
/// <remarks>
/// <para>Relative error below 1e-14 for any α; of means of derivatives of φ / Φ below 1e-13 of the largest value under the mean.</para>
/// <para><b>Formula</b>: the trapezoidal rule, whose error is exp(-2πd/h) times what the normal density grows by, exp(d²/2), with d = 2.8 the distance of the
/// zeros of Φ from the real line.</para>
/// </remarks>
internal static class SkewNormalEntropy
{
    private const int Points = 26; // on each side
    private const double Step = 0.4;
    private static readonly double RootTwoPi = Math.Sqrt(2.0 * Math.PI);

    /// <summary>-E log Φ(α Z), Z skew normal of shape α: log 2 at 0, 0 at ±∞.</summary>
    public static double Share(double alpha)
    {
        var (a, sum) = (Math.Abs(alpha), 0.0);
        for (var i = -Points; i <= Points; i++)
        {
            var (z, y) = a > 1.0 ? (i * Step / a, i * Step) : (i * Step, a * i * Step);
            var log = LogNdtr.Of(y);
            sum -= Math.Exp(log - (0.5 * z * z)) * log;
        }

        return 2.0 / RootTwoPi * Step * sum / Math.Max(a, 1.0);
    }

    /// <summary>E λ⁽ⁿ⁾(δ U) of the hazard λ = φ / Φ, U standard normal.</summary>
    /// <param name="order">n.</param>
    /// <param name="delta">In [-1, 1].</param>
    public static double HazardMean(int order, double delta)
    {
        var sum = 0.0;
        for (var i = -Points; i <= Points; i++)
        {
            var u = i * Step;
            sum += Math.Exp(-0.5 * u * u) * Hazard(order, delta * u);
        }

        return sum * Step / RootTwoPi;
    }

    // λ' = -λ e with e = x + λ, differentiated by Leibniz' rule.
    private static double Hazard(int order, double x)
    {
        Span<double> hazard = stackalloc double[order + 1];
        var excess = NormalExcess.Of(x);
        hazard[0] = x < 0.0 ? excess - x : NormalExcess.Hazard(x);
        for (var n = 0; n < order; n++)
        {
            var (sum, binomial) = (0.0, 1.0);
            for (var i = 0; i <= n; i++)
            {
                sum += binomial * hazard[n - i] * (i == 0 ? excess : i == 1 ? 1.0 + hazard[1] : hazard[i]);
                binomial *= (n - i) / (i + 1.0);
            }

            hazard[n + 1] = -sum;
        }

        return hazard[order];
    }
}
