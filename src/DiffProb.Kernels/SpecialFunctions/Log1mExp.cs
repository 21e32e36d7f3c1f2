namespace DiffProb;

/// <summary>log(1 - e^x) for x ≤ 0.</summary>
/// <remarks>Relative error below 6e-16. <b>Source</b>: Mächler (2012), Accurately computing log(1 - exp(-|a|)), Rmpfr vignette, equation 7.</remarks>
internal static class Log1mExp
{
    private const double LogHalf = -0.69314718055994531;

    /// <summary>log(1 - e^x); -∞ at 0, NaN above.</summary>
    public static double Of(double x) => x > LogHalf ? Math.Log(-Expm1.Of(x)) : Log1p.Of(-Math.Exp(x));
}
