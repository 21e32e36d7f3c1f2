using Newtonsoft.Json.Linq;
using XPlot.Plotly;

namespace DiffProb;

/// <summary>Shapes as traces of plotly.js. Its small bundle has scatter and bars, which all shapes are made of.</summary>
/// <param name="panel">The panel.</param>
/// <param name="number">Number of its axes, from 1.</param>
internal sealed class PlotlyPlot(Panel panel, int number) : IPlot
{
    private const int MostCells = 4096;

    private readonly List<JObject> traces = [];
    private readonly List<JObject> images = [];
    private Mark? mark;
    private bool isInLegend;

    /// <summary>The traces.</summary>
    public IReadOnlyList<JObject> Traces => traces;

    /// <summary>Pictures that lie below the traces.</summary>
    public IReadOnlyList<JObject> Images => images;

    private string XAxis => number == 1 ? "x" : $"x{number}";

    private string YAxis => number == 1 ? "y" : $"y{number}";

    /// <summary>Draws a mark, with an entry in the legend if it is the first of its name.</summary>
    public void Draw(Mark drawn, string color, bool hasEntry)
    {
        (mark, isInLegend) = (drawn, hasEntry);
        drawn.Draw(this, color);
    }

    public void Path(double[] x, double[] y, Pen pen)
    {
        var (xs, ys) = Seen(x, y);
        Add(new Scatter { x = xs, y = ys, mode = "lines", line = LineOf(pen), opacity = pen.Opacity, connectgaps = false });
    }

    public void Area(double[] x, double[] y, string color)
    {
        var corners = x.Zip(y).Where(p => double.IsFinite(panel.X[p.First]) && double.IsFinite(panel.Y[p.Second])).ToArray();
        Add(new Scatter { x = corners.Select(c => c.First).ToArray(), y = corners.Select(c => c.Second).ToArray(), mode = "lines", fill = "toself", fillcolor = Faded(color, 0.25), line = LineOf(new(color, 0.0)) }, hover: "skip");
    }

    public void Points(double[] x, double[] y, Dot dot)
    {
        var (xs, ys) = Seen(x, y);
        Add(new Scatter { x = xs, y = ys, mode = "markers", marker = new Marker { color = dot.Color, size = 2.0 * dot.Radius, opacity = dot.Opacity } });
    }

    public void Bars(double[] edges, double[] heights, string color)
    {
        var (middles, tops) = Seen([.. heights.Select((_, i) => 0.5 * (edges[2 * i] + edges[(2 * i) + 1]))], heights);
        var trace = Add(new XPlot.Plotly.Bar { x = middles, y = tops, marker = new Marker { color = Faded(color, 0.75), line = LineOf(new("#ffffff", 0.5)) } });
        trace["width"] = new JArray(heights.Select((_, i) => (object)(edges[(2 * i) + 1] - edges[2 * i])));
    }

    public void Across(double at, bool isVertical, string color)
    {
        var scale = isVertical ? panel.Y : panel.X;
        double[] along = [Number(scale, scale.Low), Number(scale, scale.High)];
        Path(isVertical ? [at, at] : along, isVertical ? along : [at, at], new(color, 1.5, true));
    }

    public void Rug(double[] x, string color)
    {
        var top = Number(panel.Y, panel.Y.Low + ((panel.Y.High - panel.Y.Low) * Palette.RugHeight / panel.Place.Height));
        var bottom = Number(panel.Y, panel.Y.Low);
        Path([.. x.SelectMany(at => new[] { at, at, double.NaN })], [.. x.SelectMany(_ => new[] { bottom, top, double.NaN })], new(color, 1.0));
    }

    public void Image(HeatMap map)
    {
        var ((x0, x1), (y0, y1)) = (map.Columns, map.Rows);
        var picture = new JObject
        {
            ["source"] = $"data:image/png;base64,{Convert.ToBase64String(map.ToPng(x0 > x1, y0 > y1))}",
            ["xref"] = XAxis,
            ["yref"] = YAxis,
            ["x"] = panel.X.Placed(Math.Min(x0, x1)),
            ["y"] = panel.Y.Placed(Math.Max(y0, y1)),
            ["sizex"] = Math.Abs(panel.X.Placed(x1) - panel.X.Placed(x0)),
            ["sizey"] = Math.Abs(panel.Y.Placed(y1) - panel.Y.Placed(y0)),
            ["sizing"] = "stretch",
            ["layer"] = "below",
        };
        images.Add(picture);

        // The picture says nothing of its numbers to who hovers; unseen points in its middles do.
        var cells = map.Cells.Where(c => double.IsFinite(c.Value)).Take(MostCells + 1).ToArray();
        if (cells.Length <= MostCells)
        {
            Add(new Scatter { x = cells.Select(c => c.X).ToArray(), y = cells.Select(c => c.Y).ToArray(), text = cells.Select(c => $"{map.Scale.Label}: {Cell.NumberText(c.Value)}").ToArray(), mode = "markers", marker = new Marker { size = 8.0, opacity = 0.0 } }, hover: "x+y+text");
        }
    }

