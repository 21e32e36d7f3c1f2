using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>A segment whose loops are compiled: it computes what the segment computes node by node, to the bit.</summary>
/// <remarks>Immutable, but for its workspaces: each run has one of its own.</remarks>
internal sealed class CompiledSegment
{
    private readonly IReadOnlyList<Tensor> nodes;
    private readonly int[] externals;
    private readonly int[][] operands;
    private readonly FusionPlan plan;
    private readonly IReadOnlySet<int> kept;
    private readonly bool rents;
    private readonly Work work;
    private readonly StoragePool pool;
    private readonly FusedCode?[] codes;
    private readonly SegmentProfile? profile;
    private readonly int[] steps;
    private readonly (StackPlace Place, long Size)[] onStack;
    private readonly bool[] isStored;
    private readonly Slots slots;
    private readonly List<StridedView> views = [];
    private readonly int[] rented;
    private readonly int[] passing;
    private readonly int[] leaves;
    private readonly string?[] labels;
    private readonly (int Renamed, int Source)[] renamed;
    private readonly ConcurrentBag<Workspace> idle = [];

    public CompiledSegment(IReadOnlyList<Tensor> nodes, int[] externals, int[][] operands, FusionPlan plan, IReadOnlySet<int> kept, bool rents, Work work, StoragePool pool)
    {
        (this.nodes, this.externals, this.operands, this.plan, this.kept, this.rents, this.work, this.pool) = (nodes, externals, operands, plan, kept, rents, work, pool);
        isStored = Stored();
        slots = Assign();
        var viewPlaces = new Dictionary<FusedItem, int>();
        codes = [.. plan.Steps.Select(step => step is FusedStep fused ? LaneCompiler.Compile(nodes, plan, fused, p => isStored[p], ViewOf) : null)];
        var fusedAndKept = plan.Steps.OfType<FusedStep>().SelectMany(f => f.Items).SelectMany(PlacesOf).Where(p => p < nodes.Count && kept.Contains(p));
        rented = rents ? [.. fusedAndKept] : [];
        passing = [.. Enumerable.Range(0, nodes.Count).Where(i => externals[i] >= 0)];
        profile = SegmentProfile.For(() => plan.Steps.Select(plan.Describe));
        leaves = [.. plan.Steps.OfType<KernelStep>().Select(s => s.Place).Where(p => nodes[p].Operation is Parameter or DataSlot)];
        labels = [.. nodes.Select((n, i) => leaves.Contains(i) ? Bindings.LabelOf(n) : null)];
        steps = [.. Enumerable.Range(0, codes.Length).Where(s => plan.Steps[s] is not KernelStep(var p) || nodes[p].Operation is not (Parameter or DataSlot or Constant))];
        onStack = [.. plan.Steps.Select(step => (new StackPlace(), step is FusedStep fused ? fused.Items.OfType<LoopItem>().Sum(l => (long)l.Size) : 0))];
        renamed = [.. Enumerable.Range(0, nodes.Count).Where(i => plan.Source(i) != i).Select(i => (i, plan.Source(i)))];

        int ViewOf(FusedItem item, StridedView view)
        {
            if (!viewPlaces.TryGetValue(item, out var place))
            {
                viewPlaces[item] = place = plan.Places + views.Count;
                views.Add(view);
            }

            return place;
        }
    }

