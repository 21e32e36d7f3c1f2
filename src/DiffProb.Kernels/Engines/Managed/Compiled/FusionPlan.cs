namespace DiffProb;

/// <summary>The order in which nodes are computed where loops over several of them are compiled.</summary>
/// <remarks>
/// Greedy: first what has a kernel of its own, then all that can be compiled after it, loop by loop, with as many nodes in a loop as can follow one another in it;
/// then again. Views that only rename what they see are no work at all: their users read what is below.
/// </remarks>
internal sealed partial class FusionPlan
{
    // Nodes in one loop: more would not stay in registers, and take long to compile.
    private const int LargestLoop = 96;

    // Items in one method.
    private const int LargestMethod = 384;

    private readonly IReadOnlyList<Tensor> nodes;
    private readonly int[] externals;
    private readonly int[][] operands;
    private readonly IReadOnlySet<int> kept;
    private readonly Work work;
    private readonly ElementRange[] sources;
    private readonly Kind[] kinds;
    private readonly ElementRange[]?[] readings;
    private readonly List<SpreadItem> spread = [];
    private readonly List<SegmentStep> steps = [];

    private FusionPlan(IReadOnlyList<Tensor> nodes, int[] externals, int[][] operands, IReadOnlySet<int> kept, Work work)
    {
        (this.nodes, this.externals, this.operands, this.kept, this.work) = (nodes, externals, operands, kept, work);
        kinds = new Kind[nodes.Count];
        readings = new ElementRange[]?[nodes.Count];
        Sizes = [.. nodes.Select(Segment.SizeOf)];
        sources = [.. Enumerable.Range(0, nodes.Count).Select(i => new ElementRange(i, 0, Sizes[i]))];
        Classify();
        Order();
    }

    private enum Kind
    {
        External,
        Alone,
        Renamed,
        Lane,
        Loop,
        Fold,
        Copy,
    }

    /// <summary>What is done, in order.</summary>
    public IReadOnlyList<SegmentStep> Steps => steps;

    /// <summary>Number of places: the nodes, then the spreads.</summary>
    public int Places => nodes.Count + spread.Count;

    /// <summary>Elements of each node.</summary>
    public int[] Sizes { get; }

    public static FusionPlan Of(IReadOnlyList<Tensor> nodes, int[] externals, int[][] operands, IReadOnlySet<int> kept, Work work) =>
        new(nodes, externals, operands, kept, work);

    /// <summary>The node whose numbers those of a node are, all of them or some.</summary>
    public int Source(int place) => sources[place].Place;

    /// <summary>How a node in a loop or in lanes reads its operands.</summary>
    public IReadOnlyList<ElementRange> Readings(int place) => readings[place]!;

    public bool IsExternal(int place) => kinds[place] == Kind.External;

    /// <summary>A step in a line: what it computes, over how many elements, and the bytes that a loop reads.</summary>
    public string Describe(SegmentStep step) => step switch
    {
        KernelStep kernel => $"kernel  {Segment.Describe(nodes[kernel.Place])}",
        FusedStep fused => $"fused   {string.Join("; ", fused.Items.OfType<LoopItem>().Select(Describe).Append(Rest(fused)).Where(t => t.Length > 0))}{(fused.IsSplit ? ", in blocks over threads" : "")}",
        _ => throw new InvalidOperationException(step.GetType().Name),
    };

    private string Describe(LoopItem loop)
    {
        ElementRange[] read = [.. ReadBy(loop).Where(r => r.Count > 1).Distinct()];
        var rows = loop.RowLength > 0 ? $" in rows of {loop.RowLength}" : "";
        var sums = string.Concat(Counted(loop.Sums.Count, ""), Counted(loop.RowSums.Count, " of each row"), Counted(loop.ColumnSums.Count, " over the rows"));
        return $"{loop.Size} elements{rows} of {Names(loop.Places)}{sums}, {read.Length} arrays read ({Segment.Bytes(read.Sum(r => (double)Segment.BytesOf(NodeOf(r.Place).DType) * r.Count))})";
    }

    private static string Counted(int sums, string of) => sums == 0 ? "" : sums == 1 ? $" and a sum{of}" : $" and {sums} sums{of}";

    private string Rest(FusedStep fused)
    {
        int[] lanes = [.. fused.Items.OfType<LaneItem>().Select(l => l.Place)];
        int[] sums = [.. fused.Items.OfType<FoldItem>().Select(l => l.Place)];
        var copies = fused.Items.Count(i => i is SpreadItem or CopyItem);
        return string.Join("; ", new[]
        {
            lanes.Length > 0 ? $"at most {LaneCompiler.Width} elements of {Names(lanes)}" : "",
            sums.Length > 0 ? $"{sums.Length} folds" : "",
            copies > 0 ? $"{copies} copies" : "",
        }.Where(t => t.Length > 0));
    }

    private string Names(IReadOnlyCollection<int> at) => string.Join(" ", at.GroupBy(p => nodes[p].Operation.Name).OrderByDescending(g => g.Count()).Select(g => g.Count() > 1 ? $"{g.Count()} {g.Key}" : g.Key));

