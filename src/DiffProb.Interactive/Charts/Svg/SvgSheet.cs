using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>Figures in SVG.</summary>
internal static class SvgSheet
{
    /// <summary>The picture.</summary>
    public static string Of(Sheet sheet)
    {
        var text = new StringBuilder();
        var (width, height) = (Number(sheet.Width), Number(sheet.Height));
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"{Palette.Ink}\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<title>{SvgPlot.Escaped(string.Join(' ', sheet.Title))}</title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        foreach (var (i, line) in sheet.Title.Index())
        {
            Words(text, 0.5 * sheet.Width, 21.0 + (i * Sheet.FurtherLine), line, "middle", "font-size=\"15\" font-weight=\"600\"");
        }

        foreach (var (i, line) in sheet.Note.Index())
        {
            Words(text, 0.5 * sheet.Width, Sheet.TitleLine + ((sheet.Title.Count - 1) * Sheet.FurtherLine) + 4.0 + (i * Sheet.NoteLine), line, "middle", $"font-size=\"11\" fill=\"{Palette.Grey}\"");
        }

        foreach (var panel in sheet.Panels)
        {
            Draw(text, panel);
        }

        foreach (var key in sheet.Keys)
        {
            var sign = new SvgPlot(null!, null!, default);
            key.Mark.DrawKey(sign, key.X, key.Y, key.Color);
            text.Append(sign);
            Words(text, key.X + 24.0, key.Y + 9.0, key.Mark.Name, "start");
        }

        return text.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder text, Panel panel)
    {
        var plot = new SvgPlot(panel.X, panel.Y, panel.Place);
        if (panel.Graph is { } graph)
        {
            plot.Graph(graph);
            text.Append(plot);
            return;
        }

        Frame(text, panel);
        var marks = panel.Chart!.Marks;
        for (var i = 0; i < marks.Count; i++)
        {
            marks[i].Draw(plot, Panel.ColorOf(marks, i));
        }

        // An inner picture shows nothing outside of its edges.
        var (left, top, width, height) = (Number(panel.Place.Left), Number(panel.Place.Top), Number(panel.Place.Width), Number(panel.Place.Height));
        text.Append(CultureInfo.InvariantCulture, $"<svg x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" viewBox=\"{left} {top} {width} {height}\">\n{plot}</svg>\n");
        if (panel.Levels is { } heat)
        {
            Levels(text, panel, heat);
        }
    }

    private static void Frame(StringBuilder text, Panel panel)
    {
        var ((left, top, right, bottom), chart) = (panel.Place, panel.Chart!);
        foreach (var (at, label) in panel.XTicks)
        {
            var place = Number(panel.X[at]);
            text.Append(CultureInfo.InvariantCulture, $"<line x1=\"{place}\" y1=\"{Number(top)}\" x2=\"{place}\" y2=\"{Number(bottom)}\" stroke=\"{Palette.Grid}\"/>\n");
            if (panel.IsSlanted)
            {
                Words(text, 0.0, 0.0, label, "end", $"transform=\"translate({Number(panel.X[at] + 4.0)} {Number(bottom + 14.0)}) rotate(-37)\"");
            }
            else
            {
                Words(text, panel.X[at], bottom + 16.0, label, "middle");
            }
        }

        foreach (var (at, label) in panel.YTicks)
        {
            var place = Number(panel.Y[at]);
            text.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Number(left)}\" y1=\"{place}\" x2=\"{Number(right)}\" y2=\"{place}\" stroke=\"{Palette.Grid}\"/>\n");
            Words(text, left - 6.0, panel.Y[at] + 4.0, label, "end");
        }

        if (panel.HasXLabel)
        {
            Words(text, 0.5 * (left + right), bottom + panel.Below - 14.0, chart.X.Text, "middle");
        }

        if (panel.HasYLabel)
        {
            Words(text, 0.0, 0.0, chart.Y.Text, "middle", $"transform=\"translate({Number(panel.LabelLeft)} {Number(0.5 * (top + bottom))}) rotate(-90)\"");
        }

        if (panel.Title.Length > 0)
        {
            Words(text, 0.5 * (left + right), top - 6.0, panel.Title, "middle", "font-weight=\"600\"");
        }

        text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"{Number(right - left)}\" height=\"{Number(bottom - top)}\" fill=\"none\" stroke=\"{Palette.Edge}\"/>\n");
    }

    // The colours of a heat map, with numbers beside them.
    private static void Levels(StringBuilder text, Panel panel, HeatMap heat)
    {
        const int steps = 64;
        var (left, top, bottom) = (panel.Place.Right + 16.0, panel.Place.Top, panel.Place.Bottom);
        var pixels = new (byte, byte, byte, byte)[steps, 1];
        for (var i = 0; i < steps; i++)
        {
            pixels[i, 0] = Palette.Shade(1.0 - (i / (steps - 1.0)), false);
        }

        var scale = AxisScale.Of(panel.Chart!.Title, heat.Scale with { Range = heat.Levels }, [], 0.0, bottom, top);
        text.Append(CultureInfo.InvariantCulture, $"<image x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"12\" height=\"{Number(bottom - top)}\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,{Convert.ToBase64String(Png.Of(pixels))}\"/>\n");
        foreach (var (at, label) in scale.Ticks(6))
        {
            Words(text, left + 16.0, scale[at] + 4.0, label, "start");
        }

        Words(text, 0.0, 0.0, heat.Scale.Text, "middle", $"transform=\"translate({Number(left + 58.0)} {Number(0.5 * (top + bottom))}) rotate(-90)\"");
    }

    private static string Number(double length) => SvgPlot.Number(length);

    private static void Words(StringBuilder text, double x, double y, string words, string anchor, string more = "") =>
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\"{(more.Length > 0 ? " " + more : "")}>{SvgPlot.Escaped(words)}</text>\n");
}
