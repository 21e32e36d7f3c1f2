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
        + ".diffprob .chart{max-width:640px}.diffprob .chart svg{display:block;width:100%;height:auto}"
        + ".diffprob figure{margin:12px 0;max-width:640px}.diffprob figure svg,.diffprob img{display:block;max-width:100%;height:auto}"
        + ".diffprob .bar{display:inline-block;height:.7em;margin-left:8px;background:#2a8bd0}.diffprob .track{display:inline-block;width:96px;text-align:left}"
        + ".diffprob .warning{font-weight:600;border-left:4px solid #d55e00;padding-left:8px}"
        + ".diffprob pre{background:transparent;color:inherit;white-space:pre-wrap;font:13px/1.45 ui-monospace,'DejaVu Sans Mono',monospace}";

    private readonly StringBuilder text = new();

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
        text.Append("<div class=\"scroll\"><table>\n<tr>").AppendJoin("", header.Select((h, i) => $"<th{Class(all.Length > 0 && all[0][i].IsWords)}>{SvgPlot.Escaped(h)}</th>")).Append("</tr>\n");
        foreach (var row in all)
        {
            text.Append("<tr>").AppendJoin("", row.Select(c => $"<td{Class(c.IsWords)}>{c.Html}</td>")).Append("</tr>\n");
        }

        return Raw("</table></div>");
    }

    /// <summary>A chart.</summary>
    public Fragment Chart(Chart chart) => Raw($"<div class=\"chart\">\n{chart.ToSvg()}</div>");

    /// <summary>What opens where a reader asks for it.</summary>
    public Fragment Folded(string summary, Fragment inner) => Raw($"<details><summary>{SvgPlot.Escaped(summary)}</summary>\n{inner.text}</details>");

    /// <summary>HTML as it is.</summary>
    public Fragment Raw(string html)
    {
        text.Append(html).Append('\n');
        return this;
    }

    /// <summary>The HTML.</summary>
    public override string ToString() => $"<div class=\"diffprob\">\n<style>{Style}</style>\n{text}</div>\n";

    private static string Class(bool isWords) => isWords ? " class=\"words\"" : "";
}
