using System.Collections.Concurrent;

namespace DiffProb;

/// <summary>Nodes that run one after the other in storage that is kept between runs, shared by those that are never alive together.</summary>
/// <remarks>
/// Immutable, but for its workspaces: each run has one of its own. Nodes run by their kernels until that has taken about as long as it would take to compile
/// them; then they are compiled (<see cref="CompiledSegment"/>), with the same bits.
/// </remarks>
internal sealed class Segment
{
    // Nanoseconds, roughly: of a kernel's call (beside one for each element), of compiling a method, and of each node in it.
    private const long PerNode = 100;
    private const long ToCompile = 2_000_000;
    private const long ToCompileNode = 150_000;

    private readonly Tensor[] nodes;
    private readonly int[] externals;
    private readonly int[][] operands;
    private readonly int[] sources;
    private readonly Slots slots;
    private readonly Work work;
    private readonly StoragePool pool;
    private readonly ConcurrentBag<Workspace> idle = [];
    private readonly HashSet<int> kept;
    private readonly bool rents;
    private readonly long perRun;
    private long untilCompiled;
    private readonly SegmentProfile? profile;
    private CompiledSegment? compiled;

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
        for (var i = 0; i < nodes.Count; i++)
        {
            operands[i] = externals[i] >= 0 ? [] : Array.ConvertAll(nodes[i].Inputs.ToArray(), t => places[t]);
        }

        // A view of a whole array is that array, which must last as long.
        sources = [.. Enumerable.Range(0, nodes.Count)];
        for (var i = 0; i < nodes.Count; i++)
        {
            if (externals[i] < 0 && View.IsSameArray(nodes[i]) && (!kept.Contains(nodes[i]) || Lasts(sources[operands[i][0]])))
            {
                sources[i] = sources[operands[i][0]];
            }
        }

        bool Lasts(int source) => externals[source] >= 0 || nodes[source].Operation is Leaf || kept.Contains(nodes[source]);

