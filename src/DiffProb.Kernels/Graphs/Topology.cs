namespace DiffProb;

/// <summary>Orders of a graph, without recursion: graphs are as deep as programs are long.</summary>
internal static class Topology
{
    /// <summary>All nodes below the roots, inputs before users, in an order that depends on the structure alone.</summary>
    public static List<Tensor> Sort(params IEnumerable<Tensor> roots) => Sort(roots, _ => null);

    /// <summary>The same of a graph in which some nodes have another input in place of their own.</summary>
    /// <param name="roots">Where to begin.</param>
    /// <param name="instead">That input; null for a node as it is.</param>
    public static List<Tensor> Sort(IEnumerable<Tensor> roots, Func<Tensor, Tensor?> instead)
    {
        var order = new List<Tensor>();
        var seen = new HashSet<Tensor>();
        var path = new Stack<(Tensor Node, Tensor? Instead, int Next)>();
        foreach (var root in roots)
        {
            if (!seen.Add(root))
            {
                continue;
            }

            path.Push((root, instead(root), 0));
            while (path.TryPop(out var top))
            {
                if (top.Next == (top.Instead is null ? top.Node.Inputs.Length : 1))
                {
                    order.Add(top.Node);
                    continue;
                }

                path.Push(top with { Next = top.Next + 1 });
                var input = top.Instead ?? top.Node.Inputs[top.Next];
                if (seen.Add(input))
                {
                    path.Push((input, instead(input), 0));
                }
            }
        }

        return order;
    }
}
