namespace DiffProb;

/// <summary>Regularized incomplete gamma functions, the cumulative distribution function of Gamma(a, rate 1), and their inverses.</summary>
/// <remarks>
/// <para>Relative error below 1e-13 for a from 1e-6 to 1e8, in both tails, while |log value| is below 100; beyond, 1e-15 |log value|.
/// The inverses: relative error below 1e-12.</para>
/// <para><b>Formula</b>: density of log x times a relative tail: left of the mean Σ xⁿ / (a)ₙ₊₁, or quadrature if a is large; right of it quadrature.
/// The density is √(a/2π) exp(a (log(x/a) - x/a + 1) - δ(a)), δ Stirling's correction, so that large a do not cancel.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 6.5.29 and 6.5.33; the plan is that of DiDonato and Morris (1986), doi:10.1145/22721.23109,
/// with <see cref="GammaTail"/> in place of continued fraction and uniform expansion.</para>
/// </remarks>
internal static class IncompleteGamma
{
    private const double Large = 30;
    private const double Small = 0.2;
    private const int MaxTerms = 1000;
    private const int MaxSteps = 200;
    private const double Tolerance = 1e-11; // of the last step; the error is its square

    /// <summary>P(a, x), the probability below x.</summary>
    public static double P(double a, double x) => Value(a, x, isLower: true);

    /// <summary>Q(a, x) = 1 - P(a, x), the probability above x, accurate when small.</summary>
    public static double Q(double a, double x) => Value(a, x, isLower: false);

    /// <summary>log P(a, x).</summary>
    public static double LogP(double a, double x) => LogValue(a, x, isLower: true);

    /// <summary>log Q(a, x).</summary>
    public static double LogQ(double a, double x) => LogValue(a, x, isLower: false);

    /// <summary>The x with P(a, x) = p; 0 and +∞ at 0 and 1, NaN outside. It is 0 if x is below the smallest number.</summary>
    public static double InverseP(double a, double p) => Inverse(a, p, isLower: true);

    /// <summary>The x with Q(a, x) = q; +∞ and 0 at 0 and 1, NaN outside.</summary>
    public static double InverseQ(double a, double q) => Inverse(a, q, isLower: false);

    private static double Value(double a, double x, bool isLower)
    {
        if (!(x > 0) || double.IsInfinity(x))
        {
            return double.IsNaN(x) || x < 0 ? double.NaN : (x == 0) == isLower ? 0 : 1;
        }

        if (a < Small && IsSeries(a, x))
        {
            var (p, q) = SmallConcentration(a, x);
            return isLower ? p : q;
        }

        var tail = Tail(a, x) * Math.Exp(LogDensity(a, x));
        return IsLowerTail(a, x) == isLower ? tail : 1 - tail;
    }

    private static double LogValue(double a, double x, bool isLower)
    {
        if (!(x > 0) || double.IsInfinity(x))
        {
            return Math.Log(Value(a, x, isLower));
        }

        if (a < Small && IsSeries(a, x))
        {
            var (p, q) = SmallConcentration(a, x);
            var (value, complement) = isLower ? (p, q) : (q, p);
            return value < 0.5 ? Math.Log(value) : Log1p.Of(-complement);
        }

        var logTail = Math.Log(Tail(a, x)) + LogDensity(a, x);
        return IsLowerTail(a, x) == isLower ? logTail : Log1mExp.Of(logTail);
    }

    private static bool IsSeries(double a, double x) => a <= Large ? x <= a + 0.5 : x <= 0.3 * a;

    private static bool IsLowerTail(double a, double x) => x <= a || IsSeries(a, x);

    // Probability of the tail on whose side x lies, over the density of log x.
    private static double Tail(double a, double x) =>
        IsSeries(a, x) ? Series(a, x) : x <= a ? GammaTail.Lower(x, x - a).Mass : GammaTail.Upper(a, x, x - a).Mass;

    private static double LogDensity(double a, double x) => GammaDensity.LogOfLog(a, x, Math.Log(x));

    private static double Series(double a, double x)
    {
        var (term, sum) = (1 / a, 1 / a);
        for (var n = 1; n < MaxTerms && term > 1e-17 * sum; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    // P = e^u (1 + s) with u = log(x^a / Γ(1 + a)) and s = a Σ (-x)ⁿ / ((a + n) n!): then 1 - P does not cancel as a → 0.
    private static (double P, double Q) SmallConcentration(double a, double x)
    {
        var u = (a * Math.Log(x)) - LogGamma.OnePlus(a);
        var (power, sum) = (1.0, 0.0);
        for (var n = 1; n < MaxTerms && Math.Abs(power) > 1e-18; n++)
        {
            power *= -x / n;
            sum += power / (a + n);
        }

        var correction = Math.Exp(u) * a * sum;
        return (Math.Exp(u) + correction, -Expm1.Of(u) - correction);
    }

    // Newton's method on the logarithm of the smaller tail as a function of log x. It is concave there, so after the first step the
    // iterates approach the root from its far side and never cross it; only towards +∞, where it bends like -x, is a step capped.
    private static double Inverse(double a, double probability, bool isLower)
    {
        if (!(probability > 0 && probability < 1))
        {
            return probability is 0 or 1 ? (probability == 0) == isLower ? 0 : double.PositiveInfinity : double.NaN;
        }

        var (target, isLeft) = probability <= 0.5 ? (probability, isLower) : (1 - probability, !isLower);
        var logTarget = Math.Log(target);
        var y = Guess(a, logTarget, isLeft);
        for (var step = 0; step < MaxSteps; step++)
        {
            var x = Math.Exp(y);
            if (x == 0)
            {
                return 0;
            }

            var logTail = LogValue(a, x, isLeft);
            var change = (logTarget - logTail) * Math.Exp(logTail - LogDensity(a, x));
            y += isLeft ? change : -Math.Max(change, -1);
            if (!(Math.Abs(change) > Tolerance * Math.Max(1, Math.Abs(y))))
            {
                break;
            }
        }

        return Math.Exp(y);
    }

    // Wilson and Hilferty (1931), doi:10.1073/pnas.17.12.684; at least the root of the leading term, x^a / Γ(1 + a), which is above P.
    private static double Guess(double a, double logTarget, bool isLeft)
    {
        var quantile = Ndtri.OfLog(logTarget);
        var root = 1 - (1 / (9 * a)) + ((isLeft ? quantile : -quantile) / (3 * Math.Sqrt(a)));
        var cube = root > 0 ? Math.Log(a) + (3 * Math.Log(root)) : double.NegativeInfinity;
        return Math.Max(cube, ((isLeft ? logTarget : Log1mExp.Of(logTarget)) + LogGamma.Of(a + 1)) / a);
    }
}