        this.kept = [.. Enumerable.Range(0, nodes.Count).Where(i => kept.Contains(nodes[i]) && !IsShared(i))];
        slots = Slots.Assign(
            nodes.Count,
            [.. Enumerable.Range(0, nodes.Count).Select(i => (sources[i] == i ? new[] { i } : [], Array.ConvertAll(operands[i], o => sources[o])))],
            i => externals[i] >= 0 || nodes[i].Operation is Leaf || (rents && this.kept.Contains(i)) ? null : (nodes[i].DType, SizeOf(nodes[i])),
            this.kept.Contains);
        this.rents = rents;
        var fusable = Enumerable.Range(0, nodes.Count).Where(i => externals[i] < 0 && nodes[i].Operation is Elementwise e && e.Lanes(nodes[i]) is not null).ToArray();
        profile = SegmentProfile.For(() => nodes.Select(Describe));
        perRun = fusable.Sum(i => PerNode + (long)SizeOf(nodes[i]));
        untilCompiled = work.Compilation switch
        {
            _ when !LaneCompiler.IsSupported || fusable.Length == 0 => long.MaxValue,
            Compilation.Never => long.MaxValue,
            Compilation.AtOnce => 0,
            _ => ToCompile + (fusable.Length * ToCompileNode),
        };
    }

    /// <summary>Whether a node is the array of another one.</summary>
    public bool IsShared(int place) => sources[place] != place;

    /// <summary>What runs: kernels, and loops that are or will be compiled, each in a line.</summary>
    /// <param name="text">Where it is written.</param>
    /// <param name="indent">What each line begins with.</param>
    public void Explain(System.Text.StringBuilder text, string indent)
    {
        if (compiled is { } code)
        {
            code.Explain(text, indent);
            return;
        }

        if (untilCompiled == long.MaxValue)
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                if (externals[i] < 0)
                {
                    text.Append(indent).Append("kernel  ").Append(Describe(nodes[i])).AppendLine(profile?.Of(i) is { Length: > 0 } time ? $"; {time}" : "");
                }
            }

            return;
        }

        var plan = FusionPlan.Of(nodes, externals, operands, kept, work);
        var runs = (Math.Max(0, Interlocked.Read(ref untilCompiled)) + perRun - 1) / perRun;
        text.Append(indent).AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"node by node for {runs} more runs, then compiled to:");
        for (var s = 0; s < plan.Steps.Count; s++)
        {
            text.Append(indent).AppendLine(plan.Describe(plan.Steps[s]));
        }
    }

    /// <summary>A node in a line: its operation, type, axes and shape, and the bytes that it writes.</summary>
    public static string Describe(Tensor node)
    {
        var bytes = (double)node.Axes.Size * node.Shape.Size * BytesOf(node.DType);
        return $"{node.Operation.Name} {node.DType}{(node.Axes.Count > 0 ? $" along {node.Axes}" : "")} {node.Shape}, {Bytes(bytes)}";
    }

    /// <summary>Bytes of an element.</summary>
    public static int BytesOf(DType type) => type switch
    {
        DType.Float64 or DType.Int64 => 8,
        DType.Float32 => 4,
        _ => 1,
    };

    /// <summary>A number of bytes in the largest unit that fits.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1 << 30 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (1 << 30):G3} GiB"),
        >= 1 << 20 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (1 << 20):G3} MiB"),
        >= 1 << 10 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (1 << 10):G3} KiB"),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes:G3} B"),
    };

    /// <summary>Number of elements of a node that is stored as a whole.</summary>
    /// <exception cref="ShapeException">They are too many for one array.</exception>
    public static int SizeOf(Tensor node)
    {
        var size = (long)node.Axes.Size * node.Shape.Size;
        return size <= Array.MaxLength ? (int)size : throw Errors.TooManyElements($"{node.Operation.Name} along {node.Axes} of shape {node.Shape}", size);
    }

    /// <summary>Its compiled form, if it was compiled.</summary>
    public CompiledSegment? Code => Volatile.Read(ref compiled);

    /// <summary>Computes all nodes and calls <paramref name="use"/> with their storages before these are used again.</summary>
    public void Run(Bindings bindings, ReadOnlySpan<Storage> passed, StreamRun? stream, long first, Action<Storage[]> use)
    {
        if (Compiled() is { } code)
        {
            code.Run(bindings, passed, stream, first, use);
            return;
        }

        var workspace = idle.TryTake(out var known) ? known : Prepare();
        var values = workspace.Values;
        var monitor = stream is null ? bindings.Monitor : null;
        for (var i = 0; i < nodes.Length; i++)
        {
            monitor?.Check();
            if (externals[i] >= 0)
            {
                values[i] = passed[externals[i]];
                continue;
            }

            if (sources[i] != i)
            {
                values[i] = values[sources[i]];
                continue;
            }

            var run = workspace.Runs[i];
            var own = operands[i];
            for (var k = 0; k < own.Length; k++)
            {
                run.Inputs[k] = values[own[k]];
            }

            var began = profile is null ? 0 : SegmentProfile.Now;
            values[i] = run.Execute(bindings, stream, first);
            profile?.Add(i, began);
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

    // Compiled by the run that has waited long enough; others go on by kernels in the meantime.
    private CompiledSegment? Compiled()
    {
        if (Volatile.Read(ref compiled) is { } code)
        {
            return code;
        }

        var left = Interlocked.Read(ref untilCompiled);
        if (left == long.MaxValue || (left > 0 && Interlocked.Add(ref untilCompiled, -perRun) > 0) || Interlocked.Exchange(ref untilCompiled, long.MaxValue) == long.MaxValue)
        {
            return null;
        }

        idle.Clear();
        var made = new CompiledSegment(nodes, externals, operands, FusionPlan.Of(nodes, externals, operands, kept, work), kept, rents, work, pool);
        Volatile.Write(ref compiled, made);
        return made;
    }

    private Workspace Prepare()
    {
        var storages = slots.Allocate();
        var runs = new NodeRun[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            runs[i] = new NodeRun(nodes[i], new Storage[operands[i].Length], work, pool) { Own = slots.Of[i] < 0 ? null : storages[slots.Of[i]] };
        }

        return new(runs, new Storage[nodes.Length]);
    }

    private sealed record Workspace(NodeRun[] Runs, Storage[] Values);
}