    /// <summary>Computes all nodes and calls <paramref name="use"/> with the storages of those that are kept before they are used again.</summary>
    public void Run(Bindings bindings, ReadOnlySpan<Storage> passed, StreamRun? stream, long first, Action<Storage[]> use)
    {
        var workspace = idle.TryTake(out var known) ? known : Prepare();
        var (values, arrays) = (workspace.Values, workspace.Arrays);
        foreach (var place in passing)
        {
            values[place] = passed[externals[place]];
            arrays[place] = values[place].Numbers;
        }

        foreach (var place in leaves)
        {
            values[place] = bindings.Value(nodes[place], labels[place]!);
            arrays[place] = values[place].Numbers;
        }

        foreach (var place in rented)
        {
            values[place] = pool.Rent(nodes[place].DType, plan.Sizes[place]);
            arrays[place] = values[place].Numbers;
        }

        var monitor = stream is null ? bindings.Monitor : null;
        foreach (var s in steps)
        {
            monitor?.Check();
            var began = profile is null ? 0 : SegmentProfile.Now;
            if (codes[s] is { } code)
            {
                Run(code, s, arrays);
                profile?.Add(s, began);
                continue;
            }

            var place = ((KernelStep)plan.Steps[s]).Place;
            var run = workspace.Runs[place]!;
            var own = operands[place];
            for (var k = 0; k < own.Length; k++)
            {
                run.Inputs[k] = values[plan.Source(own[k])];
            }

            values[place] = run.Execute(bindings, stream, first);
            profile?.Add(s, began);
            arrays[place] = values[place].Numbers;
        }

        foreach (var (place, source) in renamed)
        {
            values[place] = values[source];
        }

        use(values);
        Forget(workspace);
        idle.Add(workspace);
    }

    /// <summary>What runs, each step in a line, with its time where that is measured.</summary>
    public void Explain(System.Text.StringBuilder text, string indent)
    {
        foreach (var s in steps)
        {
            text.Append(indent).Append(plan.Describe(plan.Steps[s])).AppendLine(profile?.Of(s) is { Length: > 0 } time ? $"; {time}" : "");
        }
    }

    private void Run(FusedCode code, int step, object[] arrays)
    {
        var (place, size) = onStack[step];
        if (plan.Steps[step] is FusedStep { IsSplit: true } split)
        {
            RunSplit(place, code, arrays, ((LoopItem)split.Items[0]).Size);
        }
        else if (size < StackPlace.FewElements)
        {
            code(arrays, 0, 0);
        }
        else
        {
            RunAt(place, code, arrays, 0, 0, size);
        }
    }

    // Apart, so that what is not split allocates nothing.
    private void RunSplit(StackPlace place, FusedCode code, object[] arrays, int size) =>
        work.Split(size, work.BlockSize, (start, length) => RunAt(place, code, arrays, start, length, length));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunAt(StackPlace place, FusedCode code, object[] arrays, nint from, nint length, long size)
    {
        byte here = 0;
        var visit = place.Enter(size);
        Span<byte> padding = stackalloc byte[visit.Padding(ref here)];
        code(arrays, from, from + length);
        visit.Leave(padding);
    }

    // Between runs a workspace keeps its own storage alone: what was passed and what is given belong to others.
    private void Forget(Workspace workspace)
    {
        foreach (var place in passing)
        {
            (workspace.Values[place], workspace.Arrays[place]) = (null!, null!);
        }

        foreach (var place in rented)
        {
            (workspace.Values[place], workspace.Arrays[place]) = (null!, null!);
        }

        foreach (var run in workspace.Alone)
        {
            run.Forget();
        }

        foreach (var place in workspace.Lent)
        {
            (workspace.Values[place], workspace.Arrays[place]) = (null!, null!);
        }
    }

