namespace DiffProb;

/// <summary>Complementary log-log function of a probability that is given by its logarithm, log(-log(1 - e^x)): the inverse of <see cref="InverseCloglog"/>.</summary>
/// <remarks>
/// <para>Error below 1e-15 (1 + |value|) for x &lt; 0.</para>
/// <para><b>Formula</b>: left of -37, where e^x is below a rounding, x + e^x / 2.</para>
/// </remarks>
internal static class Cloglog
{
    private const double Negligible = -37;

    /// <summary>log(-log(1 - e^x)); x itself far to the left, +∞ at 0, NaN above.</summary>
    public static double OfLog(double x) => x < Negligible ? x + (0.5 * Math.Exp(x)) : Math.Log(-Log1mExp.Of(x));
}
