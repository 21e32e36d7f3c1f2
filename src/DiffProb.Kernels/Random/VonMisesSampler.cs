namespace DiffProb;

/// <summary>Draws of an angle in [-π, π) from the von Mises law.</summary>
/// <remarks>
/// <para>By rejection from a wrapped Cauchy, which is 2 atan(c Z) with Z Cauchy: so a draw has all digits where it lies near the mode, for any concentration.
/// With q = m + 2k sin²(t/2) a try is accepted with probability q exp(1 - q).</para>
/// <para><b>Cost</b>: on average 1.52 tries or fewer of two uniforms.</para>
/// <para><b>Source</b>: Best and Fisher (1979), Applied Statistics 28. Their k (r - 1), which cancels for large k, is m = (1 + 1 / (√(1 + 4k²) + 2k)) / 2 here,
/// and c² is m / (m + 2k).</para>
/// </remarks>
internal static class VonMisesSampler
{
    /// <summary>One draw.</summary>
    /// <param name="loc">Mode, any finite angle; otherwise the result is NaN.</param>
    /// <param name="concentration">At least 0 and finite; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double loc, double concentration, ref ElementStream stream)
    {
        if (!double.IsFinite(loc) || !(concentration >= 0.0 && concentration < double.PositiveInfinity))
        {
            return double.NaN;
        }

        var (draw, _) = Angle.Difference(Centred(concentration, ref stream), Angle.Of(loc).Mirrored);
        return draw.Near < Math.PI ? Math.Max(draw.Near, -Math.PI) : -Math.PI;
    }

    private static double Centred(double concentration, ref ElementStream stream)
    {
        var twice = 2.0 * concentration;
        var m = 0.5 * (1.0 + (1.0 / (double.Hypot(1.0, twice) + twice)));
        var c = Math.Sqrt(m / (m + twice));
        while (true)
        {
            var w = c * double.TanPi(stream.NextUniform() - 0.5);
            var square = w * w;
            var q = m + (twice * (square / (1.0 + square)));
            if (Math.Log(stream.NextUniform()) <= 1.0 + Math.Log(q) - q)
            {
                return 2.0 * Math.Atan(w);
            }
        }
    }
}
