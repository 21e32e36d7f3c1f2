namespace DiffProb;

/// <summary>The point with a given probability below it, from the logarithm of the tail that is the smaller one.</summary>
/// <remarks>
/// <para>As exact as the tail: the last step leaves the square of 1e-9. Near y = 0 that is an error of 1e-15 standard deviations, not one relative to y.</para>
/// <para><b>Formula</b>: Newton's method on the logarithm, which is concave: from the tail's end it climbs to the root without a step beyond. A bracket catches what rounding does.</para>
/// </remarks>
internal static class TailQuantile
{
    private const int MostSteps = 200;
    private const double Close = 1e-9;
    private const double Leap = 4.0; // longest step towards the tail's end, where the slope may be next to nothing
    private static readonly double LogTwo = Math.Log(2.0);

    /// <summary>The y with probability p below it; -∞ at 0, ∞ at 1, NaN outside.</summary>
    public static double Of<TLaw>(in TLaw law, double p)
        where TLaw : struct, ITailLaw => p > 0.5 ? Find(law, Log1p.Of(-p), isAbove: true) : Find(law, Math.Log(p), isAbove: false);

    /// <summary>The y with probability q above it.</summary>
    public static double OfComplement<TLaw>(in TLaw law, double q)
        where TLaw : struct, ITailLaw => q > 0.5 ? Find(law, Log1p.Of(-q), isAbove: false) : Find(law, Math.Log(q), isAbove: true);

    /// <summary>The y with a probability below it that is given by its logarithm.</summary>
    public static double OfLog<TLaw>(in TLaw law, double log)
        where TLaw : struct, ITailLaw => log > -LogTwo ? Find(law, Log1mExp.Of(log), isAbove: true) : Find(law, log, isAbove: false);

    // In s, which grows from the tail's end.
    private static double Find<TLaw>(in TLaw law, double target, bool isAbove)
        where TLaw : struct, ITailLaw
    {
        var sign = isAbove ? -1.0 : 1.0;
        if (!double.IsFinite(target))
        {
            return double.IsNegativeInfinity(target) ? sign * target : double.NaN;
        }

        var (s, outer, inner) = (sign * law.Start(target, isAbove), double.NegativeInfinity, double.PositiveInfinity);
        for (var step = 0; step < MostSteps; step++)
        {
            var (log, slope) = law.At(sign * s, isAbove);
            var (excess, moved) = (log - target, s - ((log - target) / slope));
            if (double.IsNaN(excess) || Math.Abs(excess) < Close)
            {
                return double.IsNaN(excess) ? excess : sign * moved;
            }

            (outer, inner) = excess > 0.0 ? (outer, s) : (s, inner);
            moved = Math.Max(moved, double.IsFinite(outer) ? moved : s - (Leap * (1.0 + Math.Abs(s))));
            if (!(moved > outer && moved < inner))
            {
                moved = double.IsFinite(inner) ? 0.5 * (outer + inner) : s + Leap + Math.Abs(s);
            }

            if (moved == s)
            {
                return sign * s;
            }

            s = moved;
        }

        throw new InvalidOperationException($"The quantile with log-probability {target} {(isAbove ? "above" : "below")} it was not found in {MostSteps} steps.");
    }
}
