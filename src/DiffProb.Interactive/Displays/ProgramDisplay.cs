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
            return fragment.Figure(Drawn(graph));
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

    /// <summary>The graph as nodes and arrows.</summary>
    public static GraphChart Drawn(ProgramGraph graph) =>
        new("Graph of the program", graph.Nodes.Index().Select(n => Node(n.Index, n.Item)), graph.Edges.Select(e => Arrow(graph, e)))
        {
            Note = graph.Edges.Any(e => e.Dependence == Dependence.Step) ? "dashed: a step, which jumps where the site moves" : "",
        };

    // A cost may have the name of a site.
    private static string Key(int place) => $"{place}";

    private static GraphNode Node(int place, ProgramNode node)
    {
        var shape = node.Shape.Rank == 0 ? "" : $" {node.Shape}";
        var role = node.Role.ToString().ToLowerInvariant();
        return new(Key(place))
        {
            Label = node.Name,
            Detail = (node.Role is ProgramRole.Site or ProgramRole.Observation ? node.Law : role) + shape,
            Hint = $"{role} {node.Name}{(node.Law.Length > 0 ? $", {node.Law}" : "")}, shape {node.Shape}",
            Form = node.Role switch
            {
                ProgramRole.Parameter => GraphNodeForm.Parameter,
                ProgramRole.Site => GraphNodeForm.Random,
                ProgramRole.Observation => GraphNodeForm.Observed,
                ProgramRole.Recorded => GraphNodeForm.Derived,
                _ => GraphNodeForm.Result,
            },
            Groups = node.Plates,
        };
    }

    // Of a parameter it is not told how what it feeds depends on it.
    private static GraphEdge Arrow(ProgramGraph graph, ProgramEdge edge)
    {
        var (source, target) = (graph.Nodes[edge.Source], graph.Nodes[edge.Target]);
        return new(Key(edge.Source), Key(edge.Target))
        {
            Hint = $"{source.Name} → {target.Name}{(source.Role == ProgramRole.Parameter ? "" : $": {edge.Dependence}")}",
            IsDashed = edge.Dependence == Dependence.Step,
        };
    }
}
