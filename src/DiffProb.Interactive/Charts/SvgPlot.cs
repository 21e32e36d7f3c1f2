using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>Where marks draw: shapes in the numbers of the axes, or in units of the page.</summary>
internal sealed class SvgPlot(AxisScale x, AxisScale y, double left, double top, double right, double bottom)
{
    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    /// <summary>Text as it stands in a page.</summary>
    public static string Escaped(string plain) => System.Net.WebUtility.HtmlEncode(plain);

    /// <summary>A length or place, to a hundredth of a unit.</summary>
    public static string Number(double length) => Math.Round(length, 2).ToString("0.##", CultureInfo.InvariantCulture);

    // ---- in the numbers of the axes

    public void Path(double[] xs, double[] ys, string color, bool isDashed)
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

        Append($"<path d=\"{places}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.8\" stroke-linejoin=\"round\"{Dash(isDashed)}/>");
    }

    public void Area(double[] xs, double[] ys, string color)
    {
        var corners = xs.Zip(ys, (a, b) => (X: x[a], Y: y[b])).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).Select(p => $"{Number(p.X)},{Number(p.Y)}");
        Append($"<polygon points=\"{string.Join(' ', corners)}\" fill=\"{color}\" fill-opacity=\"0.25\"/>");
    }

    public void Point(double atX, double atY, string color)
    {
        var (px, py) = (x[atX], y[atY]);
        if (double.IsFinite(px) && double.IsFinite(py))
        {
            Circle(px, py, color);
        }
    }

    /// <summary>A bar on zero, or on the lower edge where zero has no place.</summary>
    public void Bar(double from, double to, double height, string color)
    {
        var (foot, head) = (double.IsFinite(y[0.0]) ? y[0.0] : bottom, y[height]);
        if (double.IsFinite(head))
        {
            var (px, width) = (x[from], x[to] - x[from]);
            Append($"<rect x=\"{Number(px)}\" y=\"{Number(Math.Min(foot, head))}\" width=\"{Number(width)}\" height=\"{Number(Math.Abs(foot - head))}\" fill=\"{color}\" fill-opacity=\"0.75\" stroke=\"#ffffff\" stroke-width=\"0.5\"/>");
        }
    }

    /// <summary>A line from edge to edge.</summary>
    public void Across(double at, bool isVertical, string color)
    {
        if (isVertical)
        {
            Segment(x[at], top, x[at], bottom, color, true);
        }
        else
        {
            Segment(left, y[at], right, y[at], color, true);
        }
    }

    /// <summary>A PNG file, whose pixels stay sharp.</summary>
    public void Image(byte[] png, (double Low, double High) xs, (double Low, double High) ys)
    {
        var (x0, x1, y0, y1) = (x[xs.Low], x[xs.High], y[ys.Low], y[ys.High]);

        // Turned over where an axis runs against the picture.
        var turn = $"translate({Number(x0)} {Number(y1)}) scale({(x1 > x0 ? 1 : -1)} {(y0 > y1 ? 1 : -1)})";
        Append($"<image transform=\"{turn}\" width=\"{Number(Math.Abs(x1 - x0))}\" height=\"{Number(Math.Abs(y1 - y0))}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>");
    }

    // ---- in units of the page

    public void Rectangle(double px, double py, double width, double height, string color) =>
        Append($"<rect x=\"{Number(px)}\" y=\"{Number(py)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" fill=\"{color}\" fill-opacity=\"0.6\"/>");

    public void Circle(double px, double py, string color) => Append($"<circle cx=\"{Number(px)}\" cy=\"{Number(py)}\" r=\"3\" fill=\"{color}\"/>");

    public void Segment(double fromX, double fromY, double toX, double toY, string color, bool isDashed) =>
        Append($"<line x1=\"{Number(fromX)}\" y1=\"{Number(fromY)}\" x2=\"{Number(toX)}\" y2=\"{Number(toY)}\" stroke=\"{color}\" stroke-width=\"1.5\"{Dash(isDashed)}/>");

    private static string Dash(bool isDashed) => isDashed ? " stroke-dasharray=\"5 4\"" : "";

    private void Append(string shape) => text.Append(shape).Append('\n');
}
