using System.Text;

namespace DiffProb;

/// <summary>A page of text, tables, code and charts that opens without a network.</summary>
/// <remarks>Immutable: each word gives a longer report. All text is escaped; nothing is loaded, and nothing runs, unless it is made <see cref="Interactive"/>.</remarks>
/// <example><code>
/// var page = new Report("A fit").Paragraph("The loss falls.").Chart(chart);
/// page.Save("fit.html");
/// </code></example>
[TypeFormatterSource]
public sealed class Report
{
    private const string Style =
        "body{font:16px/1.5 system-ui,'DejaVu Sans',sans-serif;color:#2e3440;max-width:820px;margin:32px auto;padding:0 16px}"
        + "h1{font-size:26px;line-height:1.25}h2{font-size:19px;margin-top:32px}"
        + "pre{background:#f4f6f9;padding:12px 14px;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.45 ui-monospace,'DejaVu Sans Mono',monospace}"
        + "table{display:block;overflow-x:auto;border-collapse:collapse;margin:16px 0;font-size:14px}th,td{padding:4px 12px;text-align:right;border-bottom:1px solid #e5e9f0}"
        + "th:first-child,td:first-child{text-align:left}svg,img{max-width:100%;height:auto}figure>svg{width:100%}img{image-rendering:pixelated}figure{margin:20px 0}figcaption{font-size:14px;color:#5a6475}";

    private readonly IReadOnlyList<Part> parts = [];

    /// <summary>A report without parts.</summary>
    /// <param name="title">Its title.</param>
    /// <exception cref="ChartException">The title is empty.</exception>
    public Report(string title) => Title = string.IsNullOrWhiteSpace(title) ? throw ChartErrors.NoText("The title") : title;

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>Whether its charts can be hovered over and zoomed into.</summary>
    public bool IsInteractive { get; private init; }

    /// <summary>Its parts, in HTML.</summary>
    /// <param name="isInteractive">Whether figures are drawn by plotly.js.</param>
    internal string Body(bool isInteractive) =>
        string.Join('\n', parts.Select(p => isInteractive && p.Figure is { } figure ? $"<figure>\n{PlotlyPage.Part(figure)}</figure>" : p.Html));

    /// <summary>With charts that can be hovered over and zoomed into. The page then holds plotly.js once, about a megabyte; where no script runs, the pictures are seen.</summary>
    public Report Interactive() => new(Title, parts) { IsInteractive = true };

    /// <summary>With the heading of a part.</summary>
    /// <param name="text">The heading.</param>
    public Report Heading(string text) => With($"<h2>{SvgPlot.Escaped(text)}</h2>");

    /// <summary>With a paragraph.</summary>
    /// <param name="text">The text, without line breaks of its own.</param>
    public Report Paragraph(string text) => With($"<p>{SvgPlot.Escaped(text)}</p>");

    /// <summary>With text that has its own form: code, a plan, a message.</summary>
    /// <param name="text">The text.</param>
    public Report Code(string text) => With($"<pre>{SvgPlot.Escaped(text)}</pre>");

    /// <summary>With a table.</summary>
    /// <param name="header">Names of the columns.</param>
    /// <param name="rows">Rows with a cell for each column.</param>
    public Report Table(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder("<table>\n<tr>");
        text.AppendJoin("", header.Select(name => $"<th>{SvgPlot.Escaped(name)}</th>")).Append("</tr>\n");
        foreach (var row in rows)
        {
            text.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{SvgPlot.Escaped(cell)}</td>")).Append("</tr>\n");
        }

        return With(text.Append("</table>").ToString());
    }

    /// <summary>With a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <exception cref="ChartException">It cannot be drawn.</exception>
    public Report Chart(Chart chart) => Figure(chart);

    /// <summary>With a figure of any kind: a chart, a grid of charts, a graph.</summary>
    /// <param name="figure">The figure.</param>
    /// <exception cref="ChartException">It cannot be drawn.</exception>
    public Report Figure(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return With(new Part($"<figure>\n{figure.ToSvg()}</figure>", figure));
    }

    /// <summary>With a picture.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="grey">[rows, columns]: numbers from 0, black, to 1, white; the first row is on top.</param>
    /// <param name="zoom">Units of the page for a pixel, at least 1.</param>
    /// <exception cref="ChartException">There are no pixels, or the zoom is less than 1.</exception>
    public Report Picture(string caption, double[,] grey, int zoom = 1)
    {
        ArgumentNullException.ThrowIfNull(grey);
        if (grey.Length == 0 || zoom < 1)
        {
            throw zoom < 1 ? ChartErrors.AtLeast("units for a pixel", 1, zoom) : ChartErrors.NoNumbers("Picture", "pixels");
        }

        var (rows, columns) = (grey.GetLength(0), grey.GetLength(1));
        var pixels = new (byte, byte, byte, byte)[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                pixels[row, column] = Palette.Shade(grey[row, column], true);
            }
        }

        var text = SvgPlot.Escaped(caption);
        return With($"<figure>\n<img alt=\"{text}\" width=\"{columns * zoom}\" height=\"{rows * zoom}\" src=\"data:image/png;base64,{Convert.ToBase64String(Png.Of(pixels))}\">\n<figcaption>{text}</figcaption>\n</figure>");
    }

    /// <summary>The page, in HTML.</summary>
    public string ToHtml() =>
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n"
        + $"<title>{SvgPlot.Escaped(Title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<h1>{SvgPlot.Escaped(Title)}</h1>\n{Body(IsInteractive)}\n{(IsInteractive ? PlotlyPage.Library : "")}</body>\n</html>\n";

    /// <summary>Writes the page to a file, in UTF-8.</summary>
    /// <param name="path">Path of the file; folders before it are made.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, ToHtml());
    }

    private Report(string title, IReadOnlyList<Part> parts) => (Title, this.parts) = (title, parts);

    private Report With(string html) => With(new Part(html));

    private Report With(Part part) => new(Title, [.. parts, part]) { IsInteractive = IsInteractive };

    private sealed record Part(string Html, Figure? Figure = null);
}
