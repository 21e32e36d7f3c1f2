using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>Shapes in SVG.</summary>
internal sealed class SvgPlot(AxisScale x, AxisScale y, Region place) : IPlot
{
    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    /// <summary>Text as it stands in a page.</summary>
    public static string Escaped(string plain) => System.Net.WebUtility.HtmlEncode(plain);

    /// <summary>A length or place, to a hundredth of a unit.</summary>
    public static string Number(double length) => Math.Round(length, 2).ToString("0.##", CultureInfo.InvariantCulture);

    // ---- in the numbers of the axes

    public void Path(double[] xs, double[] ys, Pen pen)
    {
        var places = new StringBuilder();
        var isOpen = false;
        for (var i = 0; i < xs.Length; i++)
        {
            var (px, py) = (x[xs[i]], y[ys[i]]);
            var isSeen = double.IsFinite(px) && double.IsFinite(py);
            if (isSeen)
            {
                places.Append(isOpen ? 'L' : 'M').Append(Number(px)).Append(' ').Append(Number(py));
            }

            isOpen = isSeen;
        }

        Append($"<path d=\"{places}\" fill=\"none\"{Stroke(pen)} stroke-linejoin=\"round\"/>");
    }

    public void Area(double[] xs, double[] ys, string color)
    {
        var corners = xs.Zip(ys, (a, b) => (X: x[a], Y: y[b])).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).Select(p => $"{Number(p.X)},{Number(p.Y)}");
        Append($"<polygon points=\"{string.Join(' ', corners)}\" fill=\"{color}\" fill-opacity=\"0.25\"/>");
    }

    public void Points(double[] xs, double[] ys, Dot dot)
    {
        Append($"<g fill=\"{dot.Color}\"{(dot.Opacity < 1.0 ? $" fill-opacity=\"{Number(dot.Opacity)}\"" : "")}>");
        for (var i = 0; i < xs.Length; i++)
        {
            var (px, py) = (x[xs[i]], y[ys[i]]);
            if (double.IsFinite(px) && double.IsFinite(py))
            {
                Append($"<circle cx=\"{Number(px)}\" cy=\"{Number(py)}\" r=\"{Number(dot.Radius)}\"/>");
            }
        }

        Append("</g>");
    }

    public void Bars(double[] edges, double[] heights, string color)
    {
        var foot = double.IsFinite(y[0.0]) ? y[0.0] : place.Bottom;
        for (var i = 0; i < heights.Length; i++)
        {
            var head = y[heights[i]];
            if (double.IsFinite(head))
            {
                var (px, width) = (x[edges[2 * i]], x[edges[(2 * i) + 1]] - x[edges[2 * i]]);
                Append($"<rect x=\"{Number(px)}\" y=\"{Number(Math.Min(foot, head))}\" width=\"{Number(width)}\" height=\"{Number(Math.Abs(foot - head))}\" fill=\"{color}\" fill-opacity=\"0.75\" stroke=\"#ffffff\" stroke-width=\"0.5\"/>");
            }
        }
    }

    public void Across(double at, bool isVertical, string color)
    {
        var pen = new Pen(color, 1.5, true);
        if (isVertical)
        {
            Segment(x[at], place.Top, x[at], place.Bottom, pen);
        }
        else
        {
            Segment(place.Left, y[at], place.Right, y[at], pen);
        }
    }

    public void Rug(double[] xs, string color)
    {
        foreach (var px in xs.Select(at => x[at]).Where(double.IsFinite))
        {
            Segment(px, place.Bottom - Palette.RugHeight, px, place.Bottom, new(color, 1.0));
        }
    }

    // Pixels stay sharp.
    public void Image(HeatMap map)
    {
        var (x0, x1, y0, y1) = (x[map.Columns.Low], x[map.Columns.High], y[map.Rows.Low], y[map.Rows.High]);

        // Turned over where an axis runs against the picture.
        var turn = $"translate({Number(x0)} {Number(y1)}) scale({(x1 > x0 ? 1 : -1)} {(y0 > y1 ? 1 : -1)})";
        Append($"<image transform=\"{turn}\" width=\"{Number(Math.Abs(x1 - x0))}\" height=\"{Number(Math.Abs(y1 - y0))}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(map.ToPng())}\"/>");
    }

    public void Graph(GraphDrawing graph)
    {
        foreach (var box in graph.Boxes)
        {
            Box(box);
        }

        foreach (var arrow in graph.Arrows)
        {
            Arrow(arrow);
        }

        foreach (var node in graph.Nodes)
        {
            Node(node);
        }
    }

    // ---- in units of the page

    public void Rectangle(double px, double py, double width, double height, string color) =>
        Append($"<rect x=\"{Number(px)}\" y=\"{Number(py)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" fill=\"{color}\" fill-opacity=\"0.6\"/>");

    public void Circle(double px, double py, Dot dot) => Append($"<circle cx=\"{Number(px)}\" cy=\"{Number(py)}\" r=\"{Number(dot.Radius)}\" fill=\"{dot.Color}\"/>");

    public void Segment(double fromX, double fromY, double toX, double toY, Pen pen) =>
        Append($"<line x1=\"{Number(fromX)}\" y1=\"{Number(fromY)}\" x2=\"{Number(toX)}\" y2=\"{Number(toY)}\"{Stroke(pen)}/>");

    private void Box(GraphDrawing.Box box)
    {
        var (left, top, right, bottom) = (x[box.Place.Left], y[box.Place.Top], x[box.Place.Right], y[box.Place.Bottom]);
        Append($"<rect class=\"plate\" x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"{Number(right - left)}\" height=\"{Number(bottom - top)}\" rx=\"6\" fill=\"#f4f6f9\" stroke=\"{Palette.Edge}\"><title>{Escaped(box.Name)}</title></rect>");
        Words(right - 6.0, bottom - 5.0, box.Caption, "end", $"font-size=\"11\" fill=\"{Palette.Grey}\"");
    }

    private void Arrow(GraphDrawing.Arrow arrow)
    {
        var (fromX, fromY, endX, endY) = (x[arrow.From.X], y[arrow.From.Y], x[arrow.To.X], y[arrow.To.Y]);
        var dash = arrow.Of.IsDashed ? " stroke-dasharray=\"5 4\"" : "";
        Append($"<path class=\"edge\" d=\"M{Number(fromX)} {Number(fromY)}C{Number(fromX)} {Number(fromY + arrow.Bend)} {Number(endX)} {Number(endY - arrow.Bend)} {Number(endX)} {Number(endY)}\" fill=\"none\" stroke=\"{Palette.Grey}\" stroke-width=\"1.5\"{dash}><title>{Escaped(arrow.Hint)}</title></path>");
        Append($"<polygon points=\"{Number(endX - 4.0)},{Number(endY)} {Number(endX + 4.0)},{Number(endY)} {Number(endX)},{Number(endY + GraphDrawing.Head)}\" fill=\"{Palette.Grey}\"/>");
    }

    private void Node(GraphDrawing.Node node)
    {
        var (fill, stroke, round, isDashed) = node.Look;
        var (left, top, middle) = (x[node.X], y[node.Y], x[node.X] + (0.5 * GraphDrawing.NodeWidth));
        Append($"<g class=\"node\"><title>{Escaped(node.Hint)}</title><rect x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"{GraphDrawing.NodeWidth}\" height=\"{GraphDrawing.NodeHeight}\" rx=\"{Number(round)}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"{(isDashed ? " stroke-dasharray=\"3 3\"" : "")}/>");
        Words(middle, top + (node.Of.Detail.Length > 0 ? 17.0 : 24.0), node.Of.Caption, "middle", "font-weight=\"600\"");
        if (node.Of.Detail.Length > 0)
        {
            Words(middle, top + 32.0, GraphDrawing.Short(node.Of.Detail, GraphDrawing.MostLetters + 3), "middle", "font-size=\"11\"");
        }

        Append("</g>");
    }

    private void Words(double px, double py, string words, string anchor, string more) =>
        Append($"<text x=\"{Number(px)}\" y=\"{Number(py)}\" text-anchor=\"{anchor}\" {more}>{Escaped(words)}</text>");

    private static string Stroke(Pen pen) =>
        $" stroke=\"{pen.Color}\" stroke-width=\"{Number(pen.Width)}\"{(pen.IsDashed ? " stroke-dasharray=\"5 4\"" : "")}{(pen.Opacity < 1.0 ? $" stroke-opacity=\"{Number(pen.Opacity)}\"" : "")}";

    private void Append(string shape) => text.Append(shape).Append('\n');
}
