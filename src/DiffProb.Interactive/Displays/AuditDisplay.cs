using System.Globalization;

namespace DiffProb;

/// <summary>Audits: every estimator with its variance and its signal, side by side.</summary>
internal static class AuditDisplay
{
    private const int MostRows = 200;

    /// <summary>A table for each site and cost, with bars; then where the variance comes from.</summary>
    public static Fragment Of(Audit audit)
    {
        var fragment = new Fragment();
        Verdict(fragment, audit);
        var left = MostRows;
        foreach (var group in audit.Entries.GroupBy(e => (e.Site, e.Distribution, e.Cost)))
        {
            if (left <= 0)
            {
                return fragment.Line($"The first {MostRows} rows are shown; Entries has all.");
            }

            fragment.Heading($"{group.Key.Site} ({group.Key.Distribution}) for {group.Key.Cost}");
            left -= Estimators(fragment, [.. group]);
        }

        if (audit.Shares.Count > 0)
        {
            fragment.Heading("Where the variance comes from");
            fragment.Table(
                ["derivative", "through", "share"],
                audit.Shares.Take(MostRows).Select(s => (Cell[])[$"d/d {s.Parameter}", Cell.Words(s.Site), Cell.Bar($"{(100.0 * s.Share).ToString("F1", CultureInfo.InvariantCulture)} %", Math.Abs(s.Share))]));
        }

        return fragment.Folded("plan", PlanDisplay.Of(audit.Plan));
    }

    /// <summary>Bars side by side, with their intervals.</summary>
    public static Fragment Of(BarChart chart)
    {
        var part = Parts([.. chart.Bars.Select(b => b.Value)], chart.IsLogarithmic);
        return new Fragment().Heading(chart.Title).Table(
            ["", chart.IsLogarithmic ? $"{chart.Axis} (bars: logarithm)" : chart.Axis, "from", "to"],
            chart.Bars.Select(b => (Cell[])[b.Label, Cell.Bar(b.Value, part(b.Value)), Cell.Number(b.Low), Cell.Number(b.High)]));
    }

    /// <summary>A line for each bar.</summary>
    public static string Text(BarChart chart) => string.Join(
        '\n',
        chart.Bars.Select(b => $"{b.Label}: {Cell.NumberText(b.Value)} ({Cell.NumberText(b.Low)} to {Cell.NumberText(b.High)})").Prepend($"{chart.Title}, {chart.Axis}"));

    private static void Verdict(Fragment fragment, Audit audit)
    {
        if (audit.IsClean)
        {
            fragment.Line(string.Create(CultureInfo.InvariantCulture, $"All unbiased estimators agree (error rate {audit.ErrorRate:G4}), and no variance is infinite."));
        }
        else
        {
            fragment.Warning("Not clean: the notes say which estimators disagree, failed, or have infinite variance.");
        }
    }

    private static int Estimators(Fragment fragment, AuditEntry[] entries)
    {
        AuditedParameter[] all = [.. entries.SelectMany(e => e.Parameters)];
        var variance = Parts([.. all.Select(p => p.Variance)], true);
        var signal = Parts([.. all.Select(p => p.SignalToNoise)], true);
        Cell[][] rows =
        [
            .. entries.SelectMany(e => e.Failure is { } failure
                ? [[Name(e), "", "", "", "", "", "", Cell.Words(failure)]]
                : e.Parameters.Select(p => (Cell[])
                [
                    Name(e),
                    Cell.Words(p.Name),
                    Numbers(p.Mean),
                    Numbers(p.StandardError),
                    Cell.Bar(p.Variance, variance(p.Variance)),
                    Cell.Bar(p.SignalToNoise, signal(p.SignalToNoise)),
                    Cell.Number(1e6 * e.Seconds),
                    Cell.Words(Notes(e, p)),
                ])),
        ];
        fragment.Table(["estimator", "parameter", "mean", "standard error", "variance of a draw (bars: logarithm)", "signal/noise (bars: logarithm)", "µs/draw", "notes"], rows);
        return rows.Length;
    }

    private static Cell Name(AuditEntry entry) =>
        entry.IsPlanned ? new Cell($"<strong>{SvgPlot.Escaped(entry.Estimator.Name)}</strong>") : entry.Estimator.Name;

    private static string Notes(AuditEntry entry, AuditedParameter parameter) => string.Join(
        "; ",
        new[]
        {
            entry.IsPlanned ? "planned" : "",
            entry.Estimator.IsBiased ? "biased" : "",
            parameter.Disagrees ? "DISAGREES" : "",
            parameter.HasInfiniteVariance ? $"infinite variance (tail index {Cell.NumberText(parameter.TailIndex)})" : "",
        }.Where(note => note.Length > 0));

    private static Cell Numbers(Tensor tensor)
    {
        var numbers = tensor.ToArray();
        return numbers.Length == 1 ? Cell.Number(numbers[0])
            : numbers.Length <= 3 ? $"[{string.Join(", ", numbers.Select(Short))}]"
            : $"[{Short(numbers[0])}, {Short(numbers[1])}, … {numbers.Length}]";
    }

    private static string Short(double number) => number.ToString("G4", CultureInfo.InvariantCulture);

    // Lengths of bars as parts of the longest: by logarithm, the least positive number has a tenth. What is 0 or not finite has none, +∞ all.
    private static Func<double, double> Parts(double[] numbers, bool isLogarithmic)
    {
        double[] positive = [.. numbers.Where(n => double.IsFinite(n) && n > 0.0)];
        if (positive.Length == 0)
        {
            return number => double.IsPositiveInfinity(number) ? 1.0 : 0.0;
        }

        var (least, greatest) = (positive.Min(), positive.Max());
        return number => double.IsPositiveInfinity(number) ? 1.0
            : !(number > 0.0) ? 0.0
            : !isLogarithmic ? number / greatest
            : least == greatest ? 1.0
            : 0.1 + (0.9 * Math.Log(number / least) / Math.Log(greatest / least));
    }
}
