using System.Text;

namespace DiffProb;

/// <summary>A piece of HTML for a cell of a notebook: it has the colours of the page around it, loads nothing and runs nothing.</summary>
internal sealed class Fragment
{
    // Text and lines have the colour of the page, dark or light; charts have a ground of their own.
    private const string Style =
        ".diffprob{font:14px/1.45 system-ui,'DejaVu Sans',sans-serif;color:inherit;max-width:1080px}"
        + ".diffprob p{margin:6px 0}.diffprob .scroll{overflow-x:auto}"
        + ".diffprob table{border-collapse:collapse;margin:6px 0;color:inherit}"
        + ".diffprob th,.diffprob td{padding:3px 10px;text-align:right;vertical-align:top;border:0;border-bottom:1px solid rgba(128,128,128,.45);background:transparent;color:inherit}"
        + ".diffprob th:first-child,.diffprob td:first-child,.diffprob table .words{text-align:left}"
        + ".diffprob td{white-space:nowrap}.diffprob td.words{white-space:normal;max-width:460px}"
        + ".diffprob .chart svg{display:block;width:100%;height:auto}"
        + ".diffprob figure{margin:12px 0;max-width:640px}.diffprob figure svg,.diffprob img{display:block;max-width:100%;height:auto}"
        + ".diffprob .bar{display:inline-block;height:.7em;margin-left:8px;background:#2a8bd0}.diffprob .track{display:inline-block;width:96px;text-align:left}"
        + ".diffprob .warning{font-weight:600;border-left:4px solid #d55e00;padding-left:8px}"
        + ".diffprob pre{background:transparent;color:inherit;white-space:pre-wrap;font:13px/1.45 ui-monospace,'DejaVu Sans Mono',monospace}";

    // Figures become text last, when it is known where they are shown.
    private readonly List<Func<bool, string>> parts = [];

    /// <summary>A paragraph.</summary>
    public Fragment Line(string words) => Raw($"<p>{SvgPlot.Escaped(words)}</p>");

    /// <summary>A paragraph in bold letters.</summary>
    public Fragment Heading(string words) => Raw($"<p><strong>{SvgPlot.Escaped(words)}</strong></p>");

    /// <summary>What a reader must not miss.</summary>
    public Fragment Warning(string words) => Raw($"<p class=\"warning\">{SvgPlot.Escaped(words)}</p>");

    /// <summary>A table.</summary>
    public Fragment Table(IEnumerable<string> header, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        var all = rows.ToArray();

        // A header stands over its column, on the side where that is read from.
        var text = new StringBuilder("<div class=\"scroll\"><table>\n<tr>").AppendJoin("", header.Select((h, i) => $"<th{Class(all.Length > 0 && all[0][i].IsWords)}>{SvgPlot.Escaped(h)}</th>")).Append("</tr>\n");
        foreach (var row in all)
        {
            text.Append("<tr>").AppendJoin("", row.Select(c => $"<td{Class(c.IsWords)}>{c.Html}</td>")).Append("</tr>\n");
        }

        return Raw(text.Append("</table></div>").ToString());
    }

    /// <summary>A chart, a grid of charts or a graph.</summary>
    public Fragment Figure(Figure figure) => With(isInteractive => isInteractive ? PlotlyPage.Part(figure).TrimEnd() : Picture(figure));

    /// <summary>What opens where a reader asks for it.</summary>
    public Fragment Folded(string summary, Fragment inner) =>
        With(isInteractive => $"<details><summary>{SvgPlot.Escaped(summary)}</summary>\n{inner.Text(isInteractive)}</details>");

    /// <summary>A report, without its title.</summary>
    public Fragment Report(Report report) => With(report.Body);

    /// <summary>HTML as it is.</summary>
    public Fragment Raw(string html) => With(_ => html);

    /// <summary>The HTML, which runs nothing.</summary>
    public override string ToString() => ToHtml(false);

    /// <summary>The HTML.</summary>
    /// <param name="isInteractive">Whether figures are drawn by plotly.js, which is elsewhere in the document.</param>
    public string ToHtml(bool isInteractive) => $"<div class=\"diffprob\">\n<style>{Style}</style>\n{Text(isInteractive)}</div>\n";

    // A graph is as large as it is, and is scrolled; a chart takes the width that there is, up to its own.
    private static string Picture(Figure figure)
    {
        var sheet = figure.ToSheet();
        return figure is GraphChart
            ? $"<div class=\"scroll\">\n{SvgSheet.Of(sheet)}</div>"
            : $"<div class=\"chart\" style=\"max-width:{SvgPlot.Number(sheet.Width)}px\">\n{SvgSheet.Of(sheet)}</div>";
    }

    private string Text(bool isInteractive) => string.Concat(parts.Select(p => p(isInteractive) + "\n"));

    private Fragment With(Func<bool, string> part)
    {
        parts.Add(part);
        return this;
    }

    private static string Class(bool isWords) => isWords ? " class=\"words\"" : "";
}
