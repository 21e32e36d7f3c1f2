namespace DiffProb;

/// <summary>Draws of a Poisson count.</summary>
/// <remarks>
/// <para>Below rate 10 by inversion with one uniform; above by transformed rejection with squeeze, about 1.2 tries of two uniforms.
/// The acceptance test has absolute error below 1e-12 in the log mass up to rate 1e9.</para>
/// <para><b>Source</b>: Hörmann (1993), doi:10.1016/0167-6687(93)90997-4, algorithm PTRS. The log mass is not Hörmann's k log μ - μ - log k!,
/// which cancels at large rates, but Stirling's correction and the deviance (Loader 2000, Fast and accurate computation of binomial probabilities).</para>
/// </remarks>
internal static class PoissonSampler
{
    private const double InversionLimit = 10;

    /// <summary>One draw: a non-negative whole number.</summary>
    /// <param name="rate">Mean, not negative; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double rate, ref ElementStream stream) => rate switch
    {
        < 0 => double.NaN,
        < InversionLimit => Invert(rate, stream.NextUniform()),
        < double.PositiveInfinity => TransformedRejection(rate, ref stream),
        _ => rate,
    };

    // Smallest k with cdf(k) ≥ u. Rounding may leave the last cdf below 1, hence the stop where the mass no longer counts.
    private static double Invert(double rate, double u)
    {
        var (k, mass) = (0.0, Math.Exp(-rate));
        for (var cdf = mass; u > cdf && (k <= rate || mass > 1e-18); cdf += mass)
        {
            k += 1;
            mass *= rate / k;
        }

        return k;
    }

    private static double TransformedRejection(double rate, ref ElementStream stream)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(rate));
        var a = -0.059 + (0.02483 * b);
        var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        var squeeze = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = stream.NextUniform() - 0.5;
            var v = stream.NextUniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + rate + 0.43);
            if (us >= 0.07 && v <= squeeze)
            {
                return k;
            }

            var isInsideHat = k >= 0 && (us >= 0.013 || v <= us);
            if (isInsideHat && Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= LogMass(k, rate))
            {
                return k;
            }
        }
    }

    private static double LogMass(double k, double rate) => k < 10
        ? (k * Math.Log(rate)) - rate - LogGamma.Of(k + 1)
        : (k * Log1pmx.Of((rate - k) / k)) - (0.5 * Math.Log(2 * Math.PI * k)) - LogGamma.Correction(k);
}
