namespace DiffProb;

/// <summary>Quantities against each other.</summary>
internal static class PairChart
{
    private const int MostPoints = 400;

    /// <summary>Scatter plots below the diagonal, densities on it.</summary>
    public static ChartGrid Of(string title, IReadOnlyList<Quantity> quantities, bool[,]? divergent)
    {
        RunShapes.Check("Pair", quantities, 2, divergent);
        double[][] draws = [.. quantities.Select(q => q.Pooled)];
        bool[] marked = divergent is null ? new bool[draws[0].Length] : [.. divergent.Cast<bool>()];
        int[] regular = [.. Enumerable.Range(0, marked.Length).Where(i => !marked[i])];
        int[] diverged = [.. Enumerable.Range(0, marked.Length).Where(i => marked[i])];
        var (shown, shownDiverged) = (Spaced(regular), Spaced(diverged));
        var charts = new Chart?[draws.Length, draws.Length];
        for (var row = 0; row < draws.Length; row++)
        {
            var y = quantities[row].Axis;
            charts[row, row] = new($"Density of {y.Label}", y, DensityChart.Height(y), Band.Density("", draws[row]));
            for (var column = 0; column < row; column++)
            {
                var x = quantities[column].Axis;
                Mark[] marks =
                [
                    .. Of(diverged.Length > 0 ? "draws" : "", shown, draws[column], draws[row], 0.4, 1.8),
                    .. Of("divergent", shownDiverged, draws[column], draws[row], 1.0, 2.4),
                ];
                charts[row, column] = new($"{y.Label} by {x.Label}", x, y, marks);
            }
        }

        return new(title, charts) { HasChartTitles = false, Note = Left(shown.Length, regular.Length, "draws", Left(shownDiverged.Length, diverged.Length, "divergent draws", "")) };
    }

    // A run of which every draw is divergent has no others.
    private static IEnumerable<Mark> Of(string name, int[] places, double[] x, double[] y, double opacity, double radius) =>
        places.Length == 0 ? [] : [new Points(name, places.Select(i => x[i]), places.Select(i => y[i])) { Opacity = opacity, Radius = radius }];

    private static string Left(int shown, int all, string what, string more) =>
        string.Join("; ", new[] { shown < all ? $"{shown} of {all} {what} are shown, evenly spaced" : "", more }.Where(n => n.Length > 0));

    private static int[] Spaced(int[] all) => all.Length <= MostPoints ? all : [.. Enumerable.Range(0, MostPoints).Select(i => all[(long)i * all.Length / MostPoints])];
}
