namespace DiffProb;

/// <summary>Evidence by particles: figures and charts, with what is wrong above them.</summary>
internal static class MonteCarloDisplay
{
    private const int MostRows = 40;

    /// <summary>Weights.</summary>
    public static Fragment Of(ImportanceResult result) => Begin("Importance sampling", result.Line, result.Notes);

    /// <summary>The weakest observations, and the effective sample size along all.</summary>
    public static Fragment Of(FilterResult result)
    {
        var fragment = Begin("Particle filter", result.Line, result.Notes)
            .Table(FilterTable.Header, FilterTable.Weakest(result, MostRows).Select(Row));
        var more = result.Observations.Count > MostRows ? fragment.Line($"The {MostRows} weakest of {result.Observations.Count} observations are shown.") : fragment;
        return more.Figure(result.Chart());
    }

    /// <summary>The runs, and their ladders.</summary>
    public static Fragment Of(TemperingResult result) =>
        Begin("Tempered particles", result.Line, result.Notes)
            .Table(TemperingResult.Header, result.Rows().Select(Row)).Figure(result.Chart());

    private static Fragment Begin(string heading, string line, IReadOnlyList<string> notes)
    {
        var fragment = new Fragment().Heading(heading).Line(line);
        foreach (var note in notes)
        {
            fragment.Warning(note.Replace("\n  try ", " Try ", StringComparison.Ordinal));
        }

        return fragment;
    }

    private static Cell[] Row(string[] cells) => [Cell.Words(cells[0]), .. cells.Skip(1).Select(c => (Cell)c)];
}
