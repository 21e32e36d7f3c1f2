namespace DiffProb;

/// <summary>Ranks of simulation-based calibration.</summary>
internal static class CalibrationChart
{
    private const double ErrorRate = 0.05;

    /// <summary>The difference of the ranks' distribution function from the uniform one, for each quantity.</summary>
    public static Chart Of(string title, int draws, Series[] ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        Check(draws, ranks);
        var places = UniformBand.PlacesOfRanks(draws);
        var count = ranks[0].Values.Count;
        var (low, high) = UniformBand.Of(count, places, ErrorRate);
        double[] x = [0.0, .. places, 1.0];
        double[] Less(IEnumerable<int> counts) => [0.0, .. counts.Zip(places, (c, z) => ((double)c / count) - z), 0.0];
        Mark[] marks =
        [
            new Band("95 % of uniform ranks", x, Less(low), Less(high)) { IsNeutral = true },
            new Rule("", 0.0),
            .. ranks.Select(r => new Line(r.Name, x, Less(places.Select(z => r.Values.Count(v => v < Math.Round(z * (draws + 1))))))),
        ];
        return new(title, "rank / (draws + 1)", "distribution function of ranks, less uniform", marks);
    }

    private static void Check(int draws, Series[] ranks)
    {
        if (draws < 1)
        {
            throw ChartErrors.AtLeast("draws of Calibration", 1, draws);
        }

        if (ranks.Length == 0)
        {
            throw ChartErrors.NoNumbers("Calibration", "ranks");
        }

        foreach (var series in ranks)
        {
            if (series.Values.Count != ranks[0].Values.Count)
            {
                throw ChartErrors.CountsDiffer("Calibration", $"ranks of \"{series.Name}\"", series.Values.Count, $"of \"{ranks[0].Name}\"", ranks[0].Values.Count);
            }

            foreach (var rank in series.Values.Where(r => !(r >= 0.0 && r <= draws && r == Math.Floor(r))))
            {
                throw ChartErrors.NoRank(series.Name, rank, draws);
            }
        }
    }
}
