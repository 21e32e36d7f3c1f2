using MathNet.Numerics.Distributions;

namespace DiffProb;

/// <summary>Ranks of one number of a program among draws of its posteriors, and whether they are uniform.</summary>
public sealed class CalibrationRow
{
    private const int LeastPerBin = 5;
    private const int MostBins = 20;

    internal CalibrationRow(string name, int draws, IReadOnlyList<int> ranks)
    {
        (Name, Ranks) = (name, ranks);
        var places = UniformBand.PlacesOfRanks(draws);
        PValue = UniformBand.TailProbability(ranks.Count, places, [.. places.Select(z => ranks.Count(r => r < Math.Round(z * (draws + 1))))]);
        ChiSquarePValue = ChiSquareOf(draws, ranks);
        double[] parts = [.. ranks.Select(r => (r + 0.5) / (draws + 1))];
        Center = parts.Average();
        Spread = 12.0 * parts.Average(p => (p - 0.5) * (p - 0.5));
    }

    /// <summary>Name, with indices that start at 0: "theta[2]".</summary>
    public string Name { get; }

    /// <summary>For each simulation, how many draws lie below the true value; ties are broken at random.</summary>
    public IReadOnlyList<int> Ranks { get; }

    /// <summary>Probability that the distribution function of uniform ranks is, somewhere, as far from the line as this one.</summary>
    /// <remarks>Source: Säilynoja, Bürkner and Vehtari (2022), Graphical test for discrete uniformity, doi 10.1007/s11222-022-10090-6, section 2.2; the probability is exact at up to 100 places.</remarks>
    public double PValue { get; }

    /// <summary>Probability that Pearson's statistic of uniform ranks, in up to 20 bins of five or more expected, is as great as this one; NaN for fewer than 10 simulations.</summary>
    public double ChiSquarePValue { get; }

    /// <summary>Mean of the ranks as a part of all: 0.5 if they are uniform, less where draws lie too high.</summary>
    public double Center { get; }

    /// <summary>Mean square distance of the ranks from the middle over that of uniform ones: 1 if they are, above 1 where posteriors are too narrow, below 1 where they are too wide.</summary>
    public double Spread { get; }

    private static double ChiSquareOf(int draws, IReadOnlyList<int> ranks)
    {
        var bins = Math.Min(Math.Min(MostBins, draws + 1), ranks.Count / LeastPerBin);
        if (bins < 2)
        {
            return double.NaN;
        }

        var expected = new double[bins];
        var found = new double[bins];
        int Bin(int rank) => (int)((long)rank * bins / (draws + 1));
        for (var r = 0; r <= draws; r++)
        {
            expected[Bin(r)] += ranks.Count / (draws + 1.0);
        }

        foreach (var rank in ranks)
        {
            found[Bin(rank)]++;
        }

        var statistic = expected.Zip(found, (e, f) => (f - e) * (f - e) / e).Sum();
        return 1.0 - ChiSquared.CDF(bins - 1, statistic);
    }
}
