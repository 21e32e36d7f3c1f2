namespace DiffProb;

/// <summary>Data beside data that a model made.</summary>
internal static class PredictiveChart
{
    private const int MostShown = 50;

    /// <summary>A thin density for each replicated data set, a thick one for the data.</summary>
    public static Chart Of(string title, ChartAxis quantity, IReadOnlyList<double> observed, double[,] replicated)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(replicated);
        var (draws, data) = (replicated.GetLength(0), replicated.GetLength(1));
        if (replicated.Length == 0)
        {
            throw ChartErrors.NoNumbers("PosteriorPredictive", "replicated data");
        }

        var shown = Math.Min(draws, MostShown);
        var curves = Enumerable.Range(0, shown).Select(i => Band.Curve(Enumerable.Range(0, data).Select(d => replicated[(long)i * draws / shown, d]))).ToArray();
        var (x, y) = Band.Curve(observed);
        return new(
            title,
            quantity,
            DensityChart.Height(quantity),
            new Line("replicated", curves.SelectMany(c => c.X.Append(double.NaN)), curves.SelectMany(c => c.Y.Append(double.NaN))) { Width = 0.8, Opacity = 0.4 },
            new Line("observed", x, y) { Width = 2.6 })
        {
            Note = shown < draws ? $"{shown} of {draws} replicated data sets are shown, evenly spaced" : "",
        };
    }
}
