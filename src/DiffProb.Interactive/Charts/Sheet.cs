namespace DiffProb;

/// <summary>Where everything of a figure is on the page: the same for all renderings. Lengths are in units of the page.</summary>
/// <param name="Width">Width of the page.</param>
/// <param name="Height">Height of the page.</param>
/// <param name="Title">Title, in lines.</param>
/// <param name="Note">What stands below it, in lines.</param>
/// <param name="Keys">Marks that have a name, at their places in the legend.</param>
/// <param name="Panels">What is drawn.</param>
internal sealed record Sheet(double Width, double Height, IReadOnlyList<string> Title, IReadOnlyList<string> Note, IReadOnlyList<LegendKey> Keys, IReadOnlyList<Panel> Panels)
{
    /// <summary>Height of the first line of a title, and of every other.</summary>
    public const double TitleLine = 34.0;

    /// <summary>Height of each further line of a title.</summary>
    public const double FurtherLine = 19.0;

    /// <summary>Height of a line of the note.</summary>
    public const double NoteLine = 15.0;

    /// <summary>Height of a line of the legend.</summary>
    public const double LegendLine = 18.0;

    /// <summary>Width of a letter of twelve points, on the average.</summary>
    public const double LetterWidth = 6.6;

    private const double ChartWidth = 640.0;
    private const double ChartHeight = 420.0;
    private const double GridWidth = 860.0;
    private const int MostRows = 14;
    private const double RowHeight = 22.0;
    private const double Left = 66.0;
    private const double Right = 18.0;

    /// <summary>Where the title and the note end, and the legend begins.</summary>
    public double LegendTop => HeaderOf(Title, Note);

    /// <summary>A chart on a page of its own.</summary>
    public static Sheet Of(Chart chart)
    {
        var (title, note) = Header(chart, ChartWidth);
        var (keys, top) = Legend([chart], HeaderOf(title, note), ChartWidth);

        // Lines of title and note that other charts have not make the page longer, and not the chart flatter.
        // Nor do many rows.
        var rows = Math.Max(0, (chart.Y.Categories?.Count ?? 0) - MostRows);
        var height = ChartHeight + HeaderOf(title, note) - TitleLine + (RowHeight * rows);
        var left = Math.Max(Left, Panel.LeftOf(chart, true));
        var panel = Panel.Of(chart, new(left, top, ChartWidth - Right, height), Panel.BottomOf(chart, ChartWidth - left - Right, true), true, true);
        return new(ChartWidth, height, title, note, keys, [panel]);
    }

    /// <summary>Charts in rows and columns: left edges of a column are in line, and so are lower edges of a row.</summary>
    public static Sheet Of(ChartGrid grid)
    {
        var (rows, columns) = (grid.Rows, grid.Columns);
        var width = columns == 1 ? ChartWidth : GridWidth;
        var (title, note) = Header(grid, width);
        var (keys, top) = Legend([.. grid.All], HeaderOf(title, note), width);
        var cell = (Width: (width - (0.5 * Right)) / columns, Height: columns == 1 ? 240.0 : Math.Max(190.0, Math.Min(0.9 * width / columns, 260.0)));
        var panels = new List<Panel>();
        for (var row = 0; row < rows; row++)
        {
            var bottom = Across(columns, c => grid[row, c] is { } chart ? Panel.BottomOf(chart, cell.Width - Left, HasX(grid, row, c)) : 0.0);
            for (var column = 0; column < columns; column++)
            {
                if (grid[row, column] is not { } chart)
                {
                    continue;
                }

                var left = Across(rows, r => grid[r, column] is { } other ? Panel.LeftOf(other, HasY(grid, r, column)) : 0.0);
                var heading = grid.HasChartTitles ? 20.0 : 4.0;
                var (x, y) = (column * cell.Width, top + (row * cell.Height));
                var place = new Region(x + left, y + heading, x + cell.Width - 8.0, y + cell.Height - 6.0);
                panels.Add(Panel.Of(chart, place, bottom, HasX(grid, row, column), HasY(grid, row, column)) with { Title = grid.HasChartTitles ? chart.Title : "" });
            }
        }

        return new(width, top + (rows * cell.Height), title, note, keys, panels);
    }

    /// <summary>Nodes and edges, as wide as they are.</summary>
    public static Sheet Of(GraphChart figure)
    {
        var graph = GraphDrawing.Of(figure.Nodes, figure.Edges);
        var width = Math.Max(graph.Width, 320.0);
        var (title, note) = Header(figure, width);
        var top = HeaderOf(title, note) - 14.0;
        var place = new Region(0.5 * (width - graph.Width), top, 0.5 * (width + graph.Width), top + graph.Height);
        return new(width, place.Bottom, title, note, [], [Panel.Of(graph, place)]);
    }

    /// <summary>Words in lines of at most so many letters; what has no gap stays whole.</summary>
    public static IReadOnlyList<string> Lines(string words, int most)
    {
        var lines = new List<string>();
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= most)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    // A label that the chart below repeats under the same numbers is written once.
    private static bool HasX(ChartGrid grid, int row, int column) =>
        !Enumerable.Range(row + 1, grid.Rows - row - 1).Any(below => grid[below, column]?.X.Text == grid[row, column]!.X.Text);

    private static bool HasY(ChartGrid grid, int row, int column) =>
        !Enumerable.Range(0, column).Any(before => grid[row, before]?.Y.Text == grid[row, column]!.Y.Text);

    private static double Across(int count, Func<int, double> length) => Enumerable.Range(0, count).Max(length);

    private static double HeaderOf(IReadOnlyList<string> title, IReadOnlyList<string> note) =>
        TitleLine + ((title.Count - 1) * FurtherLine) + (note.Count * NoteLine) + (note.Count > 0 ? 4.0 : 0.0);

    private static (IReadOnlyList<string> Title, IReadOnlyList<string> Note) Header(Figure figure, double width) =>
        (Lines(figure.Title, (int)((width - 20.0) / 8.6)), Lines(figure.Note, (int)((width - 40.0) / 6.2)));

    // Marks that have a name, each name once, in lines; and where the last line ends.
    private static (IReadOnlyList<LegendKey> Keys, double End) Legend(IReadOnlyList<Chart> charts, double top, double width)
    {
        var keys = new List<LegendKey>();
        var (place, line) = (Left, 0);
        foreach (var (mark, color) in charts.SelectMany(c => c.Marks.Select((m, i) => (Mark: m, Color: Panel.ColorOf(c.Marks, i)))).Where(m => m.Mark.Name.Length > 0).DistinctBy(m => (m.Mark.Name, m.Color)))
        {
            var length = 30.0 + (LetterWidth * mark.Name.Length) + 16.0;
            (place, line) = place + length > width - Right && place > Left ? (Left, line + 1) : (place, line);
            keys.Add(new(mark, color, place, top + (line * LegendLine)));
            place += length;
        }

        return (keys, top + (keys.Count == 0 ? 0.0 : (line + 1) * LegendLine));
    }
}

/// <summary>A mark in the legend.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="Color">Its colour.</param>
/// <param name="X">Left edge of its sign.</param>
/// <param name="Y">Upper edge of its sign.</param>
internal sealed record LegendKey(Mark Mark, string Color, double X, double Y);
