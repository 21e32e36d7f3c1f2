namespace DiffProb;

/// <summary>Nodes along the streamed axis, computed chunk by chunk in storage that stays in the cache; what is left of them are sums over
/// the axis, and the few that are needed whole.</summary>
/// <remarks>
/// A chunk has a fixed number of elements of the axis, and sums of chunks are added in their order: the same bits for any number of threads. Noise is a
/// function of its place in the whole, so that chunks draw what the whole would.
/// </remarks>
internal sealed class StreamPass
{
    private readonly CompiledGraph graph;
    private readonly Axis axis;
    private readonly int[] sums;
    private readonly int[] whole;
    private readonly int[] external;
    private readonly Chunk main;
    private readonly Chunk? rest;
    private readonly bool isBackward;
    private readonly Work work;

    /// <param name="graph">The graph.</param>
    /// <param name="axis">The axis that is streamed.</param>
    /// <param name="chunk">Elements of it in a chunk.</param>
    /// <param name="sums">Places of the sums over the axis that this pass gives.</param>
    /// <param name="whole">Places of the nodes along the axis that it writes in full.</param>
    /// <param name="isKnown">Whether the storage of a node is there before the pass.</param>
    /// <param name="isBackward">Whether the last chunk goes first: what the pass before wrote last is still in the cache.</param>
    /// <param name="work">How chunks are spread over threads.</param>
    /// <param name="pool">Where storage comes from that is not kept.</param>
    public StreamPass(CompiledGraph graph, Axis axis, int chunk, int[] sums, int[] whole, Func<int, bool> isKnown, bool isBackward, Work work, StoragePool pool)
    {
        (this.graph, this.axis, this.sums, this.whole, this.isBackward, this.work) = (graph, axis, sums, whole, isBackward, work);
        var needed = Needed(isKnown);
        external = [.. needed.Where(isKnown)];
        main = new(this, needed, isKnown, chunk, pool);
        rest = axis.Size % chunk == 0 ? null : new(this, needed, isKnown, axis.Size % chunk, pool);
    }

    /// <summary>Number of chunks.</summary>
    public int Chunks => (axis.Size + main.Size - 1) / main.Size;

