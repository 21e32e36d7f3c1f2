namespace DiffProb;

/// <summary>Edges of a part of the page.</summary>
internal readonly record struct Region(double Left, double Top, double Right, double Bottom)
{
    /// <summary>From left to right.</summary>
    public double Width => Right - Left;

    /// <summary>From top to bottom.</summary>
    public double Height => Bottom - Top;
}

/// <summary>A chart at its place on the page, or nodes and edges, which have no axes.</summary>
/// <param name="Place">What lies between the axes.</param>
/// <param name="X">Places along the horizontal axis.</param>
/// <param name="Y">Places along the vertical axis.</param>
internal sealed record Panel(Region Place, AxisScale X, AxisScale Y)
{
    /// <summary>Width that is free for the levels of a heat map.</summary>
    public const double ColorBar = 76.0;

    private const double Slope = 0.6;
    private const int MostLetters = 26;

    /// <summary>Its title; empty where the page has it.</summary>
    public string Title { get; init; } = "";

    /// <summary>What is drawn; null for nodes and edges.</summary>
    public Chart? Chart { get; private init; }

    /// <summary>Nodes and edges; null for a chart.</summary>
    public GraphDrawing? Graph { get; private init; }

    /// <summary>Whether the label of the horizontal axis is written here.</summary>
    public bool HasXLabel { get; private init; }

    /// <summary>Whether the label of the vertical axis is written here.</summary>
    public bool HasYLabel { get; private init; }

    /// <summary>Where the label of the vertical axis stands.</summary>
    public double LabelLeft { get; private init; }

    /// <summary>How far below the lower edge the panel ends.</summary>
    public double Below { get; private init; }

    /// <summary>Whether names below the chart have no room side by side.</summary>
    public bool IsSlanted => Chart is { } chart && Slants(chart.X, Place.Width);

    /// <summary>The heat map whose levels stand beside the chart; null for none.</summary>
    public HeatMap? Levels => Chart?.Marks.OfType<HeatMap>().FirstOrDefault(h => !h.IsGrey);

    /// <summary>Numbers beside the horizontal axis.</summary>
    public IReadOnlyList<(double At, string Text)> XTicks => [.. X.Ticks(Math.Clamp((int)(Place.Width / 75.0), 4, 7)).Select(Cut)];

    /// <summary>Numbers beside the vertical axis.</summary>
    public IReadOnlyList<(double At, string Text)> YTicks => [.. Y.Ticks(MostY(Place.Height)).Select(Cut)];

    /// <summary>The colour of a mark.</summary>
    public static string ColorOf(IReadOnlyList<Mark> marks, int place) =>
        marks[place].HasColor ? Palette.Of(marks.Take(place).Count(m => m.HasColor)) : Palette.Ink;

    /// <summary>A chart within outer edges.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="edges">Left edge of the axis, and outer edges on the other sides.</param>
    /// <param name="below">How much is free below the axis.</param>
    /// <param name="hasX">Whether the label of the horizontal axis is written.</param>
    /// <param name="hasY">Whether the label of the vertical axis is written.</param>
    public static Panel Of(Chart chart, Region edges, double below, bool hasX, bool hasY)
    {
        var place = edges with { Right = edges.Right - (chart.Marks.OfType<HeatMap>().Any(h => !h.IsGrey) ? ColorBar : 0.0), Bottom = edges.Bottom - below };
        var isFilled = chart.Marks.Any(m => m is HeatMap);
        var x = AxisScale.Of(chart.Title, chart.X, chart.Marks.SelectMany(m => m.Extent.X), isFilled ? 0.0 : 0.03, place.Left, place.Right);
        var y = AxisScale.Of(chart.Title, chart.Y, chart.Marks.SelectMany(m => m.Extent.Y), isFilled ? 0.0 : 0.06, place.Bottom, place.Top);
        if (chart.HasSquareUnits)
        {
            (x, y) = (x.Density > y.Density ? x.Widened(chart.X, x.Density / y.Density) : x, y.Density > x.Density ? y.Widened(chart.Y, y.Density / x.Density) : y);
        }

        return new(place, x, y) { Chart = chart, HasXLabel = hasX, HasYLabel = hasY, Below = below, LabelLeft = place.Left - Beside(y, MostY(place.Height)) - 8.0 };
    }

    /// <summary>Nodes and edges in units of the page.</summary>
    public static Panel Of(GraphDrawing graph, Region place) => new(place, AxisScale.Page(place.Left, place.Width), AxisScale.Page(place.Top, place.Height)) { Graph = graph };

    /// <summary>What the numbers and the label of the vertical axis need on its left.</summary>
    public static double LeftOf(Chart chart, bool hasLabel)
    {
        var y = AxisScale.Of(chart.Title, chart.Y, chart.Marks.SelectMany(m => m.Extent.Y), chart.Marks.Any(m => m is HeatMap) ? 0.0 : 0.06, 200.0, 0.0);
        return Beside(y, 6) + (hasLabel ? 22.0 : 4.0);
    }

    /// <summary>What the names and the label of the horizontal axis need below it.</summary>
    public static double BottomOf(Chart chart, double width, bool hasLabel) =>
        (hasLabel ? 46.0 : 24.0) + (Slants(chart.X, width - (chart.Marks.OfType<HeatMap>().Any(h => !h.IsGrey) ? ColorBar : 0.0)) ? Math.Max(0.0, (Slope * Sheet.LetterWidth * Longest(chart.X)) - 6.0) : 0.0) + (hasLabel ? 6.0 : 0.0);

    private static double Beside(AxisScale y, int most) => (Sheet.LetterWidth * y.Ticks(most).Select(t => Cut(t).Text.Length).DefaultIfEmpty(0).Max()) + 12.0;

    private static int MostY(double height) => Math.Clamp((int)(height / 45.0), 4, 6);

    private static bool Slants(ChartAxis axis, double width) =>
        axis.Categories is { Count: > 0 } names && Sheet.LetterWidth * (Longest(axis) + 1) > width / names.Count * Apart(names);

    // Names of which only some are written, the others being empty, have the room of several.
    private static double Apart(IReadOnlyList<string> names) => (double)names.Count / Math.Max(1, names.Count(n => n.Length > 0));

    private static int Longest(ChartAxis axis) => Math.Min(MostLetters, axis.Categories!.Max(n => n.Length));

    private static (double At, string Text) Cut((double At, string Text) tick) =>
        tick.Text.Length <= MostLetters ? tick : (tick.At, string.Concat(tick.Text.AsSpan(0, MostLetters - 1), "…"));
}
