using System.Globalization;

namespace DiffProb;

/// <summary>A posterior in figures: a row for each number, and notes on what is wrong and what to do.</summary>
[TypeFormatterSource]
public sealed class PosteriorSummary
{
    private const int MostRows = 200;

    internal PosteriorSummary(Posterior posterior, SummaryOptions options)
    {
        foreach (var p in options.Quantiles)
        {
            PosteriorErrors.CheckProbability("Summary", p);
        }

        PosteriorErrors.CheckMass("Summary", options.IntervalProbability);
        Options = options;
        Draws[] shown = options.Names is null ? [.. posterior.Quantities] : [.. options.Names.Select(posterior.Of)];
        (Draws Quantity, int Index)[] numbers = [.. shown.SelectMany(q => Enumerable.Range(0, q.Shape.Size).Select(i => (q, i)))];
        var rows = new SummaryRow[posterior.DrawCount == 0 ? 0 : numbers.Length];
        Parallel.For(0, rows.Length, i => rows[i] = new(numbers[i].Quantity, numbers[i].Index, options));
        Rows = rows;
        Title = $"{posterior.ChainCount} {(posterior.ChainCount == 1 ? "chain" : "chains")} of {posterior.DrawCount} draws{(posterior.Provenance.IsCanceled ? " (stopped)" : "")}";
        Notes = SummaryNotes.Of(posterior, rows);
    }

    /// <summary>The rows, in the order of the quantities.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>What is wrong and what to do, a note each; empty if nothing is.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What was asked for.</summary>
    public SummaryOptions Options { get; }

    internal string Title { get; }

    /// <summary>The row of a number.</summary>
    /// <param name="name">Its name, with indices that start at 0: "theta[2]".</param>
    /// <exception cref="ValueException">There is none of that name.</exception>
    public SummaryRow this[string name] =>
        Rows.FirstOrDefault(r => r.Name == name) ?? throw PosteriorErrors.NoSuchName("Summary", "row", name, Rows.Select(r => r.Name));

    /// <summary>The table and the notes; of many rows the first, and it says so.</summary>
    public override string ToString()
    {
        var table = TextTable.Of(Header(), [.. Rows.Take(MostRows).Select(Cells)]);
        var cut = Rows.Count > MostRows ? [$"The first {MostRows} of {Rows.Count} rows are shown; Rows has all."] : Array.Empty<string>();
        return string.Join('\n', (string[])[Title, table, .. cut, .. Notes]);
    }

    internal string[] Header() =>
    [
        "", "mean", "sd", .. Options.Quantiles.Select(Percent),
        $"hdi {Percent(Options.IntervalProbability)}", "", "mcse mean", "mcse sd",
        .. Options.ShowQuantileErrors ? Options.Quantiles.Select(p => $"mcse {Percent(p)}") : [],
        "ess bulk", "ess tail", "r-hat",
    ];

    internal string[] Cells(SummaryRow row) =>
    [
        row.Name, Number(row.Mean), Number(row.StandardDeviation), .. row.Quantiles.Select(Number),
        Number(row.Interval.Low), Number(row.Interval.High), Short(row.ErrorOfMean), Short(row.ErrorOfStandardDeviation),
        .. Options.ShowQuantileErrors ? row.ErrorsOfQuantiles.Select(Short) : [],
        Count(row.EssBulk), Count(row.EssTail), row.RHat.ToString(double.IsNaN(row.RHat) ? "G" : "F3", CultureInfo.InvariantCulture),
    ];

    private static string Percent(double p) => $"{(100.0 * p).ToString("G6", CultureInfo.InvariantCulture)}%";

    private static string Number(double x) => x.ToString("G4", CultureInfo.InvariantCulture);

    private static string Short(double x) => x.ToString("G2", CultureInfo.InvariantCulture);

    private static string Count(double x) => double.IsFinite(x) ? Math.Round(x).ToString("F0", CultureInfo.InvariantCulture) : "NaN";
}
