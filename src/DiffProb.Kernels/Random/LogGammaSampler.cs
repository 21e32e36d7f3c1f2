namespace DiffProb;

/// <summary>Draws of log G for G from Gamma(concentration, rate 1), which never underflow.</summary>
/// <remarks>
/// <para><b>Cost</b>: on average 1.05 tries or fewer of one normal and one uniform; below 1, one uniform more.</para>
/// <para><b>Source</b>: Marsaglia and Tsang (2000), doi:10.1145/358407.358414; their boost for small concentrations,
/// G(a) = G(a + 1) U^(1/a), is made in log space here.</para>
/// </remarks>
internal static class LogGammaSampler
{
    /// <summary>Logarithm of one draw.</summary>
    /// <param name="concentration">Positive, down to 1e-300; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double concentration, ref ElementStream stream)
    {
        if (concentration >= 1)
        {
            return AtLeastOne(concentration, ref stream);
        }

        return concentration > 0
            ? AtLeastOne(concentration + 1, ref stream) - (stream.NextExponential() / concentration)
            : double.NaN;
    }

    private static double AtLeastOne(double concentration, ref ElementStream stream)
    {
        var d = concentration - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = stream.NextNormal();
            var root = c * x;
            if (root > -1)
            {
                var logCube = 3 * Log1p.Of(root);
                var square = x * x;
                var u = stream.NextUniform();
                if (u < 1 - (0.0331 * square * square) || Math.Log(u) < (0.5 * square) + (d * (logCube - Cubed(root))))
                {
                    return Math.Log(d) + logCube;
                }
            }
        }
    }

    // (1 + r)³ - 1
    private static double Cubed(double r) => r * (3 + (r * (3 + r)));
}
