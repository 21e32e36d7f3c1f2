namespace DiffProb;

/// <summary>Regularized incomplete beta function, the cumulative distribution function of Beta(a, b), its complement and its inverse.</summary>
/// <remarks>
/// <para>Relative error below 1e-12 for concentrations from 1e-3 to 1e5, in both tails, while |log value| is below 500. The inverse: relative error below 3e-12.</para>
/// <para><b>Formula</b>: density of logit x times the relative tail on whose side of the mean x lies: Σ (a + b)ₖ xᵏ / (a)ₖ₊₁, or quadrature.
/// The density is √(ab / 2π(a + b)) exp(-deviance + δ(a + b) - δ(a) - δ(b)), δ Stirling's correction, so that large concentrations do not cancel.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 26.5.4; DiDonato and Morris (1992), doi:10.1145/131766.131776, for the plan;
/// Loader (2000), Fast and accurate computation of binomial probabilities, for the deviance. <see cref="BetaTail"/> is our own.</para>
/// </remarks>
internal static class IncompleteBeta
{
    private const int MaxTerms = 2000;
    private const int MaxSteps = 200;
    private const double MostOfAll = 0.9; // with small concentrations a tail may be nearly all, and what is left is no difference from 1
    private const double Tolerance = 1e-11; // of the last step; the error is its square

    /// <summary>I(a, b, x), the probability below x.</summary>
    public static double Of(double a, double b, double x) => Value(a, b, x, isLower: true);

    /// <summary>1 - I(a, b, x), the probability above x, accurate when small.</summary>
    public static double Complement(double a, double b, double x) => Value(a, b, x, isLower: false);

    /// <summary>log I(a, b, x).</summary>
    public static double Log(double a, double b, double x) => LogValue(a, b, x, isLower: true);

    /// <summary>log(1 - I(a, b, x)).</summary>
    public static double LogComplement(double a, double b, double x) => LogValue(a, b, x, isLower: false);

    /// <summary>I(a, b, x) at x = 1 / (1 + e^-logit), which may lie nearer to 0 or 1 than numbers do.</summary>
    public static double OfLogit(double a, double b, double logit) =>
        double.IsInfinity(logit) ? (logit > 0 ? 1 : 0) : Value(BetaPoint.AtLogit(a, b, logit), isLower: true);

    /// <summary>The x with I(a, b, x) = p; 0 and 1 at 0 and 1, NaN outside.</summary>
    public static double Inverse(double a, double b, double p)
    {
        var logit = InverseLogit(a, b, p);
        return BetaPoint.AtLogit(a, b, logit).X;
    }

    /// <summary>log(x / (1 - x)) for the x with I(a, b, x) = p, which does not round to 0 or 1.</summary>
    public static double InverseLogit(double a, double b, double p)
    {
        if (!(p > 0 && p < 1))
        {
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        }

        return p <= 0.5 ? LowerQuantile(a, b, Math.Log(p)) : -LowerQuantile(b, a, Math.Log(1 - p));
    }

    private static double Value(double a, double b, double x, bool isLower)
    {
        if (!(x > 0 && x < 1))
        {
            return x == 0 ? (isLower ? 0 : 1) : x == 1 ? (isLower ? 1 : 0) : double.NaN;
        }

        return Value(BetaPoint.At(a, b, x, 1 - x), isLower);
    }

    private static double LogValue(double a, double b, double x, bool isLower) =>
        x > 0 && x < 1 ? LogValue(BetaPoint.At(a, b, x, 1 - x), isLower) : Math.Log(Value(a, b, x, isLower));

    /// <summary>The probability below a point, or above it.</summary>
    public static double Value(BetaPoint point, bool isLower)
    {
        var side = point.IsLower ? point : point.Mirrored;
        var tail = Math.Exp(BetaDensity.LogOfLogit(side)) * Tail(side);
        return point.IsLower == isLower ? tail : tail <= MostOfAll ? 1 - tail : Rest(side);
    }

    /// <summary>Logarithm of the probability below a point, or above it.</summary>
    public static double LogValue(BetaPoint point, bool isLower)
    {
        var side = point.IsLower ? point : point.Mirrored;
        var logTail = BetaDensity.LogOfLogit(side) + Math.Log(Tail(side));
        var isSmaller = logTail <= Math.Log(MostOfAll);
        return point.IsLower == isLower
            ? isSmaller ? logTail : Log1p.Of(-Rest(side))
            : isSmaller ? Log1mExp.Of(logTail) : Math.Log(Rest(side));
    }

    // What a tail that is nearly all leaves over.
    private static double Rest(BetaPoint side) => Math.Exp(BetaDensity.LogOfLogit(side)) * BetaFromZero.Of(side.Mirrored).Mass;

    private static double Tail(BetaPoint point)
    {
        if (point.IsSeries)
        {
            return Series(point);
        }

        var limit = point.A <= 30 ? point.Logit : double.PositiveInfinity;
        var mass = BetaTail.Lower(point, limit).Mass;
        return limit == double.PositiveInfinity
            ? mass
            : mass + (Math.Exp(-BetaTail.Exponent(point, limit)) * Series(BetaPoint.AtLogit(point.A, point.B, 0)));
    }

    private static double Series(BetaPoint point)
    {
        var (term, sum) = (1 / point.A, 1 / point.A);
        for (var k = 0; k < MaxTerms && term > 1e-17 * sum; k++)
        {
            term *= point.X * (point.A + point.B + k) / (point.A + 1 + k);
            sum += term;
        }

        return sum;
    }

    // Newton's method on log I as a function of the logit. It is concave, so after the first step the iterates rise to the root.
    private static double LowerQuantile(double a, double b, double logTarget)
    {
        var logit = Math.Log(a / b) + (Ndtri.OfLog(logTarget) * Math.Sqrt((1 / a) + (1 / b)));
        for (var step = 0; step < MaxSteps; step++)
        {
            var point = BetaPoint.AtLogit(a, b, logit);
            var logTail = LogValue(point, isLower: true);
            var change = (logTarget - logTail) * Math.Exp(logTail - BetaDensity.LogOfLogit(point));
            logit += change;
            if (!(Math.Abs(change) > Tolerance * Math.Max(1, Math.Abs(logit))))
            {
                break;
            }
        }

        return logit;
    }
}
