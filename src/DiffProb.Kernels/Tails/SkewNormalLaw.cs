namespace DiffProb;

/// <summary>The standard skew normal law: y = z.</summary>
internal readonly struct SkewNormalLaw(double alpha) : ITailLaw
{
    private static readonly double LogTwo = Math.Log(2.0);

    public (double Log, double Slope) At(double y, bool isAbove)
    {
        var tail = isAbove ? new SkewNormalTail(-y, -alpha) : new SkewNormalTail(y, alpha);
        return (tail.Log, tail.Slope);
    }

    public double Start(double log, bool isAbove) => isAbove ? -Below(log, -alpha) : Below(log, alpha);

    // F is between Φ and 2 Φ for negative α. For positive ones it is less than Φ, left of 0 than exp(-z² (1 + α²) / 2) / 2, right of it than F(0) + erf(z/√2).
    private static double Below(double log, double alpha)
    {
        if (alpha < 0.0)
        {
            return Ndtri.OfLog(log - LogTwo);
        }

        var right = Math.Exp(log) - (Math.Atan2(1.0, alpha) / Math.PI);
        return right > 0.0 ? -Ndtri.Of(0.5 - (0.5 * right)) : Math.Max(Ndtri.OfLog(log), -Math.Sqrt(Math.Max(-2.0 * (log + LogTwo), 0.0)) / double.Hypot(1.0, alpha));
    }
}
