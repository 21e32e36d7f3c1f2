namespace DiffProb;

/// <summary>Programs as graphs.</summary>
internal static class ProgramDisplay
{
    private const int MostNodes = 60;
    private const int MostRows = 200;

    /// <summary>The graph; of a large program, a table of its things.</summary>
    public static Fragment Of(ProgramGraph graph)
    {
        var fragment = new Fragment();
        if (graph.Nodes.Count == 0)
        {
            return fragment.Line("A program without parameters, sites and costs.");
        }

        if (graph.Nodes.Count <= MostNodes)
        {
            return fragment.Raw($"<div class=\"scroll\">\n{SvgGraph.Of(graph)}</div>");
        }

        fragment.Line($"{graph.Nodes.Count} things and {graph.Edges.Count} dependences: too many to be drawn.");
        fragment.Table(
            ["name", "what", "distribution or support", "shape", "plates"],
            graph.Nodes.Take(MostRows).Select(n => (Cell[])
            [
                n.Name,
                Cell.Words(n.Role.ToString().ToLowerInvariant()),
                Cell.Words(n.Law),
                n.Shape.ToString(),
                Cell.Words(string.Join(", ", n.Plates)),
            ]));
        return graph.Nodes.Count > MostRows ? fragment.Line($"{MostRows} of {graph.Nodes.Count} rows are shown.") : fragment;
    }
}