    /// <summary>The operand of a sum.</summary>
    public int OperandOf(int sum) => operands[sum][0];

    /// <summary>Whether a sum is formed of the lanes of one vector.</summary>
    public bool IsInLanes(int sum) => nodes[sum].Operation is not LogSumExp && Sizes[sum] == 1 && Sizes[operands[sum][0]] <= LaneCompiler.Width;

    /// <summary>The elements that a sum or a copy reads.</summary>
    public ElementRange RangeOf(int place) => sources[operands[place][0]];

    /// <summary>The node at a place, or the one that a spread repeats there.</summary>
    public Tensor NodeOf(int place) => place < nodes.Count ? nodes[place] : nodes[spread[place - nodes.Count].Of];

    /// <summary>Elements at a place.</summary>
    public int SizeOf(int place) => place < nodes.Count ? Sizes[place] : spread[place - nodes.Count].View.Sizes.Aggregate(1, (n, s) => n * s);

    /// <summary>What an item reads and does not write itself.</summary>
    public IEnumerable<ElementRange> ReadBy(FusedItem item) => item switch
    {
        LaneItem lane => readings[lane.Place]!,
        LoopItem loop => loop.Places.SelectMany(p => readings[p]!).Where(r => !loop.Places.Contains(r.Place)),
        FoldItem fold => [RangeOf(fold.Place)],
        CopyItem copy => [RangeOf(copy.Place)],
        SpreadItem spread => [new(spread.Of, 0, SizeOf(spread.Of))],
        _ => throw new InvalidOperationException(item.GetType().Name),
    };

    private void Classify()
    {
        var isReadWhole = new bool[nodes.Count]; // by a kernel, which knows no renaming of one number
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            kinds[i] = KindOf(i, isReadWhole[i]);
            if (kinds[i] is Kind.Alone or Kind.Copy || (kinds[i] == Kind.Fold && !IsInLanes(i)))
            {
                foreach (var operand in operands[i])
                {
                    isReadWhole[operand] = true;
                }
            }
            else if (kinds[i] == Kind.Renamed)
            {
                isReadWhole[operands[i][0]] |= isReadWhole[i];
            }
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (kinds[i] == Kind.Renamed)
            {
                var (place, offset, count, _) = sources[operands[i][0]];
                sources[i] = new(place, offset + ((View)nodes[i].Operation).Of(nodes[i]).Coalesce().Offset, Math.Min(count, Sizes[i]));
            }
        }

