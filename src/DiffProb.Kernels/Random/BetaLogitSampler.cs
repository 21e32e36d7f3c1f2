namespace DiffProb;

/// <summary>Draws of log(z / (1 - z)) for z from Beta(a, b), which never round to the ends.</summary>
/// <remarks><b>Formula</b>: the difference of two independent log-gamma draws (Devroye 1986, Non-Uniform Random Variate Generation, chapter IX, theorem 4.1).</remarks>
internal static class BetaLogitSampler
{
    /// <summary>Logit of one draw.</summary>
    /// <param name="a">First concentration, positive; otherwise the result is NaN.</param>
    /// <param name="b">Second concentration, positive; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double a, double b, ref ElementStream stream)
    {
        var first = LogGammaSampler.Draw(a, ref stream);
        return first - LogGammaSampler.Draw(b, ref stream);
    }
}
