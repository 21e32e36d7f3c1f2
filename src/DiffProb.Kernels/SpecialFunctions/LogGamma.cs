namespace DiffProb;

/// <summary>log |Γ(x)|.</summary>
/// <remarks>
/// <para>Relative error below 1e-15 for x > -1/2, at the zeros 1 and 2 too; below that, absolute error below 1e-15 (1 + |value|).</para>
/// <para><b>Formula</b>: 1.5 .. 2.5 a rational function times x - 2; below, the recurrence through log1p; to 10, the recurrence through one logarithm
/// of a product; above, Stirling's series; left of -1/2, reflection.</para>
/// <para><b>Source</b>: Abramowitz and Stegun (1964), 6.1.15, 6.1.17, 6.1.40. The rational function is our own fit in 80 digits, error 5e-18.</para>
/// </remarks>
internal static class LogGamma
{
    /// <summary>log √(2π) - 1/2.</summary>
    public const double HalfLogTwoPiMinusHalf = 0.41893853320467274178;

    private const double LogPi = 1.1447298858494001741;

    /// <summary>log Γ(2 + y) / y on [-1/2, 1/2].</summary>
    public static ReadOnlySpan<double> Numerator =>
    [
        0.42278433509846713, 0.9480067876881235, 0.7588996356750448, 0.2781842697268787,
        0.04785238906134353, 0.0034112224337486457, 6.592004121668464e-05,
    ];

    /// <summary>log Γ(2 + y) / y on [-1/2, 1/2].</summary>
    public static ReadOnlySpan<double> Denominator =>
    [
        1.0, 1.4795717398524737, 0.8258083331269758, 0.21514529191316645,
        0.02608891595046021, 0.0012537756994497478, 1.4166305007605586e-05,
    ];

    /// <summary>B(2k) / (2k (2k - 1)).</summary>
    public static ReadOnlySpan<double> Stirling =>
        [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400];

    /// <summary>log |Γ(x)|; +∞ at 0, -1, -2, … and at ±∞.</summary>
    public static double Of(double x) => x switch
    {
        >= -0.5 => RightOfMinusHalf(x),
        <= -4503599627370496.0 => double.PositiveInfinity, // from there down every double is whole, and so a pole
        < -0.5 => LogPi - Math.Log(Math.Abs(x * double.SinPi(x))) - RightOfMinusHalf(-x),
        _ => x,
    };

    /// <summary>log Γ(x) - [(x - 1/2) log x - x + log √(2π)], Stirling's correction δ(x).</summary>
    /// <remarks>Requires x > 0. Relative error below 1e-15 for x ≥ 10; absolute error below 1e-15 (1 + |log x|) under it.</remarks>
    public static double Correction(double x)
    {
        if (x < 10)
        {
            return RightOfMinusHalf(x) - ((x - 0.5) * (Math.Log(x) - 1)) - HalfLogTwoPiMinusHalf;
        }

        var inverse = 1 / x;
        return inverse * Polynomial.Of(Stirling, inverse * inverse);
    }

    /// <summary>log Γ(1 + x), relative error below 1e-15 for |x| ≤ 1/2, which it requires.</summary>
    public static double OnePlus(double x) => AboutTwo(x) - Log1p.Of(x);

    private static double RightOfMinusHalf(double x) => x switch
    {
        >= 10 => ((x - 0.5) * (Math.Log(x) - 1)) + HalfLogTwoPiMinusHalf + Correction(x),
        > 2.5 => Descend(x),
        >= 1.5 => AboutTwo(x - 2),
        > 0.5 => OnePlus(x - 1),
        _ => AboutTwo(x) - Math.Log(Math.Abs(x) * (1 + x)),
    };

    private static double AboutTwo(double y) => y * Polynomial.Of(Numerator, y) / Polynomial.Of(Denominator, y);

    private static double Descend(double x)
    {
        var product = 1.0;
        while (x > 2.5)
        {
            x -= 1; // exact
            product *= x;
        }

        return AboutTwo(x - 2) + Math.Log(product);
    }
}