    /// <summary>What runs in each chunk.</summary>
    public void Explain(System.Text.StringBuilder text)
    {
        text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"  {Chunks} chunks of {main.Size} along {axis}, {sums.Length} sums over it, {whole.Length} nodes written whole:");
        main.Explain(text, "    ");
    }

    public void Run(Bindings bindings, Storage?[] values, StoragePool pool, RunMonitor.Tally? tally)
    {
        var chunks = Chunks;
        var partial = Array.ConvertAll(sums, s => pool.Rent(graph.Nodes[s].DType, checked(chunks * Segment.SizeOf(graph.Nodes[s]))));
        foreach (var place in whole)
        {
            values[place] = pool.Rent(graph.Nodes[place].DType, Segment.SizeOf(graph.Nodes[place]));
        }

        var known = Array.ConvertAll(external, e => values[e]!);
        var (mainStream, restStream) = (new StreamRun(main.Axis), rest is null ? null : new StreamRun(rest.Axis));
        work.Split(chunks, 1, (from, count) =>
        {
            for (var i = from; i < from + count; i++)
            {
                tally?.Check();
                var c = isBackward ? chunks - 1 - i : i;
                var (part, stream) = (c + 1) * (long)main.Size <= axis.Size ? (main, mainStream) : (rest!, restStream!);
                part.Run(bindings, known, stream, c, (long)c * main.Size, partial, values);
                tally?.Add();
            }
        });

        for (var s = 0; s < sums.Length; s++)
        {
            var sum = pool.Rent(partial[s].DType, Segment.SizeOf(graph.Nodes[sums[s]]));
            Summation.Rows(partial[s], sum, 0, 0, chunks, sum.Length);
            pool.Return(partial[s]);
            values[sums[s]] = sum;
        }
    }

    // Places of all nodes that the pass reads or computes, inputs first.
    private List<int> Needed(Func<int, bool> isKnown)
    {
        var seen = new HashSet<int>();
        var pending = new Stack<int>(sums.Concat(whole));
        while (pending.TryPop(out var place))
        {
            if (seen.Add(place) && !isKnown(place))
            {
                foreach (var operand in graph.Operands[place])
                {
                    pending.Push(operand);
                }
            }
        }

        return [.. seen.Order()];
    }

    /// <summary>The nodes of the pass with another number of elements along the axis.</summary>
    private sealed class Chunk
    {
        private readonly StreamPass pass;
        private readonly Segment segment;
        private readonly int[] sums;
        private readonly int[] whole;
        private readonly bool[] isSliced;
        private readonly int[] inner;
        private readonly StoragePool pool;

        public Chunk(StreamPass pass, List<int> needed, Func<int, bool> isKnown, int size, StoragePool pool)
        {
            (this.pass, this.pool, Size) = (pass, pool, size);
            Axis = pass.axis with { Size = size };
            var graph = pass.graph;
            var made = new Dictionary<int, Tensor>();
            foreach (var place in needed)
            {
                var node = graph.Nodes[place];
                made[place] = isKnown(place)
                    ? Tensor.Create(new Held(place, node.Shape, node.DType, Exchange(node.Axes)))
                    : Tensor.Create(Exchange(node.Operation), Array.ConvertAll(graph.Operands[place], o => made[o]));
            }

            // Two nodes may be one in a chunk.
            var nodes = needed.Select(place => made[place]).Distinct().ToArray();
            var places = nodes.Select((node, i) => (node, i)).ToDictionary(p => p.node, p => p.i);
            var externals = new int[nodes.Length];
            Array.Fill(externals, -1);
            for (var e = 0; e < pass.external.Length; e++)
            {
                externals[places[made[pass.external[e]]]] = e;
            }

            isSliced = Array.ConvertAll(pass.external, e => graph.Nodes[e].Axes.Contains(pass.axis));
            inner = Array.ConvertAll(pass.external, e => Segment.SizeOf(graph.Nodes[e]) / (graph.Nodes[e].Axes.Contains(pass.axis) ? pass.axis.Size : 1));
            sums = Array.ConvertAll(pass.sums, s => places[made[s]]);
            whole = Array.ConvertAll(pass.whole, w => places[made[w]]);
            segment = new(nodes, externals, sums.Concat(whole).Select(i => nodes[i]).ToHashSet(), false, pass.work.Undivided, pool);
        }

        public int Size { get; }

        public Axis Axis { get; }

        public void Explain(System.Text.StringBuilder text, string indent) => segment.Explain(text, indent);

        public void Run(Bindings bindings, Storage[] known, StreamRun stream, int chunk, long first, Storage[] partial, Storage?[] values)
        {
            var passed = new Storage[known.Length];
            for (var e = 0; e < known.Length; e++)
            {
                passed[e] = known[e];
                if (isSliced[e])
                {
                    passed[e] = pool.Rent(known[e].DType, Size * inner[e]);
                    known[e].CopyTo(passed[e], (int)(first * inner[e]), 0, passed[e].Length);
                }
            }

            segment.Run(bindings, passed, stream, first, storages =>
            {
                for (var s = 0; s < sums.Length; s++)
                {
                    var sum = storages[sums[s]];
                    sum.CopyTo(partial[s], 0, chunk * sum.Length, sum.Length);
                }

                for (var w = 0; w < whole.Length; w++)
                {
                    var part = storages[whole[w]];
                    part.CopyTo(values[pass.whole[w]]!, 0, (int)(first * (part.Length / Size)), part.Length);
                }
            });

            for (var e = 0; e < known.Length; e++)
            {
                if (isSliced[e])
                {
                    pool.Return(passed[e]);
                }
            }
        }

        private Axes Exchange(Axes axes) => axes.Contains(pass.axis) ? Axes.Of(axes.Select(a => a.Equals(pass.axis) ? Axis : a)) : axes;

        private Operation Exchange(Operation operation) => operation switch
        {
            Draw draw => draw with { Along = Exchange(draw.Along) },
            ExpandAlong expand => new ExpandAlong(Exchange(expand.Along)),
            SumOver sum => new SumOver(Exchange(sum.Over)),
            _ => operation,
        };
    }
}

/// <summary>A node whose storage is there already: data, or what a pass over chunks reads.</summary>
internal sealed record Held(int Place, Shape Shape, DType Type, Axes Along) : Leaf(Shape, Type, Along)
{
    internal override void Execute(NodeRun run) => throw new InvalidOperationException("It is held, and passed to the segment.");
}
