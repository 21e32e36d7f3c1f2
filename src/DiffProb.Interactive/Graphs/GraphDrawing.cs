namespace DiffProb;

/// <summary>Where nodes, arrows and boxes of a graph are, in units of the page from its upper left corner.</summary>
internal sealed class GraphDrawing
{
    /// <summary>Width of a node.</summary>
    public const double NodeWidth = 132.0;

    /// <summary>Height of a node.</summary>
    public const double NodeHeight = 40.0;

    /// <summary>Length of the head of an arrow.</summary>
    public const double Head = 7.0;

    /// <summary>Letters of a name that a node has room for.</summary>
    public const int MostLetters = 17;

    private const double Pitch = 158.0;
    private const double LayerPitch = 96.0;
    private const double Margin = 34.0;
    private const double Padding = 10.0;
    private const double NestedPadding = 9.0;

    private GraphDrawing(double width, double height, IReadOnlyList<Box> boxes, IReadOnlyList<Arrow> arrows, IReadOnlyList<Node> nodes) =>
        (Width, Height, Boxes, Arrows, Nodes) = (width, height, boxes, arrows, nodes);

    /// <summary>From the left to the right edge.</summary>
    public double Width { get; }

    /// <summary>From the upper to the lower edge.</summary>
    public double Height { get; }

    /// <summary>Groups, outer ones first.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    /// <summary>Arrows.</summary>
    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>Nodes.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Places of everything.</summary>
    /// <param name="nodes">Each after those that point to it.</param>
    /// <param name="edges">Arrows between their names.</param>
    public static GraphDrawing Of(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        var places = nodes.Index().ToDictionary(n => n.Item.Name, n => n.Index);
        var layout = LayeredLayout.Of([.. nodes.Select(n => n.Groups)], [.. edges.Select(e => (places[e.Source], places[e.Target]))]);
        (double X, double Y)[] corners = [.. layout.Columns.Zip(layout.Layers, (c, l) => (Margin + (Pitch * c) + (0.5 * (Pitch - NodeWidth)), Margin + (LayerPitch * l)))];
        return new(
            (2.0 * Margin) + (Pitch * layout.Width),
            (2.0 * Margin) + (LayerPitch * layout.Layers.Max()) + NodeHeight,
            [.. layout.Boxes.Select(Around)],
            [.. edges.Select(e => Between(e, corners[places[e.Source]], corners[places[e.Target]]))],
            [.. nodes.Zip(corners, (n, c) => new Node(n, c.X, c.Y))]);
    }

    /// <summary>Words that are cut where there is no more room.</summary>
    public static string Short(string words, int most) => words.Length <= most ? words : string.Concat(words.AsSpan(0, Math.Max(1, most - 1)), "…");

    private static Box Around(LayeredLayout.Box box)
    {
        var more = NestedPadding * box.Height;
        var inset = 7.0 - (4.0 * box.Height);
        var (left, top) = (Margin + (Pitch * box.Left) + inset, Margin + (LayerPitch * box.First) - Padding - more);
        var right = Margin + (Pitch * box.Right) - inset;
        return new(box.Name, new(left, top, right, Margin + (LayerPitch * box.Last) + NodeHeight + Padding + 8.0 + (2.0 * more)));
    }

    // From the foot of the one to above the head of the other.
    private static Arrow Between(GraphEdge edge, (double X, double Y) from, (double X, double Y) into) =>
        new(edge, (from.X + (0.5 * NodeWidth), from.Y + NodeHeight), (into.X + (0.5 * NodeWidth), into.Y - Head));

    /// <summary>A group.</summary>
    internal sealed record Box(string Name, Region Place)
    {
        /// <summary>The name, as far as there is room.</summary>
        public string Caption => Short(Name, (int)(Place.Width / 6.8));
    }

    /// <summary>A node by its upper left corner.</summary>
    internal sealed record Node(GraphNode Of, double X, double Y)
    {
        /// <summary>All that is known of it.</summary>
        public string Hint => Of.Hint.Length > 0 ? Of.Hint : $"{(Of.Label.Length > 0 ? Of.Label : Of.Name)} {Of.Detail}".TrimEnd();

        /// <summary>Ground, outline, radius of the corners, whether the outline is dashed.</summary>
        public (string Fill, string Stroke, double Round, bool IsDashed) Look => Of.Form switch
        {
            GraphNodeForm.Parameter => ("#e3f0f9", "#0072b2", 4.0, false),
            GraphNodeForm.Random => ("#ffffff", "#009e73", 20.0, false),
            GraphNodeForm.Observed => ("#d9dee7", "#3b4252", 20.0, false),
            GraphNodeForm.Derived => ("#ffffff", Palette.Grey, 4.0, true),
            GraphNodeForm.Result => ("#fdebdf", "#d55e00", 4.0, false),
            _ => ("#ffffff", Palette.Grey, 4.0, false),
        };
    }

    /// <summary>An arrow, upright at both ends; its head goes on from where it ends.</summary>
    internal sealed record Arrow(GraphEdge Of, (double X, double Y) From, (double X, double Y) To)
    {
        /// <summary>What it means.</summary>
        public string Hint => Of.Hint.Length > 0 ? Of.Hint : $"{Of.Source} → {Of.Target}";

        /// <summary>How far below and above the ends its curve is drawn to.</summary>
        public double Bend => 0.5 * (To.Y - From.Y);
    }
}
