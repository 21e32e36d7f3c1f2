namespace DiffProb.Graphs;

/// <summary>Layouts: edges point down, nodes lie apart, and boxes hold their own nodes and no other.</summary>
public sealed class LayeredLayoutTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_layout_of_any_graph_keeps_its_promises(int seed)
    {
        var (paths, edges) = Random(seed);
        var layout = LayeredLayout.Of(paths, edges);
        Assert.All(edges, e => Assert.True(layout.Layers[e.Source] < layout.Layers[e.Target], "an edge points up"));
        Assert.All(layout.Layers, l => Assert.InRange(l, 0, paths.Length - 1));
        Assert.All(layout.Columns, c => Assert.InRange(c, 0.0, layout.Width - 1.0));
        foreach (var row in layout.Layers.Index().GroupBy(l => l.Item))
        {
            double[] places = [.. row.Select(l => layout.Columns[l.Index]).Order()];
            Assert.All(places.Zip(places.Skip(1)), p => Assert.True(p.Second - p.First > 1.0 - 1e-9, "two nodes lie on each other"));
        }

        foreach (var box in layout.Boxes)
        {
            for (var node = 0; node < paths.Length; node++)
            {
                var isInside = layout.Columns[node] > box.Left - 1e-9 && layout.Columns[node] + 1.0 < box.Right + 1e-9
                    && layout.Layers[node] >= box.First && layout.Layers[node] <= box.Last;
                Assert.Equal(paths[node].Contains(box.Name), isInside);
            }
        }
    }

    [Fact]
    public void A_chain_goes_straight_down()
    {
        var layout = LayeredLayout.Of([[], [], []], [(0, 1), (1, 2)]);
        Assert.Equal([0, 1, 2], layout.Layers);
        Assert.Equal([0.0, 0.0, 0.0], layout.Columns);
        Assert.Empty(layout.Boxes);
    }

    [Fact]
    public void A_source_stands_above_what_it_feeds() =>
        Assert.Equal([0, 1, 2, 2, 3], LayeredLayout.Of([[], [], [], [], []], [(0, 1), (1, 2), (2, 4), (3, 4)]).Layers);

    [Fact]
    public void Neighbours_are_drawn_without_crossing()
    {
        // Each of four sources feeds the one that is opposite: in the order of the program, all edges cross.
        (int Source, int Target)[] edges = [(0, 7), (1, 6), (2, 5), (3, 4)];
        var layout = LayeredLayout.Of([.. Enumerable.Repeat(Array.Empty<string>(), 8)], edges);
        Assert.All(edges, e => Assert.Equal(layout.Columns[e.Source], layout.Columns[e.Target]));
    }

    [Fact]
    public void A_nested_box_is_within_the_outer_one()
    {
        var boxes = LayeredLayout.Of([[], ["outer"], ["outer", "inner"], ["other"]], [(0, 1), (1, 2)]).Boxes;
        Assert.Equal(["outer", "inner", "other"], boxes.Select(b => b.Name));
        Assert.Equal([1, 0, 0], boxes.Select(b => b.Height));
        Assert.True(boxes[0].Left <= boxes[1].Left && boxes[0].Right >= boxes[1].Right && boxes[0].First <= boxes[1].First && boxes[0].Last >= boxes[1].Last);
    }

    // Nodes in nested groups "a", "b" within "a", and "c", with edges to later nodes.
    private static (string[][] Paths, (int Source, int Target)[] Edges) Random(int seed)
    {
        var random = new Random(seed);
        string[][] places = [[], ["a"], ["a", "b"], ["c"]];
        string[][] paths = [.. Enumerable.Range(0, random.Next(1, 15)).Select(_ => places[random.Next(places.Length)])];
        var edges = Enumerable.Range(0, paths.Length).SelectMany(t => Enumerable.Range(0, t).Select(s => (s, t))).Where(_ => random.Next(4) == 0);
        return (paths, [.. edges]);
    }
}
