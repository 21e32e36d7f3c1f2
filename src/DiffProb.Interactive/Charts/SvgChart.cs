using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>Charts in SVG.</summary>
internal static class SvgChart
{
    private const double Width = 640.0;
    private const double Height = 420.0;
    private const double Left = 66.0;
    private const double Bottom = 52.0;
    private const double Right = 18.0;
    private const double Title = 34.0;
    private const double LegendLine = 18.0;
    private const double ColorBar = 76.0;
    private const double LetterWidth = 6.4;

    /// <summary>The picture.</summary>
    public static string Of(Chart chart)
    {
        var keys = Keys(chart);
        var heat = chart.Marks.OfType<HeatMap>().FirstOrDefault(h => !h.IsGrey);
        var top = Title + (keys.Count == 0 ? 0.0 : (keys[^1].Line + 1) * LegendLine);
        var (right, bottom) = (Width - Right - (heat is null ? 0.0 : ColorBar), Height - Bottom);
        var isFilled = chart.Marks.Any(m => m is HeatMap);
        var x = AxisScale.Of(chart.Title, chart.X, chart.Marks.SelectMany(m => m.Extent.X), isFilled ? 0.0 : 0.03, Left, right);
        var y = AxisScale.Of(chart.Title, chart.Y, chart.Marks.SelectMany(m => m.Extent.Y), isFilled ? 0.0 : 0.06, bottom, top);
        if (chart.HasSquareUnits)
        {
            (x, y) = (x.Density > y.Density ? x.Widened(chart.X, x.Density / y.Density) : x, y.Density > x.Density ? y.Widened(chart.Y, y.Density / x.Density) : y);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"{Palette.Ink}\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<title>{SvgPlot.Escaped(chart.Title)}</title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n");
        Words(text, Width / 2.0, 21.0, chart.Title, "middle", "font-size=\"15\" font-weight=\"600\"");
        Frame(text, chart, x, y, top, right, bottom);
        var plot = new SvgPlot(x, y, Left, top, right, bottom);
        for (var i = 0; i < chart.Marks.Count; i++)
        {
            chart.Marks[i].Draw(plot, ColorOf(chart, i));
        }

        // An inner picture shows nothing outside of its edges.
        var (width, height) = (SvgPlot.Number(right - Left), SvgPlot.Number(bottom - top));
        text.Append(CultureInfo.InvariantCulture, $"<svg x=\"{Left}\" y=\"{SvgPlot.Number(top)}\" width=\"{width}\" height=\"{height}\" viewBox=\"{Left} {SvgPlot.Number(top)} {width} {height}\">\n{plot}</svg>\n");
        Legend(text, keys);
        if (heat is not null)
        {
            Levels(text, chart.Title, heat, right + 16.0, top, bottom);
        }

        return text.Append("</svg>\n").ToString();
    }

    // Marks that have a name, in lines of the legend.
    private static List<(Mark Mark, string Color, double X, int Line)> Keys(Chart chart)
    {
        var keys = new List<(Mark Mark, string Color, double X, int Line)>();
        var (place, line) = (Left, 0);
        for (var i = 0; i < chart.Marks.Count; i++)
        {
            var mark = chart.Marks[i];
            if (mark.Name.Length == 0)
            {
                continue;
            }

            var length = 30.0 + (LetterWidth * mark.Name.Length) + 16.0;
            (place, line) = place + length > Width - Right && place > Left ? (Left, line + 1) : (place, line);
            keys.Add((mark, ColorOf(chart, i), place, line));
            place += length;
        }

        return keys;
    }

    private static string ColorOf(Chart chart, int place) =>
        chart.Marks[place].HasColor ? Palette.Of(chart.Marks.Take(place).Count(m => m.HasColor)) : Palette.Ink;

    private static void Frame(StringBuilder text, Chart chart, AxisScale x, AxisScale y, double top, double right, double bottom)
    {
        foreach (var (at, label) in x.Ticks(7))
        {
            var place = SvgPlot.Number(x[at]);
            text.Append(CultureInfo.InvariantCulture, $"<line x1=\"{place}\" y1=\"{SvgPlot.Number(top)}\" x2=\"{place}\" y2=\"{SvgPlot.Number(bottom)}\" stroke=\"#e5e9f0\"/>\n");
            Words(text, x[at], bottom + 16.0, label, "middle");
        }

        foreach (var (at, label) in y.Ticks(6))
        {
            var place = SvgPlot.Number(y[at]);
            text.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{place}\" x2=\"{SvgPlot.Number(right)}\" y2=\"{place}\" stroke=\"#e5e9f0\"/>\n");
            Words(text, Left - 6.0, y[at] + 4.0, label, "end");
        }

        Words(text, 0.5 * (Left + right), Height - 14.0, chart.X.Text, "middle");
        Words(text, 0.0, 0.0, chart.Y.Text, "middle", $"transform=\"translate(16 {SvgPlot.Number(0.5 * (top + bottom))}) rotate(-90)\"");
        text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{SvgPlot.Number(top)}\" width=\"{SvgPlot.Number(right - Left)}\" height=\"{SvgPlot.Number(bottom - top)}\" fill=\"none\" stroke=\"#aab2c0\"/>\n");
    }

    private static void Legend(StringBuilder text, List<(Mark Mark, string Color, double X, int Line)> keys)
    {
        foreach (var (mark, color, place, line) in keys)
        {
            var at = Title + (line * LegendLine);
            var key = new SvgPlot(null!, null!, 0.0, 0.0, 0.0, 0.0);
            mark.DrawKey(key, place, at, color);
            text.Append(key);
            Words(text, place + 24.0, at + 9.0, mark.Name, "start");
        }
    }

    // The colours of a heat map, with numbers beside them.
    private static void Levels(StringBuilder text, string title, HeatMap heat, double left, double top, double bottom)
    {
        const int steps = 64;
        var (low, high) = heat.Levels;
        var pixels = new (byte, byte, byte, byte)[steps, 1];
        for (var i = 0; i < steps; i++)
        {
            pixels[i, 0] = Palette.Shade(1.0 - (i / (steps - 1.0)), false);
        }

        var scale = AxisScale.Of(title, heat.Scale with { Range = (low, high) }, [], 0.0, bottom, top);
        text.Append(CultureInfo.InvariantCulture, $"<image x=\"{SvgPlot.Number(left)}\" y=\"{SvgPlot.Number(top)}\" width=\"12\" height=\"{SvgPlot.Number(bottom - top)}\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,{Convert.ToBase64String(Png.Of(pixels))}\"/>\n");
        foreach (var (at, label) in scale.Ticks(6))
        {
            Words(text, left + 16.0, scale[at] + 4.0, label, "start");
        }

        Words(text, 0.0, 0.0, heat.Scale.Text, "middle", $"transform=\"translate({SvgPlot.Number(left + 58.0)} {SvgPlot.Number(0.5 * (top + bottom))}) rotate(-90)\"");
    }

    private static void Words(StringBuilder text, double x, double y, string words, string anchor, string more = "") =>
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{SvgPlot.Number(x)}\" y=\"{SvgPlot.Number(y)}\" text-anchor=\"{anchor}\"{(more.Length > 0 ? " " + more : "")}>{SvgPlot.Escaped(words)}</text>\n");
}
