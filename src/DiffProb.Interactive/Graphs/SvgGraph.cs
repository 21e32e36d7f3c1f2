using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>The graph of a program in SVG: parameters, sites, costs, plates as boxes, and what depends on what.</summary>
internal static class SvgGraph
{
    private const double NodeWidth = 132.0;
    private const double NodeHeight = 40.0;
    private const double Pitch = 158.0;
    private const double LayerPitch = 96.0;
    private const double Margin = 34.0;
    private const double Padding = 10.0;
    private const double NestedPadding = 9.0;
    private const int MostLetters = 17;
    private const string Grey = "#7b8494";

    /// <summary>The picture.</summary>
    public static string Of(ProgramGraph graph)
    {
        var layout = LayeredLayout.Of([.. graph.Nodes.Select(n => n.Plates)], [.. graph.Edges.Select(e => (e.Source, e.Target))]);
        var hasStep = graph.Edges.Any(e => e.Dependence == Dependence.Step);
        var width = (2.0 * Margin) + (Pitch * layout.Width);
        var height = (2.0 * Margin) + (LayerPitch * layout.Layers.Max()) + NodeHeight + (hasStep ? 20.0 : 0.0);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SvgPlot.Number(width)}\" height=\"{SvgPlot.Number(height)}\" viewBox=\"0 0 {SvgPlot.Number(width)} {SvgPlot.Number(height)}\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"{Palette.Ink}\">\n");
        text.Append("<title>Graph of the program</title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{SvgPlot.Number(width)}\" height=\"{SvgPlot.Number(height)}\" fill=\"#ffffff\"/>\n");
        foreach (var box in layout.Boxes)
        {
            Plate(text, box);
        }

        (double X, double Y)[] corners = [.. layout.Columns.Zip(layout.Layers, (c, l) => (Margin + (Pitch * c) + (0.5 * (Pitch - NodeWidth)), Margin + (LayerPitch * l)))];
        foreach (var edge in graph.Edges)
        {
            Edge(text, graph, edge, corners[edge.Source], corners[edge.Target]);
        }

        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            Node(text, graph.Nodes[i], corners[i]);
        }

        if (hasStep)
        {
            Words(text, Margin, height - 12.0, "dashed: a step, which jumps where the site moves", "start", $"fill=\"{Grey}\"");
        }

        return text.Append("</svg>\n").ToString();
    }

    private static void Plate(StringBuilder text, LayeredLayout.Box box)
    {
        var more = NestedPadding * box.Height;
        var inset = 7.0 - (4.0 * box.Height);
        var (x, y) = (Margin + (Pitch * box.Left) + inset, Margin + (LayerPitch * box.First) - Padding - more);
        var right = Margin + (Pitch * box.Right) - inset;
        var bottom = Margin + (LayerPitch * box.Last) + NodeHeight + Padding + 8.0 + (2.0 * more);
        text.Append(CultureInfo.InvariantCulture, $"<rect class=\"plate\" x=\"{SvgPlot.Number(x)}\" y=\"{SvgPlot.Number(y)}\" width=\"{SvgPlot.Number(right - x)}\" height=\"{SvgPlot.Number(bottom - y)}\" rx=\"6\" fill=\"#f4f6f9\" stroke=\"#aab2c0\"><title>{SvgPlot.Escaped(box.Name)}</title></rect>\n");
        Words(text, right - 6.0, bottom - 5.0, Short(box.Name, (int)((right - x) / 6.8)), "end", $"font-size=\"11\" fill=\"{Grey}\"");
    }

    // From the foot of the one to the head of the other, upright at both ends.
    private static void Edge(StringBuilder text, ProgramGraph graph, ProgramEdge edge, (double X, double Y) from, (double X, double Y) into)
    {
        var (x, y) = (from.X + (0.5 * NodeWidth), from.Y + NodeHeight);
        var (endX, endY) = (into.X + (0.5 * NodeWidth), into.Y - 7.0);
        var bend = 0.5 * (endY - y);
        var dash = edge.Dependence == Dependence.Step ? " stroke-dasharray=\"5 4\"" : "";
        var isOfParameter = graph.Nodes[edge.Source].Role == ProgramRole.Parameter;
        var how = isOfParameter ? "" : $": {edge.Dependence}";
        text.Append(CultureInfo.InvariantCulture, $"<path class=\"edge\" d=\"M{SvgPlot.Number(x)} {SvgPlot.Number(y)}C{SvgPlot.Number(x)} {SvgPlot.Number(y + bend)} {SvgPlot.Number(endX)} {SvgPlot.Number(endY - bend)} {SvgPlot.Number(endX)} {SvgPlot.Number(endY)}\" fill=\"none\" stroke=\"{Grey}\" stroke-width=\"1.5\"{dash}><title>{SvgPlot.Escaped($"{graph.Nodes[edge.Source].Name} → {graph.Nodes[edge.Target].Name}{how}")}</title></path>\n");
        text.Append(CultureInfo.InvariantCulture, $"<polygon points=\"{SvgPlot.Number(endX - 4.0)},{SvgPlot.Number(endY)} {SvgPlot.Number(endX + 4.0)},{SvgPlot.Number(endY)} {SvgPlot.Number(endX)},{SvgPlot.Number(endY + 7.0)}\" fill=\"{Grey}\"/>\n");
    }

    private static void Node(StringBuilder text, ProgramNode node, (double X, double Y) at)
    {
        var (fill, stroke, round, dash) = node.Role switch
        {
            ProgramRole.Parameter => ("#e3f0f9", "#0072b2", 4, ""),
            ProgramRole.Site => ("#ffffff", "#009e73", 20, ""),
            ProgramRole.Observation => ("#d9dee7", "#3b4252", 20, ""),
            ProgramRole.Recorded => ("#ffffff", Grey, 4, " stroke-dasharray=\"3 3\""),
            _ => ("#fdebdf", "#d55e00", 4, ""),
        };
        var shape = node.Shape.Rank == 0 ? "" : $" {node.Shape}";
        var role = node.Role is ProgramRole.Site or ProgramRole.Observation ? node.Law : node.Role.ToString().ToLowerInvariant();
        var whole = $"{node.Role.ToString().ToLowerInvariant()} {node.Name}{(node.Law.Length > 0 ? $", {node.Law}" : "")}, shape {node.Shape}";
        text.Append(CultureInfo.InvariantCulture, $"<g class=\"node\"><title>{SvgPlot.Escaped(whole)}</title><rect x=\"{SvgPlot.Number(at.X)}\" y=\"{SvgPlot.Number(at.Y)}\" width=\"{NodeWidth}\" height=\"{NodeHeight}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"{dash}/>\n");
        Words(text, at.X + (0.5 * NodeWidth), at.Y + 17.0, Short(node.Name, MostLetters), "middle", "font-weight=\"600\"");
        Words(text, at.X + (0.5 * NodeWidth), at.Y + 32.0, Short(role + shape, MostLetters + 3), "middle", $"font-size=\"11\" fill=\"{Palette.Ink}\"");
        text.Append("</g>\n");
    }

    private static string Short(string words, int most) => words.Length <= most ? words : string.Concat(words.AsSpan(0, Math.Max(1, most - 1)), "…");

    private static void Words(StringBuilder text, double x, double y, string words, string anchor, string more) =>
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{SvgPlot.Number(x)}\" y=\"{SvgPlot.Number(y)}\" text-anchor=\"{anchor}\" {more}>{SvgPlot.Escaped(words)}</text>\n");
}