    public void Graph(GraphDrawing graph)
    {
        foreach (var box in graph.Boxes)
        {
            Outline(box.Place, 6.0, "#f4f6f9", new(Palette.Edge, 1.0), box.Name);
            Text([box.Place.Right - 6.0], [box.Place.Bottom - 9.0], [box.Caption], "middle left", 11.0, Palette.Grey);
        }

        foreach (var arrow in graph.Arrows)
        {
            var (x, y) = Curve(arrow);
            Add(new Scatter { x = x, y = y, mode = "lines", line = LineOf(new(Palette.Grey, 1.5, arrow.Of.IsDashed)), text = Html(arrow.Hint) }, hover: "text")["line"]!["simplify"] = false;
            double[] head = [arrow.To.X - 4.0, arrow.To.X + 4.0, arrow.To.X, arrow.To.X - 4.0];
            Add(new Scatter { x = head, y = new[] { arrow.To.Y, arrow.To.Y, arrow.To.Y + GraphDrawing.Head, arrow.To.Y }, mode = "lines", fill = "toself", fillcolor = Palette.Grey, line = LineOf(new(Palette.Grey, 0.0)) }, hover: "skip");
        }

        foreach (var node in graph.Nodes)
        {
            var (fill, stroke, round, isDashed) = node.Look;
            Outline(new(node.X, node.Y, node.X + GraphDrawing.NodeWidth, node.Y + GraphDrawing.NodeHeight), round, fill, new(stroke, 1.5, isDashed), node.Hint);
            var middle = node.X + (0.5 * GraphDrawing.NodeWidth);
            var name = $"<b>{Html(node.Of.Caption)}</b>";
            if (node.Of.Detail.Length == 0)
            {
                Text([middle], [node.Y + 20.0], [name], "middle center", 12.0, Palette.Ink, isHtml: true);
                continue;
            }

            Text([middle], [node.Y + 12.5], [name], "middle center", 12.0, Palette.Ink, isHtml: true);
            Text([middle], [node.Y + 28.0], [GraphDrawing.Short(node.Of.Detail, GraphDrawing.MostLetters + 3)], "middle center", 11.0, Palette.Ink);
        }
    }

    /// <summary>Text as plotly.js reads it, which takes a part of HTML in it for its own.</summary>
    public static string Html(string plain) => plain.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>A number of the axis from its place, which is a logarithm on logarithmic axes.</summary>
    private static double Number(AxisScale scale, double place) => scale.IsLogarithmic ? Math.Pow(10.0, place) : place;

    // A circle's quarter at each corner.
    private void Outline(Region place, double round, string fill, Pen pen, string hint)
    {
        (double X, double Y, double From)[] corners =
        [
            (place.Right - round, place.Top + round, -0.5),
            (place.Right - round, place.Bottom - round, 0.0),
            (place.Left + round, place.Bottom - round, 0.5),
            (place.Left + round, place.Top + round, 1.0),
        ];
        var points = corners
            .SelectMany(c => Enumerable.Range(0, 7).Select(i => (Corner: c, Angle: Math.PI * (c.From + (i / 12.0)))))
            .Select(p => (X: p.Corner.X + (round * Math.Cos(p.Angle)), Y: p.Corner.Y + (round * Math.Sin(p.Angle)))).ToArray();
        double[] x = [.. points.Select(p => p.X), points[0].X];
        double[] y = [.. points.Select(p => p.Y), points[0].Y];
        var trace = Add(new Scatter { x = x, y = y, mode = "lines", fill = "toself", fillcolor = fill, line = LineOf(pen), text = Html(hint) }, hover: "text");
        (trace["hoveron"], trace["line"]!["simplify"]) = ("fills", false);
    }

    private void Text(double[] x, double[] y, string[] words, string position, double size, string color, bool isHtml = false) =>
        Add(new Scatter { x = x, y = y, mode = "text", text = isHtml ? words : [.. words.Select(Html)], textposition = position, textfont = new Textfont { size = size, color = color } }, hover: "skip");

    // The cubic of Bézier that SVG draws, by its points.
    private static (double[] X, double[] Y) Curve(GraphDrawing.Arrow arrow)
    {
        var ((x0, y0), (x1, y1)) = (arrow.From, arrow.To);
        double[] at = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];
        static double Cubic(double t, double a, double b, double c, double d) => (Math.Pow(1.0 - t, 3.0) * a) + (3.0 * t * (1.0 - t) * (1.0 - t) * b) + (3.0 * t * t * (1.0 - t) * c) + (t * t * t * d);
        return ([.. at.Select(t => Cubic(t, x0, x0, x1, x1))], [.. at.Select(t => Cubic(t, y0, y0 + arrow.Bend, y1 - arrow.Bend, y1))]);
    }

    private JObject Add(Trace trace, string hover = "x+y+name")
    {
        var json = JObject.FromObject(trace);
        var name = mark?.Name ?? "";
        json["xaxis"] = XAxis;
        json["yaxis"] = YAxis;
        json["hoverinfo"] = name.Length == 0 && hover == "x+y+name" ? "x+y" : hover;
        json["name"] = Html(name);
        json["legendgroup"] = name.Length == 0 ? $"{number}.{traces.Count}" : name;
        json["showlegend"] = isInLegend;
        isInLegend = false;
        traces.Add(json);
        return json;
    }

    // Gaps are null, which JSON can say.
    private (double?[] X, double?[] Y) Seen(double[] x, double[] y)
    {
        bool[] seen = [.. x.Zip(y, (a, b) => double.IsFinite(panel.X[a]) && double.IsFinite(panel.Y[b]))];
        return ([.. x.Select((a, i) => seen[i] ? a : (double?)null)], [.. y.Select((b, i) => seen[i] ? b : (double?)null)]);
    }

    private static XPlot.Plotly.Line LineOf(Pen pen) => new() { color = pen.Color, width = pen.Width, dash = pen.IsDashed ? "5px,4px" : "solid" };

    private static string Faded(string color, double opacity) => FormattableString.Invariant(
        $"rgba({Convert.ToInt32(color[1..3], 16)},{Convert.ToInt32(color[3..5], 16)},{Convert.ToInt32(color[5..7], 16)},{opacity})");
}
