using System.Collections.Concurrent;

namespace DiffProb;

/// <summary>Nodes that run one after the other in storage that is kept between runs, shared by those that are never alive together.</summary>
/// <remarks>Immutable, but for its workspaces: each run has one of its own.</remarks>
internal sealed class Segment
{
    private readonly Tensor[] nodes;
    private readonly int[] externals;
    private readonly int[][] operands;
    private readonly int[] slots;
    private readonly List<(DType Type, int Length)> sizes = [];
    private readonly Work work;
    private readonly StoragePool pool;
    private readonly ConcurrentBag<Workspace> idle = [];

    /// <param name="nodes">Inputs before users.</param>
    /// <param name="externals">For each node the place of its storage among those that are passed to a run, or -1 where it is computed.</param>
    /// <param name="kept">Nodes whose storage nobody else has until the end of a run.</param>
    /// <param name="rents">Whether that storage is rented for each run, and the caller's.</param>
    /// <param name="work">How work is split.</param>
    /// <param name="pool">Where storage comes from that is not kept.</param>
    public Segment(IReadOnlyList<Tensor> nodes, int[] externals, IReadOnlySet<Tensor> kept, bool rents, Work work, StoragePool pool)
    {
        (this.nodes, this.externals, this.work, this.pool) = ([.. nodes], externals, work, pool);
        var places = new Dictionary<Tensor, int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            places[nodes[i]] = i;
        }

        operands = new int[nodes.Count][];
        var last = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            operands[i] = externals[i] >= 0 ? [] : Array.ConvertAll(nodes[i].Inputs.ToArray(), t => places[t]);
            last[i] = i;
            foreach (var operand in operands[i])
            {
                last[operand] = i;
            }
        }

        slots = Assign(kept, rents, last);
    }

    /// <summary>The nodes that are computed here.</summary>
    public IEnumerable<Tensor> Computed => nodes.Where((_, i) => externals[i] < 0);

    /// <summary>Number of elements of a node that is stored as a whole.</summary>
    /// <exception cref="ShapeException">They are too many for one array.</exception>
    public static int SizeOf(Tensor node)
    {
        var size = (long)node.Axes.Size * node.Shape.Size;
        return size <= Array.MaxLength ? (int)size : throw Errors.TooManyElements($"{node.Operation.Name} along {node.Axes} of shape {node.Shape}", size);
    }

    /// <summary>Computes all nodes and calls <paramref name="use"/> with their storages before these are used again.</summary>
    public void Run(Bindings bindings, ReadOnlySpan<Storage> passed, StreamRun? stream, long first, Action<Storage[]> use)
    {
        var workspace = idle.TryTake(out var known) ? known : Prepare();
        var values = workspace.Values;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (externals[i] >= 0)
            {
                values[i] = passed[externals[i]];
                continue;
            }

            var run = workspace.Runs[i];
            var own = operands[i];
            for (var k = 0; k < own.Length; k++)
            {
                run.Inputs[k] = values[own[k]];
            }

            (run.Bindings, run.Stream) = (bindings, stream);
            if (nodes[i].Operation is Draw)
            {
                run.Origin = stream is null ? 0 : first * stream.InnerOf(run.Node);
            }

            nodes[i].Operation.Execute(run);
            values[i] = run.Output!;
        }

        use(values);

        // Between runs it keeps its own storage alone: results belong to those who asked for them.
        Array.Clear(values);
        foreach (var run in workspace.Runs)
        {
            run.Forget();
        }

        idle.Add(workspace);
    }

    private Workspace Prepare()
    {
        var storages = sizes.ConvertAll(s => Storage.Allocate(s.Type, s.Length));
        var runs = new NodeRun[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            runs[i] = new NodeRun(nodes[i], new Storage[operands[i].Length], work, pool) { Own = slots[i] < 0 ? null : storages[slots[i]] };
        }

        return new(runs, new Storage[nodes.Length]);
    }

    private int[] Assign(IReadOnlySet<Tensor> kept, bool rents, int[] last)
    {
        var assigned = new int[nodes.Length];
        var free = new Dictionary<(DType, int), Stack<int>>();
        var dying = new List<int>?[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            assigned[i] = -1;
            if (externals[i] < 0 && nodes[i].Operation is not Leaf && !(rents && kept.Contains(nodes[i])))
            {
                var size = (nodes[i].DType, SizeOf(nodes[i]));
                if (free.TryGetValue(size, out var some) && some.TryPop(out var slot))
                {
                    assigned[i] = slot;
                }
                else
                {
                    assigned[i] = sizes.Count;
                    sizes.Add(size);
                }

                if (!kept.Contains(nodes[i]))
                {
                    (dying[last[i]] ??= []).Add(i);
                }
            }

            foreach (var dead in dying[i] ?? [])
            {
                var size = sizes[assigned[dead]];
                (free.TryGetValue(size, out var some) ? some : free[size] = new()).Push(assigned[dead]);
            }
        }

        return assigned;
    }

    private sealed record Workspace(NodeRun[] Runs, Storage[] Values);
}
