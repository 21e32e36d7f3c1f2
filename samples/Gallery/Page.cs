using DiffProb;
using Spectre.Console;

namespace Gallery;

/// <summary>What samples write on: a terminal, or a file or pipe, which gets the same text without colour and without progress bars.</summary>
/// <param name="console">Where it is written.</param>
internal sealed class Page(IAnsiConsole console)
{
    private const int Widest = 100;

    private int Width => Math.Min(console.Profile.Width, Widest);

    /// <summary>The title of a sample.</summary>
    internal void Title(string text) => Line(text, new(decoration: Decoration.Bold));

    /// <summary>The heading of a part.</summary>
    internal void Heading(string text)
    {
        Line("");
        Line(text, new(Color.Aqua));
    }

    /// <summary>A paragraph, in lines as long as the page is wide.</summary>
    internal void Paragraph(string text) => Lines(["", .. Fold(text, 0)]);

    /// <summary>Text that has its own form, such as a plan or code: long lines go on further in.</summary>
    internal void Block(string text)
    {
        Line("");
        foreach (var line in text.TrimEnd().Split('\n').SelectMany(line => Fold("  " + line.TrimEnd(), 8)))
        {
            Line(line, new(Color.Grey));
        }
    }

    /// <summary>Lines as they are.</summary>
    internal void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Line(line, Style.Plain);
        }
    }

    /// <summary>A table: the first column is text, the others are numbers or short text, to the right.</summary>
    internal void Table(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        Line("");
        var table = new Table().Border(TableBorder.Horizontal);
        foreach (var name in header)
        {
            table.AddColumn(new TableColumn(new Text(name)) { NoWrap = true, Alignment = table.Columns.Count == 0 ? Justify.Left : Justify.Right });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        console.Write(table);
    }

    /// <summary>Runs something long, with a bar that follows its steps and then goes; without one where nobody watches.</summary>
    internal T Watch<T>(string what, Func<IProgress<OptimizationProgress>, T> run)
    {
        if (!console.Profile.Capabilities.Ansi || !console.Profile.Capabilities.Interactive)
        {
            return run(new Bar(null));
        }

        return console.Progress().AutoClear(true).Start(context => run(new Bar(context.AddTask(what))));
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
