namespace DiffProb;

/// <summary>Nodes of a graph that are computed column by column along a short dimension, and what that saves.</summary>
/// <remarks>What enters the region is read column by column, and what leaves it is put together again.</remarks>
internal sealed class UnrolledRegion
{
    private readonly IReadOnlyList<Tensor> nodes;
    private readonly Dictionary<Tensor, ShortDimension> members;
    private readonly HashSet<Tensor> wholes = [];
    private readonly HashSet<Tensor> columns = [];
    private readonly HashSet<(Tensor Node, ShortDimension Along)> entering = [];

    /// <param name="roots">The outputs of the graph.</param>
    /// <param name="nodes">Its nodes, inputs before users.</param>
    /// <param name="members">Nodes whose columns are computed, with their dimension.</param>
    public UnrolledRegion(Tensor[] roots, IReadOnlyList<Tensor> nodes, Dictionary<Tensor, ShortDimension> members)
    {
        (this.nodes, this.members) = (nodes, members);
        Demand(roots);
        Gain = columns.Sum(n => UnrolledGain.OfMember(n, members[n]))
            + wholes.Sum(n => Folded(n) is { } fold ? UnrolledGain.OfFold(fold.Input, fold.Along) : 0.0);
        Cost = entering.Sum(e => UnrolledGain.OfEntering(e.Node, e.Along))
            + wholes.Where(members.ContainsKey).Sum(n => UnrolledGain.OfLeaving(n, members[n]));
        Count = columns.Sum(n => members[n].SizeIn(n));
    }

    /// <summary>Numbers that are not moved any more, roughly.</summary>
    public double Gain { get; }

    /// <summary>Numbers that are moved in and out.</summary>
    public double Cost { get; }

    /// <summary>Nodes that come in place of the members.</summary>
    public int Count { get; }

    /// <summary>The outputs with the region unrolled.</summary>
    public Tensor[] Unroll(Tensor[] roots)
    {
        var made = new Dictionary<Tensor, Tensor>();
        var parts = new Dictionary<Tensor, Tensor[]>();
        var taken = new Dictionary<(Tensor, ShortDimension), Tensor[]>();
        var builder = new UnrolledColumns(ColumnsOf, t => made[t]);
        foreach (var node in nodes)
        {
            if (columns.Contains(node))
            {
                parts[node] = builder.Of(node, members[node]);
            }

            if (wholes.Contains(node))
            {
                made[node] = parts.TryGetValue(node, out var own) ? Whole(node, ShortRows.Together(own, members[node]))
                    : Folded(node) is { } fold ? Whole(node, FoldedDimension.Fold(node, fold.Along, parts[fold.Input], t => made[t]))
                    : Rebuilt(node);
            }
        }

        return Array.ConvertAll(roots, r => made[r].ExpandAlong(r.Axes));

        Tensor[] ColumnsOf(Tensor input, ShortDimension along)
        {
            if (IsMember(input, along))
            {
                return parts[input];
            }

            if (!taken.TryGetValue((input, along), out var of))
            {
                taken[(input, along)] = of = ShortRows.Columns(made[input], along);
            }

            return of;
        }

        Tensor Rebuilt(Tensor node)
        {
            var inputs = Array.ConvertAll(node.Inputs.ToArray(), t => made[t]);
            return inputs.AsSpan().SequenceEqual(node.Inputs) ? node : Tensor.Create(node.Operation, inputs);
        }
    }

    private bool IsMember(Tensor node, ShortDimension along) => members.TryGetValue(node, out var own) && own == along;

    private (Tensor Input, ShortDimension Along)? Folded(Tensor node)
    {
        foreach (var fold in members.ContainsKey(node) ? [] : FoldedDimension.Of(node))
        {
            if (IsMember(fold.Input, fold.Along))
            {
                return fold;
            }
        }

        return null;
    }

    // Which nodes are wanted whole, which as columns, from the outputs down.
    private void Demand(Tensor[] roots)
    {
        var pending = new Stack<(Tensor Node, bool IsWhole)>(roots.Select(r => (r, true)));
        while (pending.TryPop(out var next))
        {
            var (node, isWhole) = next;
            if (!(isWhole ? wholes : columns).Add(node))
            {
                continue;
            }

            if (!isWhole)
            {
                DemandInputs(node, pending);
            }
            else if (members.ContainsKey(node))
            {
                pending.Push((node, false));
            }
            else if (Folded(node) is { } fold)
            {
                pending.Push((fold.Input, false));
                foreach (var index in node.Operation is Gather ? node.Inputs[1..] : [])
                {
                    pending.Push((index, true));
                }
            }
            else
            {
                foreach (var input in node.Inputs)
                {
                    pending.Push((input, true));
                }
            }
        }
    }

    private void DemandInputs(Tensor node, Stack<(Tensor Node, bool IsWhole)> pending)
    {
        var carried = CarriedDimension.Through(node, members[node])!;
        for (var i = 0; i < carried.Length; i++)
        {
            var input = node.Inputs[i];
            var isColumns = carried[i] is { } along && IsMember(input, along);
            pending.Push((input, !isColumns));
            if (carried[i] is { } own && !isColumns)
            {
                entering.Add((input, own));
            }
        }
    }

    // What is constant along an axis of the node may lack it.
    private static Tensor Whole(Tensor node, Tensor made) => made.BroadcastTo(node.Shape).ExpandAlong(node.Axes);
}
