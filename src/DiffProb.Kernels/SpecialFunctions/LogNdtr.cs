namespace DiffProb;

/// <summary>Logarithm of the cumulative distribution function of the standard normal distribution.</summary>
/// <remarks>
/// <para>Relative error below 1e-15 for all x; for x > 38 the value is a zero.</para>
/// <para><b>Formula</b>: log(erfcx(-x/√2) / 2) - x²/2 left of -0.75, log1p(-Φ(-x)) right of 0.</para>
/// </remarks>
internal static class LogNdtr
{
    /// <summary>log P(Z ≤ x) for standard normal Z; -∞ at -∞.</summary>
    public static double Of(double x) => x switch
    {
        > 0 => Log1p.Of(-Ndtr.Of(-x)),
        > -0.75 => Math.Log(Ndtr.Of(x)),
        double.NegativeInfinity => x,
        <= -0.75 => Math.Log(Ndtr.ScaledTail(-x)) - (0.5 * x * x),
        _ => x,
    };
}