    private Workspace Prepare()
    {
        var storages = slots.Allocate();
        var values = new Storage[plan.Places];
        var arrays = new object[plan.Places + views.Count];
        for (var v = 0; v < views.Count; v++)
        {
            arrays[plan.Places + v] = views[v];
        }

        for (var place = 0; place < plan.Places; place++)
        {
            if (slots.Of[place] >= 0)
            {
                values[place] = storages[slots.Of[place]];
                arrays[place] = values[place].Numbers;
            }
        }

        var runs = new NodeRun?[nodes.Count];
        foreach (var step in plan.Steps)
        {
            if (step is not KernelStep(var place) || nodes[place].Operation is Parameter or DataSlot)
            {
                continue;
            }

            if (nodes[place].Operation is Constant constant)
            {
                values[place] = constant.Storage;
                arrays[place] = constant.Storage.Numbers;
            }
            else
            {
                runs[place] = new NodeRun(nodes[place], new Storage[operands[place].Length], work, pool) { Own = slots.Of[place] < 0 ? null : storages[slots.Of[place]] };
            }
        }

        int[] lent = [.. leaves, .. Enumerable.Range(0, nodes.Count).Where(i => runs[i] is not null && slots.Of[i] < 0)];
        return new(runs, [.. runs.OfType<NodeRun>()], lent, values, arrays);
    }

    // Places whose elements somebody reads from memory: kernels, sums, other methods, and the caller.
    private bool[] Stored()
    {
        var stored = new bool[plan.Places];
        var writer = new Dictionary<int, object>();
        foreach (var place in kept)
        {
            stored[place] = true;
        }

        foreach (var step in plan.Steps)
        {
            if (step is KernelStep(var alone))
            {
                stored[alone] = true;
                foreach (var operand in operands[alone])
                {
                    stored[plan.Source(operand)] = true;
                }

                continue;
            }

            foreach (var item in ((FusedStep)step).Items)
            {
                // Lanes are known to the whole method, elements of a loop to the loop.
                foreach (var place in PlacesOf(item))
                {
                    writer[place] = item is LoopItem loop && !loop.Sums.Contains(place) ? item : step;
                }

                foreach (var (place, offset, count, each) in plan.ReadBy(item))
                {
                    var size = plan.SizeOf(place);
                    var here = size <= LaneCompiler.Width ? (object)step : item;
                    stored[place] |= offset > 0 || count < size || each > 1 || !writer.TryGetValue(place, out var by) || !ReferenceEquals(by, here);
                }

                switch (item)
                {
                    case SpreadItem spread:
                        stored[spread.Of] = true;
                        stored[spread.Place] = true;
                        break;
                    case FoldItem fold when !plan.IsInLanes(fold.Place):
                        stored[fold.Place] = true;
                        stored[plan.RangeOf(fold.Place).Place] = true;
                        break;
                    case LoopItem loop:
                        foreach (var place in loop.RowSums.Concat(loop.ColumnSums))
                        {
                            stored[place] = true;
                        }

                        break;
                    case CopyItem copy:
                        stored[copy.Place] = true;
                        stored[plan.RangeOf(copy.Place).Place] = true;
                        break;
                    default:
                        break;
                }
            }
        }

        return stored;
    }

    private static IEnumerable<int> PlacesOf(FusedItem item) => item switch
    {
        LaneItem lane => [lane.Place],
        LoopItem loop => loop.Written,
        FoldItem fold => [fold.Place],
        CopyItem copy => [copy.Place],
        SpreadItem spread => [spread.Place],
        _ => throw new InvalidOperationException(item.GetType().Name),
    };

    private Slots Assign()
    {
        var items = new List<(int[] Written, int[] Read)>();
        foreach (var step in plan.Steps)
        {
            if (step is KernelStep(var place))
            {
                items.Add(([place], Array.ConvertAll(operands[place], plan.Source)));
                continue;
            }

            foreach (var item in ((FusedStep)step).Items)
            {
                items.Add(([.. PlacesOf(item)], [.. plan.ReadBy(item).Select(r => r.Place)]));
            }
        }

        return Slots.Assign(
            plan.Places,
            items,
            p => !isStored[p] || (rents && kept.Contains(p)) || (p < nodes.Count && nodes[p].Operation is Leaf) ? null : (plan.NodeOf(p).DType, plan.SizeOf(p)),
            kept.Contains);
    }

    private sealed record Workspace(NodeRun?[] Runs, NodeRun[] Alone, int[] Lent, Storage[] Values, object[] Arrays);
}
