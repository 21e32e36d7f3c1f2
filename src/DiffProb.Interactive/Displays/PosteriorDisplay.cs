namespace DiffProb;

/// <summary>Posteriors, and how well models predict: tables, with what is wrong above them.</summary>
internal static class PosteriorDisplay
{
    private const int MostRows = 200;
    private const int MostLines = 8;

    /// <summary>The summary.</summary>
    public static Fragment Of(Posterior posterior) => Of(posterior.Summary());

    /// <summary>Notes, and a row for each number.</summary>
    public static Fragment Of(PosteriorSummary summary)
    {
        var fragment = Notes(new Fragment().Heading(summary.Title), summary.Notes)
            .Table(summary.Header(), summary.Rows.Take(MostRows).Select(r => Row(summary.Cells(r))));
        return summary.Rows.Count > MostRows ? fragment.Line($"The first {MostRows} of {summary.Rows.Count} rows are shown; Rows has all.") : fragment;
    }

    /// <summary>Figures with their errors.</summary>
    public static Fragment Of(ElpdEstimate estimate)
    {
        var name = estimate is PsisLoo ? "loo" : "waic";
        var fragment = Notes(new Fragment().Heading($"{estimate.Method} of {estimate.Observation}"), estimate.Notes)
            .Table(["", "estimate", "standard error"], ElpdText.Rows(estimate, name).Select(Row));
        return estimate is PsisLoo loo ? fragment.Line(ElpdText.Shapes(loo)) : fragment;
    }

    /// <summary>Models, the best first.</summary>
    public static Fragment Of(ModelComparison comparison) =>
        Notes(new Fragment().Heading("Models, the best first"), comparison.Notes).Table(comparison.Header(), comparison.Models.Select(m => Row(comparison.Cells(m))));

    /// <summary>Notes, a row for each number, and how far ranks are from uniform.</summary>
    public static Fragment Of(CalibrationRanks ranks) =>
        Notes(new Fragment().Heading(ranks.Title), ranks.Notes)
            .Table(CalibrationRanks.Header, ranks.Rows.Take(MostRows).Select(r => Row(CalibrationRanks.Cells(r))))
            .Figure(ranks.Chart([.. (ranks.Suspects.Count > 0 ? ranks.Suspects : ranks.Rows).Take(MostLines).Select(r => r.Name)]));

    private static Fragment Notes(Fragment fragment, IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
        {
            fragment.Warning(note.Replace("\n  try ", " Try ", StringComparison.Ordinal));
        }

        return fragment;
    }

    private static Cell[] Row(string[] cells) => [Cell.Words(cells[0]), .. cells.Skip(1).Select(c => (Cell)c)];
}
