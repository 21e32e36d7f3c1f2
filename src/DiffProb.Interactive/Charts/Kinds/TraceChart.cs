namespace DiffProb;

/// <summary>Chains in their order.</summary>
internal static class TraceChart
{
    /// <summary>Density and draws of each quantity, with a line for each chain.</summary>
    public static ChartGrid Of(string title, IReadOnlyList<Quantity> quantities, bool[,]? divergent)
    {
        RunShapes.Check("Trace", quantities, 1, divergent);
        var charts = new Chart?[quantities.Count, 2];
        foreach (var (row, quantity) in quantities.Index())
        {
            charts[row, 0] = new($"Density of {quantity.Axis.Label}", quantity.Axis, DensityChart.Height(quantity.Axis), [.. quantity.Chains.Select(Density)]);
            charts[row, 1] = new($"Draws of {quantity.Axis.Label}", "draw", quantity.Axis, [.. quantity.Chains.Select(Draws), .. Marked(divergent)]);
        }

        return new(title, charts);
    }

    private static Line Density(double[] draws, int chain)
    {
        var (x, y) = Band.Curve(draws);
        return new(Name(chain), x, y);
    }

    private static Line Draws(double[] draws, int chain) => new(Name(chain), draws.Select((_, i) => (double)i), draws) { Width = 1.0, Opacity = 0.8 };

    private static string Name(int chain) => $"chain {chain + 1}";

    private static IEnumerable<Mark> Marked(bool[,]? divergent)
    {
        if (divergent is null)
        {
            yield break;
        }

        double[] at = [.. Enumerable.Range(0, divergent.GetLength(1)).Where(d => Enumerable.Range(0, divergent.GetLength(0)).Any(c => divergent[c, d])).Select(d => (double)d)];
        if (at.Length > 0)
        {
            yield return new Rug("divergent", at);
        }
    }
}
