namespace DiffProb;

/// <summary>Nodes in layers, with arrows that all point down, and boxes around groups. Immutable.</summary>
/// <example><code>
/// var graph = new GraphChart("A regression", [new("slope"), new("x"), new("y") { Form = GraphNodeForm.Observed }], [new("slope", "y"), new("x", "y")]);
/// </code></example>
[TypeFormatterSource(PreferredMimeTypes = ["text/html", "image/svg+xml"])]
public sealed class GraphChart : Figure
{
    /// <summary>A graph.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="nodes">The nodes: at least one, each with a name of its own.</param>
    /// <param name="edges">The arrows, in no circle.</param>
    /// <exception cref="ChartException">The title is empty, there is no node, two have one name, an arrow has no node at an end, or arrows form a circle.</exception>
    public GraphChart(string title, IEnumerable<GraphNode> nodes, IEnumerable<GraphEdge> edges)
        : base(title)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(edges);
        GraphNode[] given = [.. nodes];
        Edges = [.. edges];
        if (given.Length == 0)
        {
            throw ChartErrors.NoNumbers("GraphChart", "nodes");
        }

        if (given.FirstOrDefault(n => string.IsNullOrWhiteSpace(n.Name)) is not null)
        {
            throw ChartErrors.NoText("The name of a node");
        }

        if (given.GroupBy(n => n.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw ChartErrors.NodeTwice(title, twice.Key);
        }

        var names = given.Select(n => n.Name).ToHashSet();
        if (Edges.SelectMany(e => new[] { e.Source, e.Target }).FirstOrDefault(end => !names.Contains(end)) is { } unknown)
        {
            throw ChartErrors.NoNode(title, unknown, names);
        }

        Nodes = Ordered(title, given, Edges);
    }

    /// <summary>The nodes: each after those that point to it.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The arrows.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; }

    internal override IEnumerable<string> Words =>
        new[] { Title, Note }.Where(w => w.Length > 0).Concat(Nodes.Select(n => n.Caption));

    internal override string Summary => $"{Title}: {string.Join(", ", Nodes.Select(n => n.Label.Length > 0 ? n.Label : n.Name))}";

    internal override Sheet ToSheet() => Sheet.Of(this);

    // The first one that waits for no other, again and again (Kahn 1962).
    private static GraphNode[] Ordered(string title, GraphNode[] nodes, IReadOnlyList<GraphEdge> edges)
    {
        var left = nodes.ToList();
        var done = new List<GraphNode>();
        while (left.Count > 0)
        {
            var names = left.Select(n => n.Name).ToHashSet();
            var waiting = edges.Where(e => names.Contains(e.Source)).Select(e => e.Target).ToHashSet();
            var next = left.FirstOrDefault(n => !waiting.Contains(n.Name)) ?? throw ChartErrors.Circle(title, left.Select(n => n.Name));
            done.Add(next);
            left.Remove(next);
        }

        return [.. done];
    }
}
