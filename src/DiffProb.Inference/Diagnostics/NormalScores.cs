namespace DiffProb;

/// <summary>Rank normalization: draws replaced by normal quantiles of their ranks among all chains.</summary>
/// <remarks><para><b>Source</b>: Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), doi:10.1214/20-BA1221, equation 14; ties get their average rank.</para></remarks>
internal static class NormalScores
{
    // Blom's offset.
    private const double Offset = 3.0 / 8.0;

    /// <summary>Normal scores; all NaN where a draw is.</summary>
    public static double[][] Of(double[][] chains)
    {
        var values = Chains.Pooled(chains);
        var places = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values, places);
        var scores = new double[values.Length];
        for (var start = 0; start < values.Length;)
        {
            var stop = start + 1;
            while (stop < values.Length && values[stop] == values[start])
            {
                stop++;
            }

            var rank = 0.5 * (start + 1 + stop);
            var score = Ndtri.Of((rank - Offset) / (values.Length - (2 * Offset) + 1));
            for (var i = start; i < stop; i++)
            {
                scores[places[i]] = score;
            }

            start = stop;
        }

        // NaN sorts first.
        if (double.IsNaN(values[0]))
        {
            Array.Fill(scores, double.NaN);
        }

        return [.. scores.Chunk(chains[0].Length)];
    }
}
