namespace DiffProb;

/// <summary>Orders of a graph, without recursion: graphs are as deep as programs are long.</summary>
internal static class Topology
{
    /// <summary>All nodes below the roots, inputs before users, in an order that depends on the structure alone.</summary>
    public static List<Tensor> Sort(params IEnumerable<Tensor> roots)
    {
        var order = new List<Tensor>();
        var seen = new HashSet<Tensor>();
        var path = new Stack<(Tensor Node, int Next)>();
        foreach (var root in roots)
        {
            if (!seen.Add(root))
            {
                continue;
            }

            path.Push((root, 0));
            while (path.TryPop(out var top))
            {
                if (top.Next == top.Node.Inputs.Length)
                {
                    order.Add(top.Node);
                    continue;
                }

                path.Push((top.Node, top.Next + 1));
                var input = top.Node.Inputs[top.Next];
                if (seen.Add(input))
                {
                    path.Push((input, 0));
                }
            }
        }

        return order;
    }
}
