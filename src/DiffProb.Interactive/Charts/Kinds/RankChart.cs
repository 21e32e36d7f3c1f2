namespace DiffProb;

/// <summary>Ranks of each chain's draws among all draws.</summary>
internal static class RankChart
{
    private const int MostBins = 20;
    private const int DrawsPerBin = 10;
    private const double ErrorRate = 0.05;

    /// <summary>A histogram for each chain.</summary>
    public static ChartGrid Of(string title, Quantity quantity, int bins)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        var count = bins != 0 ? bins : Math.Clamp(quantity.DrawsPerChain / DrawsPerBin, 2, MostBins);
        if (count < 2)
        {
            throw ChartErrors.AtLeast("bins of Rank", 2, bins);
        }

        if (quantity.DrawsPerChain < count)
        {
            throw ChartErrors.AtLeast("draws of a chain for Rank", count, quantity.DrawsPerChain);
        }

        var chains = quantity.Chains.Count;
        var (columns, total) = (Math.Min(chains, 2), chains * quantity.DrawsPerChain);
        var charts = new Chart?[((chains - 1) / columns) + 1, columns];
        var (low, high) = Band(total, quantity.DrawsPerChain, count, ErrorRate / (2.0 * count * chains));
        double[] edges = [.. Enumerable.Range(0, count + 1).Select(b => (double)total * b / count)];
        foreach (var (chain, counts) in Counts(quantity, count).Index())
        {
            charts[chain / columns, chain % columns] = new(
                $"Chain {chain + 1}",
                $"rank of {quantity.Axis.Label} among all draws",
                "draws",
                Bars.Between("", edges, counts),
                new Band("95 % of uniform ranks", [edges[0], edges[^1]], [low, low], [high, high]) { IsNeutral = true },
                new Rule("uniform", (double)quantity.DrawsPerChain / count));
        }

        return new(title, charts) { Note = "If chains agree and draws are independent, all bars of all chains end within the band with a probability of at least 95 %." };
    }

    /// <summary>How many draws of each chain have ranks in each bin; draws that are equal have the mean of their ranks.</summary>
    public static double[][] Counts(Quantity quantity, int bins)
    {
        var sorted = quantity.Chains.SelectMany((draws, chain) => draws.Select(d => (Draw: d, Chain: chain))).OrderBy(d => d.Draw).ToArray();
        double[][] counts = [.. quantity.Chains.Select(_ => new double[bins])];
        for (var first = 0; first < sorted.Length;)
        {
            var after = first;
            while (after < sorted.Length && sorted[after].Draw == sorted[first].Draw)
            {
                after++;
            }

            var bin = (int)(0.5 * (first + after - 1.0) * bins / sorted.Length);
            foreach (var (_, chain) in sorted[first..after])
            {
                counts[chain][bin]++;
            }

            first = after;
        }

        return counts;
    }

    // A chain has `draws` of the `total` ranks; of those in a bin, which are `size` or one more, its number is hypergeometric.
    private static (double Low, double High) Band(int total, int draws, int bins, double tail)
    {
        var (least, most) = (total / bins, ((total - 1) / bins) + 1);
        return (Counting.Hypergeometric(total, draws, least).Quantile(tail), Counting.Hypergeometric(total, draws, most).Quantile(1.0 - tail));
    }
}
