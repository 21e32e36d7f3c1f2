namespace DiffProb;

/// <summary>Part of a run: nodes as a whole, and then a pass over chunks.</summary>
/// <param name="Whole">The nodes.</param>
/// <param name="Places">The place in the graph of each of its nodes that is needed afterwards, -1 for the others.</param>
/// <param name="Pass">The pass, if there is one.</param>
internal sealed record Stage(Segment Whole, int[] Places, StreamPass? Pass);

/// <summary>The order in which a graph runs: nodes as a whole, and passes over chunks of one axis in between.</summary>
/// <remarks>
/// The axis is one that is outermost in memory wherever it is: that of the particles or, where there is one of these, of a plate's rows. What is computed along
/// it stays in chunks until it is summed over the axis, or needed whole: as a result, or by an operation that moves between axes and dimensions. A node that a
/// later pass needs again is computed again where it is no more than noise and broadcasts or where memory would grow without bound; else it is kept.
/// </remarks>
internal sealed class Stages
{
    // Elements of a chunk's widest node: its storage, and those of the nodes beside it, stay in the second-level cache.
    private const int ChunkSize = 4096;

    // Numbers that may be kept between passes.
    private const long MostKept = 1L << 25;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, bool> AboutAxes = new();

    private readonly CompiledGraph graph;
    private readonly int[] level;
    private readonly bool[] isAlong;
    private readonly Axis axis;

    private Stages(CompiledGraph graph, Axis axis)
    {
        (this.graph, this.axis) = (graph, axis);
        level = new int[graph.Nodes.Count];
        isAlong = new bool[graph.Nodes.Count];
        for (var i = 0; i < level.Length; i++)
        {
            isAlong[i] = IsLocal(graph.Nodes[i]);
            foreach (var operand in graph.Operands[i])
            {
                level[i] = Math.Max(level[i], level[operand] + (isAlong[operand] && !isAlong[i] ? 1 : 0));
            }
        }
    }

    /// <summary>The steps of a graph: one, without a pass, where chunks gain nothing.</summary>
    public static Stage[] Of(CompiledGraph graph, Work work, StoragePool pool)
    {
        foreach (var axis in graph.Nodes.SelectMany(n => n.Axes).Distinct().OrderByDescending(a => a.Size))
        {
            if (axis.Role is AxisRole.Particle or AxisRole.Plate && graph.Nodes.TrueForAll(n => IsOutermost(axis, n.Axes)))
            {
                var staged = new Stages(graph, axis);
                var chunk = staged.Chunk();
                return chunk < axis.Size ? staged.Build(chunk, work, pool) : [Everything(graph, work, pool)];
            }
        }

        return [Everything(graph, work, pool)];
    }

    private static bool IsOutermost(Axis axis, Axes axes)
    {
        for (var i = axes.IndexOf(axis) - 1; i >= 0; i--)
        {
            if (axes[i].Size > 1)
            {
                return false;
            }
        }

        return true;
    }

    private static Stage Everything(CompiledGraph graph, Work work, StoragePool pool)
    {
        var externals = Array.ConvertAll([.. Enumerable.Range(0, graph.Nodes.Count)], (int i) => graph.Nodes[i].Operation is Held ? i : -1);
        var places = new int[graph.Nodes.Count];
        Array.Fill(places, -1);
        foreach (var result in graph.Results)
        {
            places[result] = result;
        }

        return new(new(graph.Nodes, externals, graph.Results.Select(r => graph.Nodes[r]).ToHashSet(), true, work, pool), places, null);
    }

    // Whether each element of the axis is computed from the same element of the inputs.
    private bool IsLocal(Tensor node)
    {
        if (!node.Axes.Contains(axis) || node.Operation is Leaf)
        {
            return false;
        }

        return node.Operation switch
        {
            { RunsWhole: true } => false,
            Draw or ExpandAlong or SumOver => true,
            ToAxis to => !to.Axis.Equals(axis),
            FromAxis => true,
            FromColumns columns => !axis.Equals(columns.Along.Axis),
            var other => !AboutAxes.GetOrAdd(other.GetType(), t => Array.Exists(t.GetProperties(), p => p.PropertyType == typeof(Axis) || (p.PropertyType == typeof(Axes) && p.Name != nameof(Operation.OwnAxes)))),
        };
    }