        ChooseRows();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (kinds[i] is Kind.Lane or Kind.Loop)
            {
                readings[i] = Array.ConvertAll(operands[i], o => Reading(i, o));
            }
        }
    }

    private Kind KindOf(int i, bool isReadWhole)
    {
        var node = nodes[i];
        if (externals[i] >= 0)
        {
            return Kind.External;
        }

        if (Sizes[i] == 0 || node.Operation is Leaf or Draw)
        {
            return Kind.Alone;
        }

        if (node.Operation is View view)
        {
            var flat = view.Of(node).Coalesce();
            var isAll = flat.IsRun(Sizes[i]) && Sizes[operands[i][0]] == Sizes[i];
            var isPart = (flat.IsRun(Sizes[i]) || Sizes[operands[i][0]] == 1) && !isReadWhole;
            return (isAll || isPart) && !kept.Contains(i) ? Kind.Renamed : IsSmallNumbers(i) ? Kind.Copy : Kind.Alone;
        }

        if (node.Operation is Embed { Step: 1 })
        {
            return IsSmallNumbers(i) ? Kind.Copy : Kind.Alone;
        }

        if (node.Operation is Elementwise elementwise && elementwise.Lanes(node) is not null)
        {
            return Sizes[i] <= LaneCompiler.Width ? Kind.Lane : Kind.Loop;
        }

        if (node.Operation is Sum or SumOver or LogSumExp && Sizes[operands[i][0]] > 0 && node.DType == DType.Float64 && nodes[operands[i][0]].DType == DType.Float64)
        {
            var layout = ReductionRunner.LayoutOf(node);
            return layout.Moved is null && !ReductionRunner.IsInParts(layout) && work.IsFew(Sizes[operands[i][0]]) ? Kind.Fold : Kind.Alone;
        }

        return Kind.Alone;
    }

    // What is copied at once, by one thread.
    private bool IsSmallNumbers(int i) => nodes[i].DType == DType.Float64 && work.IsFew(Sizes[i]) && Sizes[operands[i][0]] > 0;

    private ElementRange Reading(int user, int operand)
    {
        var source = sources[operand];
        if (source.Count == 1)
        {
            return source;
        }

        var view = Seen(user, operand);
        if (view.IsRun(Sizes[user]))
        {
            return source;
        }

        if (kinds[user] == Kind.Loop)
        {
            var length = rowLengths.GetValueOrDefault(Sizes[user]);
            if (IsRow(view) && view.Sizes[1] == length)
            {
                return new(source.Place, view.Offset, length);
            }

            if (IsEach(view) && (length == 0 || view.Sizes[1] == length) && nodes[source.Place].DType is DType.Float64 or DType.Int64)
            {
                return new(source.Place, view.Offset, view.Sizes[0], view.Sizes[1]);
            }
        }

        var same = spread.Find(s => s.Of == source.Place && s.View.Sizes.AsSpan().SequenceEqual(view.Sizes) && s.View.Strides.AsSpan().SequenceEqual(view.Strides) && s.View.Offset == view.Offset);
        if (same is null)
        {
            same = new(nodes.Count + spread.Count, source.Place, view);
            spread.Add(same);
        }

        return new(same.Place, 0, Sizes[user]);
    }

    // Where a node lies for a user that computes element by element.
    private StridedView Seen(int user, int operand)
    {
        var view = StridedView.Broadcast(nodes[operand], nodes[user]).Coalesce();
        return view with { Offset = view.Offset + sources[operand].Offset };
    }

    private void Order()
    {
        var done = new bool[Places];
        var left = 0;
        for (var i = 0; i < nodes.Count; i++)
        {
            done[i] = kinds[i] is Kind.External;
            left += done[i] ? 0 : 1;
        }

        while (left > 0)
        {
            var before = left;
            for (var i = 0; i < nodes.Count; i++)
            {
                if (!done[i] && kinds[i] is Kind.Alone or Kind.Renamed && Array.TrueForAll(operands[i], o => done[o]))
                {
                    if (kinds[i] == Kind.Alone)
                    {
                        steps.Add(new KernelStep(i));
                    }

                    done[i] = true;
                    left--;
                }
            }

            left -= Compiled(done);
            if (left == before)
            {
                throw new InvalidOperationException("A graph has no order.");
            }
        }
    }

    // All that can be compiled now; the number of nodes.
    private int Compiled(bool[] done)
    {
        var items = new List<FusedItem>();
        var count = 0;
        while (true)
        {
            var more = InLanes(done, items) + InLoop(done, items);
            if (more == 0)
            {
                break;
            }

            count += more;
        }

        Add(items);
        return count;
    }

    private void Add(List<FusedItem> items)
    {
        var some = new List<FusedItem>();
        var length = 0;
        foreach (var item in items)
        {
            var size = item is LoopItem loop ? loop.Places.Count : 1;
            var isSplit = item is LoopItem { Size: var n } && !work.IsFew(n);
            if (some.Count > 0 && (isSplit || length + size > LargestMethod))
            {
                steps.Add(new FusedStep([.. some], false));
                some.Clear();
                length = 0;
            }

            if (isSplit)
            {
                steps.Add(new FusedStep([item], true));
                continue;
            }

            some.Add(item);
            length += size;
        }

        if (some.Count > 0)
        {
            steps.Add(new FusedStep([.. some], false));
        }
    }

    private int InLanes(bool[] done, List<FusedItem> items)
    {
        var count = 0;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (done[i] || kinds[i] is not (Kind.Lane or Kind.Fold or Kind.Copy or Kind.Renamed) || !Array.TrueForAll(operands[i], o => done[o]))
            {
                continue;
            }

            if (kinds[i] == Kind.Lane)
            {
                SpreadFor(i, done, items);
                items.Add(new LaneItem(i));
            }
            else if (kinds[i] == Kind.Fold)
            {
                items.Add(new FoldItem(i));
            }
            else if (kinds[i] == Kind.Copy)
            {
                items.Add(new CopyItem(i));
            }

            done[i] = true;
            count++;
        }

        return count;
    }

    private int InLoop(bool[] done, List<FusedItem> items)
    {
        var size = int.MaxValue;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!done[i] && kinds[i] == Kind.Loop && Array.TrueForAll(operands[i], o => done[o]))
            {
                size = Math.Min(size, Sizes[i]);
            }
        }

        if (size == int.MaxValue)
        {
            return 0;
        }

        var inside = new HashSet<int>();
        var loop = new List<int>();
        var count = 0;
        for (var i = 0; i < nodes.Count && loop.Count < LargestLoop; i++)
        {
            if (done[i])
            {
                continue;
            }

            if (kinds[i] == Kind.Renamed && inside.Contains(sources[i].Place) && sources[i].Count == size)
            {
                inside.Add(i);
                count++;
                continue;
            }

            if (kinds[i] != Kind.Loop || Sizes[i] != size)
            {
                continue;
            }

            // What is inside has as many elements, so that the same place is read.
            if (Array.TrueForAll(operands[i], o => done[o] || inside.Contains(o)))
            {
                SpreadFor(i, done, items);
                loop.Add(i);
                inside.Add(i);
                count++;
            }
        }

        foreach (var i in inside)
        {
            done[i] = true;
        }

        var item = WithSums(new(size, loop, []), done);
        items.Add(item);
        return count + item.Sums.Count + item.RowSums.Count + item.ColumnSums.Count;
    }

    // What the node reads in other places than its own is written out before.
    private void SpreadFor(int node, bool[] done, List<FusedItem> items)
    {
        foreach (var operand in readings[node]!)
        {
            if (operand.Place >= nodes.Count && !done[operand.Place])
            {
                done[operand.Place] = true;
                items.Add(spread[operand.Place - nodes.Count]);
            }
        }
    }
}
