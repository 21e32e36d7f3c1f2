using System.Globalization;

namespace DiffProb;

/// <summary>What is wrong with draws, and what to do: a note for each sign.</summary>
internal static class SummaryNotes
{
    private const double MostRHat = 1.01;
    private const double LeastEssPerChain = 100.0;
    private const int DefaultTreeDepth = 10;
    private const int MostNames = 5;

    public static IReadOnlyList<string> Of(Posterior posterior, SummaryRow[] rows)
    {
        var notes = new List<string>();
        void Add(string? note)
        {
            if (note is not null)
            {
                notes.Add(note);
            }
        }

        Add(rows.Length == 0 ? "no draws: nothing to sum up.\n  try more draws, or another progress limit before canceling." : null);
        Add(Mixing(rows));
        Add(Length(posterior, rows));
        Add(Undefined(rows));
        Add(Divergences(posterior));
        Add(TreeDepth(posterior));
        Add(Energy(posterior));
        return notes;
    }

    private static string? Mixing(SummaryRow[] rows)
    {
        SummaryRow[] bad = [.. rows.Where(r => r.RHat > MostRHat)];
        return bad.Length == 0 ? null
            : $"r-hat is above 1.01 for {Names(bad)}: the chains have not mixed, and no figure of these is to be trusted.\n"
                + "  try more warmup and draws; if it stays, the posterior may have several modes, or a parameter that the data leave free: a stronger prior, or another parametrization.";
    }

    private static string? Length(Posterior posterior, SummaryRow[] rows)
    {
        var least = LeastEssPerChain * posterior.ChainCount;
        SummaryRow[] bad = [.. rows.Where(r => r.EssBulk < least || r.EssTail < least)];
        return bad.Length == 0 ? null
            : $"the effective sample size is below 100 per chain ({least.ToString("F0", CultureInfo.InvariantCulture)}) for {Names(bad)}: means and quantiles are rough, and r-hat may miss what is wrong.\n"
                + "  try more draws; if they are strongly correlated, another parametrization.";
    }

    private static string? Undefined(SummaryRow[] rows)
    {
        SummaryRow[] bad = [.. rows.Where(r => double.IsNaN(r.RHat) && !r.IsConstant)];
        return bad.Length == 0 ? null
            : $"r-hat is not defined for {Names(bad)}: there are too few draws, or some are NaN.\n  try at least 4 draws of each chain, and look for what is not finite in the program.";
    }

    private static string? Divergences(Posterior posterior)
    {
        var count = posterior.Divergences;
        return count == 0 ? null
            : $"{count} of {posterior.ChainCount * posterior.DrawCount} draws ended in a divergence ({Share(posterior, count)}): a part of the posterior that curves too much was not visited, and the figures leave it out.\n"
                + "  try a non-centered parametrization (x = loc + scale · z, with z standard normal), or a target acceptance of 0.95 or 0.99.";
    }

    private static string? TreeDepth(Posterior posterior)
    {
        if (posterior.StatisticOrNull(SamplerStatistics.TreeDepth) is not { } statistic)
        {
            return null;
        }

        var most = posterior.Provenance.MaxTreeDepth ?? DefaultTreeDepth;
        var count = Chains.Pooled(statistic.Rows(0)).Count(d => d >= most);
        return count == 0 ? null
            : $"{count} of {posterior.ChainCount * posterior.DrawCount} trajectories reached the greatest tree depth, {most} ({Share(posterior, count)}): they were cut off, which is slow, not wrong.\n"
                + "  try a dense metric, quantities on similar scales, or a greater maximal tree depth.";
    }

    private static string? Energy(Posterior posterior)
    {
        if (posterior.StatisticOrNull(SamplerStatistics.Energy) is not { Count: > 0 } statistic)
        {
            return null;
        }

        var bad = EnergyFraction.Of(statistic.Element()).Index().Where(e => e.Item < EnergyFraction.Least).ToArray();
        return bad.Length == 0 ? null
            : $"E-BFMI is below 0.3 in {(bad.Length == 1 ? "chain" : "chains")} {string.Join(", ", bad.Select(b => $"{b.Index + 1} ({b.Item.ToString("F2", CultureInfo.InvariantCulture)})"))}: momenta do not reach all energies, and tails are explored slowly.\n"
                + "  try another parametrization of what has heavy tails, or more warmup.";
    }

    private static string Share(Posterior posterior, int count) =>
        (100.0 * count / ((double)posterior.ChainCount * posterior.DrawCount)).ToString("G2", CultureInfo.InvariantCulture) + " %";

    private static string Names(SummaryRow[] rows) =>
        string.Join(", ", rows.Take(MostNames).Select(r => r.Name)) + (rows.Length > MostNames ? $" and {rows.Length - MostNames} more" : "");
}
