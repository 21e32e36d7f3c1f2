namespace DiffProb;

/// <summary>Places of nodes in layers, so that every edge points down, and a box around the nodes of each group has no other in it.</summary>
/// <remarks>
/// <para>Layers: the longest path from a source; sources move down to what they feed (Sugiyama, Tagawa, Toda 1981, with the order by barycentres).</para>
/// <para>Groups are nested, as plates are. Nodes of one path of groups share a lane, and the lanes of a group lie side by side.</para>
/// </remarks>
internal sealed class LayeredLayout
{
    private const int Sweeps = 4;

    private readonly int[] layers;
    private readonly double[] columns;

    private LayeredLayout(int[] layers, double[] columns, double width, IReadOnlyList<Box> boxes) =>
        (this.layers, this.columns, Width, Boxes) = (layers, columns, width, boxes);

    /// <summary>Layer of each node, from 0 on top.</summary>
    public IReadOnlyList<int> Layers => layers;

    /// <summary>Left edge of each node, which is one wide.</summary>
    public IReadOnlyList<double> Columns => columns;

    /// <summary>Width of all lanes.</summary>
    public double Width { get; }

    /// <summary>One for each group, outer ones first.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    /// <summary>A layout.</summary>
    /// <param name="paths">Groups that each node is in, outermost first.</param>
    /// <param name="edges">From a node to a later one.</param>
    public static LayeredLayout Of(IReadOnlyList<IReadOnlyList<string>> paths, IReadOnlyList<(int Source, int Target)> edges)
    {
        var layers = LayersOf(paths.Count, edges);
        var root = new Group("", 0);
        for (var node = 0; node < paths.Count; node++)
        {
            root.At(paths[node]).Nodes.Add(node);
        }

        var columns = new double[paths.Count];
        var lanes = new List<Lane>();
        var width = Place(root, layers, lanes, 0.0);
        Order(lanes, layers, columns, edges);
        return new(layers, columns, width, [.. root.Within().Select(g => g.Around(layers))]);
    }

    private static int[] LayersOf(int count, IReadOnlyList<(int Source, int Target)> edges)
    {
        var layers = new int[count];
        foreach (var (source, target) in edges.OrderBy(e => e.Target))
        {
            layers[target] = Math.Max(layers[target], layers[source] + 1);
        }

        foreach (var feeds in edges.GroupBy(e => e.Source).ExceptBy(edges.Select(e => e.Target), g => g.Key))
        {
            layers[feeds.Key] = feeds.Min(e => layers[e.Target]) - 1;
        }

        return layers;
    }

    // Gives each group its part of the width: first its own nodes, then the groups in it.
    private static double Place(Group group, int[] layers, List<Lane> lanes, double left)
    {
        group.Left = left;
        var right = left;
        if (group.Nodes.Count > 0)
        {
            var width = group.Nodes.GroupBy(n => layers[n]).Max(layer => layer.Count());
            lanes.Add(new(group.Nodes, left, width));
            right += width;
        }

        foreach (var inner in group.Inner)
        {
            right = Place(inner, layers, lanes, right);
        }

        return group.Right = right;
    }

    // In each lane, a layer is ordered by the mean place of its neighbours, and set in the middle.
    private static void Order(List<Lane> lanes, int[] layers, double[] columns, IReadOnlyList<(int Source, int Target)> edges)
    {
        List<int>[] neighbours = [.. columns.Select(_ => new List<int>())];
        foreach (var (source, target) in edges)
        {
            neighbours[source].Add(target);
            neighbours[target].Add(source);
        }

        var rows = lanes.SelectMany(lane => lane.Nodes.GroupBy(n => layers[n]).Select(row => (Lane: lane, Layer: row.Key, Nodes: row.ToArray()))).OrderBy(row => row.Layer).ToArray();
        for (var sweep = 0; sweep <= Sweeps; sweep++)
        {
            foreach (var (lane, _, nodes) in sweep % 2 == 0 ? rows : rows.Reverse())
            {
                int[] order = sweep == 0 ? nodes : [.. nodes.OrderBy(n => neighbours[n].Count == 0 ? columns[n] : neighbours[n].Average(m => columns[m])).ThenBy(n => columns[n])];
                for (var i = 0; i < order.Length; i++)
                {
                    columns[order[i]] = lane.Left + (0.5 * (lane.Width - order.Length)) + i;
                }
            }
        }
    }

    /// <summary>Where the nodes of a group are.</summary>
    /// <param name="Name">The group.</param>
    /// <param name="Height">How many groups are nested in it, one in the other.</param>
    /// <param name="Left">Where its lanes begin.</param>
    /// <param name="Right">Where they end.</param>
    /// <param name="First">Its uppermost layer.</param>
    /// <param name="Last">Its lowest layer.</param>
    internal sealed record Box(string Name, int Height, double Left, double Right, int First, int Last);

    private sealed record Lane(IReadOnlyList<int> Nodes, double Left, double Width);

    private sealed class Group(string name, int depth)
    {
        public List<int> Nodes { get; } = [];

        public List<Group> Inner { get; } = [];

        public double Left { get; set; }

        public double Right { get; set; }

        public Group At(IReadOnlyList<string> path)
        {
            if (path.Count == depth)
            {
                return this;
            }

            var inner = Inner.Find(g => g.IsCalled(path[depth]));
            if (inner is null)
            {
                Inner.Add(inner = new(path[depth], depth + 1));
            }

            return inner.At(path);
        }

        public IEnumerable<Group> Within() => Inner.SelectMany(g => g.Within().Prepend(g));

        public Box Around(int[] layers)
        {
            int[] own = [.. Within().Prepend(this).SelectMany(g => g.Nodes).Select(n => layers[n])];
            return new(name, Height, Left, Right, own.Min(), own.Max());
        }

        private int Height => Inner.Count == 0 ? 0 : 1 + Inner.Max(g => g.Height);

        private bool IsCalled(string other) => name == other;
    }
}
