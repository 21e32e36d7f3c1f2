using System.Globalization;
using DiffProb;
using Spectre.Console;

namespace Gallery;

/// <summary>
/// What samples write on: a terminal, or a file or pipe, which gets the same text without colour and without progress bars; and a report, which has the charts.
/// </summary>
/// <param name="console">Where text is written.</param>
public sealed class Page(IAnsiConsole console)
{
    private const int Widest = 100;

    /// <summary>The same as a report; null before the title.</summary>
    public Report? Report { get; private set; }

    private int Width => Math.Min(console.Profile.Width, Widest);

    /// <summary>The title of a sample.</summary>
    public void Title(string text)
    {
        Report = new(text);
        Line(text, new(decoration: Decoration.Bold));
    }

    /// <summary>The heading of a part.</summary>
    public void Heading(string text)
    {
        Report = Report?.Heading(text);
        Line("");
        Line(text, new(Color.Aqua));
    }

    /// <summary>A paragraph, in lines as long as the page is wide.</summary>
    public void Paragraph(string text)
    {
        Report = Report?.Paragraph(text);
        Lines(["", .. Fold(text, 0)]);
    }

    /// <summary>Text that has its own form, such as a plan or code: long lines go on further in.</summary>
    public void Block(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Report = Report?.Code(text.TrimEnd());
        Line("");
        foreach (var line in text.TrimEnd().Split('\n').SelectMany(line => Fold("  " + line.TrimEnd(), 8)))
        {
            Line(line, new(Color.Grey));
        }
    }

    /// <summary>Lines as they are.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (var line in lines)
        {
            Line(line, Style.Plain);
        }
    }

    /// <summary>A table: the first column is text, the others are numbers or short text, to the right.</summary>
    public void Table(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        string[] names = [.. header];
        string[][] cells = [.. rows.Select(r => r.ToArray())];
        Report = Report?.Table(names, cells);
        Line("");
        var table = new Table().Border(TableBorder.Horizontal);
        foreach (var name in names)
        {
            table.AddColumn(new TableColumn(new Text(name)) { NoWrap = true, Alignment = table.Columns.Count == 0 ? Justify.Left : Justify.Right });
        }

        foreach (var row in cells)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        console.Write(table);
    }

    /// <summary>What was found, beside what is right.</summary>
    public IReadOnlyList<Answer> Answers(params IReadOnlyList<Answer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Table(["", "found", "exact", "apart", "at most"], answers.Select(a => (string[])[a.What, Text(a.Found), Text(a.Exact), Text(a.Found - a.Exact, "G2"), Text(a.Within, "G2")]));
        return answers;
    }

    /// <summary>What was found by chance, beside what is right: z says how many standard errors lie between them.</summary>
    /// <param name="largest">How many may.</param>
    /// <param name="estimates">Each with its standard error.</param>
    public IReadOnlyList<Answer> Estimates(double largest, params IReadOnlyList<(string What, double Found, double Error, double Exact)> estimates)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        Table(
            ["", "found", "standard error", "exact", "z"],
            estimates.Select(e => (string[])[e.What, Text(e.Found), Text(e.Error, "G2"), Text(e.Exact), Text((e.Found - e.Exact) / e.Error, "F2")]));
        return [.. estimates.Select(e => new Answer(e.What, e.Found, e.Exact, largest * e.Error))];
    }

    /// <summary>A chart: drawn in the report, and named in the terminal.</summary>
    public void Chart(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        Report = Report?.Chart(chart);
        Lines(["", $"  (chart in the page: {chart.Title})"]);
    }

    /// <summary>A picture of numbers from 0, black, to 1, white; the first row is on top.</summary>
    public void Picture(string caption, double[,] grey, int zoom)
    {
        Report = Report?.Picture(caption, grey, zoom);
        Lines(["", $"  (picture in the page: {caption})"]);
    }

    /// <summary>A number as it is written here.</summary>
    public static string Text(double number, string format = "G7") => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Runs something long, with a bar that follows its steps and then goes; without one where nobody watches.</summary>
    public T Watch<T>(string what, Func<IProgress<OptimizationProgress>, T> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!console.Profile.Capabilities.Ansi || !console.Profile.Capabilities.Interactive)
        {
            return run(new Bar(null));
        }

        return console.Progress().AutoClear(true).Start(context => run(new Bar(context.AddTask(what))));
    }

    /// <summary>Runs something long that says which part of it is done, from 0 to 1, with a bar; without one where nobody watches.</summary>
    public T Follow<T>(string what, Func<Action<double>, T> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return !console.Profile.Capabilities.Ansi || !console.Profile.Capabilities.Interactive
            ? run(_ => { })
            : console.Progress().AutoClear(true).Start(context =>
            {
                var task = context.AddTask(what, maxValue: 1.0);
                return run(part => task.Value = part);
            });
    }

    private void Line(string text, Style? style = null) => console.Write(new Text(text + "\n", style) { Overflow = Overflow.Fold });

    // Words to lines; those after the first begin `hanging` places further in than it does.
    private IEnumerable<string> Fold(string text, int hanging)
    {
        var indent = new string(' ', text.Length - text.TrimStart().Length + hanging);
        while (text.Length > Width)
        {
            var end = text.LastIndexOf(' ', Width);
            if (end <= indent.Length)
            {
                break;
            }

            yield return text[..end].TrimEnd();
            text = indent + text[end..].TrimStart();
        }

        yield return text;
    }

    private sealed class Bar(ProgressTask? task) : IProgress<OptimizationProgress>
    {
        public void Report(OptimizationProgress value)
        {
            if (task is not null)
            {
                task.MaxValue = value.Steps;
                task.Value = value.Step;
            }
        }
    }
}
