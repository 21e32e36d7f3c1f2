namespace DiffProb;

/// <summary>Logarithm of the inverse complementary log-log function, log(1 - exp(-e^x)).</summary>
/// <remarks>
/// <para>Relative error below 1e-15 left of 0; right of it, where the value is near -exp(-e^x), below 1e-15 e^x.</para>
/// <para><b>Formula</b>: left of -37, where e^x is below a rounding, x - e^x / 2.</para>
/// </remarks>
internal static class InverseCloglog
{
    private const double Negligible = -37;

    /// <summary>log(1 - exp(-e^x)); x itself far to the left, 0 at +∞.</summary>
    public static double Log(double x) => x < Negligible ? x - (0.5 * Math.Exp(x)) : Log1mExp.Of(-Math.Exp(x));
}