    private int Chunk()
    {
        var widest = 1;
        for (var i = 0; i < isAlong.Length; i++)
        {
            if (isAlong[i])
            {
                widest = Math.Max(widest, graph.Nodes[i].Axes.Size / axis.Size * graph.Nodes[i].Shape.Size);
            }
        }

        var count = Math.Max(1, ChunkSize / widest);
        return count >= ElementwiseRunner.Lanes ? count - (count % ElementwiseRunner.Lanes) : count;
    }

    private Stage[] Build(int chunk, Work work, StoragePool pool)
    {
        var top = level.Append(0).Max();
        var isWhole = Whole();
        var stages = new Stage[top + 1];
        for (var l = 0; l <= top; l++)
        {
            var here = l;
            var sums = Places(i => level[i] == here + 1 && IsSum(i));
            var kept = Places(i => level[i] == here && isAlong[i] && isWhole[i]);
            bool IsKnown(int i) => isAlong[i] ? isWhole[i] && level[i] < here : level[i] <= here;
            var (whole, places) = WholeAt(here, work, pool);
            var pass = sums.Length + kept.Length == 0 ? null : new StreamPass(graph, axis, chunk, sums, kept, IsKnown, l % 2 == 1, work, pool);
            stages[l] = new(whole, places, pass);
        }

        return stages;
    }

    private bool IsSum(int place) => graph.Nodes[place].Operation is SumOver && !isAlong[place] && isAlong[graph.Operands[place][0]];

    private int[] Places(Predicate<int> holds) => [.. Enumerable.Range(0, level.Length).Where(i => holds(i))];

    // Nodes along the axis that are written in full.
    private bool[] Whole()
    {
        var must = new bool[level.Length];
        var crosses = new bool[level.Length];
        foreach (var result in graph.Results)
        {
            must[result] = isAlong[result];
        }

        for (var i = 0; i < level.Length; i++)
        {
            foreach (var operand in graph.Operands[i])
            {
                must[operand] |= isAlong[operand] && !isAlong[i] && !IsSum(i);
                var pass = IsSum(i) ? level[i] - 1 : level[i];
                crosses[operand] |= isAlong[operand] && (isAlong[i] || IsSum(i)) && level[operand] < pass && graph.Nodes[operand].Operation is not (Noise or ExpandAlong);
            }
        }

        Recompute(must, crosses);
        var size = 0L;
        for (var i = 0; i < level.Length; i++)
        {
            size += crosses[i] ? (long)graph.Nodes[i].Axes.Size * graph.Nodes[i].Shape.Size : 0;
        }

        return [.. must.Select((m, i) => m || (crosses[i] && size <= MostKept))];
    }

    // What is a sum or a product of numbers that are kept anyway costs less than its memory.
    private void Recompute(bool[] must, bool[] crosses)
    {
        var isAtHand = new bool[level.Length];
        for (var i = 0; i < level.Length; i++)
        {
            var isCheap = graph.Nodes[i].Operation is Add or Subtract or Multiply or Negate or ExpandAlong && Array.TrueForAll(graph.Operands[i], o => !isAlong[o] || isAtHand[o]);
            crosses[i] &= !isCheap;
            isAtHand[i] = must[i] || crosses[i] || isCheap;
        }
    }

    // Nodes that are no chunks, and no sums of them.
    private (Segment Whole, int[] Places) WholeAt(int at, Work work, StoragePool pool)
    {
        var computed = Places(i => level[i] == at && !isAlong[i] && !IsSum(i) && graph.Nodes[i].Operation is not Held);
        var all = computed.Concat(computed.SelectMany(i => graph.Operands[i])).Distinct().Order().ToArray();
        var own = computed.ToHashSet();
        var externals = Array.ConvertAll(all, i => own.Contains(i) ? -1 : i);
        return (new(Array.ConvertAll(all, i => graph.Nodes[i]), externals, computed.Select(i => graph.Nodes[i]).ToHashSet(), true, work, pool), Array.ConvertAll(all, i => own.Contains(i) ? i : -1));
    }
}
