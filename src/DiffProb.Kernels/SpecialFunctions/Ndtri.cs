namespace DiffProb;

/// <summary>Quantile of the standard normal distribution, the inverse of <see cref="Ndtr"/>.</summary>
/// <remarks>
/// <para>Relative error below 1e-15, for probabilities down to the smallest number, and for log-probabilities to any depth.</para>
/// <para><b>Formula</b>: p within 0.425 of 1/2 a rational function of 0.425² - (p - 1/2)², times p - 1/2; outside, a rational function of √(-log p)
/// up to 5; beyond, Newton's method on log Φ from two terms of its asymptotic inverse.</para>
/// <para><b>Source</b>: the plan is Wichura's (1988), doi:10.2307/2347330, algorithm AS 241; the rational functions are our own fits in 80 digits,
/// errors 6e-17 and 1e-18; all coefficients are positive.</para>
/// </remarks>
internal static class Ndtri
{
    /// <summary>Half width of the central range of p.</summary>
    public const double CentralHalfWidth = 0.425;

    /// <summary>log ½, plus <see cref="LogHalfLow"/>.</summary>
    public const double LogHalf = -0.69314718055994531;

    /// <summary>What <see cref="LogHalf"/> lacks.</summary>
    public const double LogHalfLow = -2.3190468138462996e-17;

    private const double LogTwoPi = 1.8378770664093454836;
    private const double SqrtTwoOverPi = 0.79788456080286535588;

    /// <summary>The quantile over q = p - 1/2, in 0.425² - q².</summary>
    public static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963665, 148.75654077063152, 2548.2248573022625, 21627.48116049056, 95692.73551269759,
        213550.16248438213, 214247.3801984238, 74060.81462563902, 3907.007639023816,
    ];

    /// <summary>The quantile over q = p - 1/2, in 0.425² - q².</summary>
    public static ReadOnlySpan<double> CentralDenominator =>
    [
        1.0, 46.92338689522055, 871.2838940641986, 8176.878340636071, 41169.98166790856,
        109244.70555458817, 140376.82723612545, 72342.69749284587, 9398.46451720659,
    ];

    /// <summary>The upper quantile in √(-log p) - 1.6, up to 5 - 1.6.</summary>
    public static ReadOnlySpan<double> TailNumerator =>
    [
        1.4234371107496835, 4.925449867938578, 6.7641602004249695, 4.956134260235581, 2.1617719852275674,
        0.5833793067268939, 0.09614882665725567, 0.009022052990438316, 0.0004125833314463713, 6.414047658190119e-06,
    ];

    /// <summary>The upper quantile in √(-log p) - 1.6, up to 5 - 1.6.</summary>
    public static ReadOnlySpan<double> TailDenominator =>
    [
        1.0, 2.2605151673501407, 2.1264268230544525, 1.0868638300980726, 0.3286389875752645,
        0.05914469888315968, 0.0059384175151360056, 0.0002845052845838409, 4.5353298508990315e-06,
    ];

    /// <summary>The x with P(Z ≤ x) = p; ±∞ at 1 and 0, NaN outside.</summary>
    public static double Of(double p)
    {
        var q = p - 0.5;
        return Math.Abs(q) <= CentralHalfWidth ? Central(q) : q < 0 ? -UpperTail(Math.Log(p)) : UpperTail(Math.Log(1 - p));
    }

    /// <summary>The x with log P(Z ≤ x) = <paramref name="logP"/>; ±∞ at 0 and -∞, NaN above 0.</summary>
    public static double OfLog(double logP)
    {
        var q = 0.5 * Expm1.Of(logP - LogHalf - LogHalfLow); // p - 1/2
        return Math.Abs(q) <= CentralHalfWidth ? Central(q) : q < 0 ? -UpperTail(logP) : UpperTail(Math.Log(-Expm1.Of(logP)));
    }

    /// <summary>The x with P(Z ≤ x) = 1/2 + q, for |q| up to <see cref="CentralHalfWidth"/>.</summary>
    public static double Central(double q)
    {
        var t = (CentralHalfWidth - q) * (CentralHalfWidth + q);
        return q * Polynomial.Of(CentralNumerator, t) / Polynomial.Of(CentralDenominator, t);
    }

    /// <summary>The x with log P(Z > x) = <paramref name="logP"/>, for log-probabilities below log 0.075.</summary>
    public static double UpperTail(double logP)
    {
        if (logP < -25)
        {
            return FarTail(-logP);
        }

        var t = Math.Sqrt(-logP) - 1.6;
        return Polynomial.Of(TailNumerator, t) / Polynomial.Of(TailDenominator, t);
    }

    // log P(Z > x) is concave, its slope -√(2/π) / erfcx(x/√2); three steps lead from 1e-2 to full precision.
    private static double FarTail(double minusLogP)
    {
        if (double.IsPositiveInfinity(minusLogP))
        {
            return minusLogP;
        }

        var square = (2 * minusLogP) - LogTwoPi;
        var x = Math.Sqrt(square - Math.Log(square - Math.Log(square)));
        for (var step = 0; step < 3; step++)
        {
            var tail = Ndtr.ScaledTail(x);
            x += ((Math.Log(tail) - (0.5 * x * x)) + minusLogP) * tail * (2 / SqrtTwoOverPi);
        }

        return x;
    }
}
