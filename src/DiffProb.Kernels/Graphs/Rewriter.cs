namespace DiffProb;

/// <summary>Rebuilds graphs with some nodes replaced. One rewriter remembers what it made, so shared parts stay shared.</summary>
/// <param name="replace">The replacement of a node whose inputs are already rewritten, or null to rebuild it as it is.</param>
internal sealed class Rewriter(Func<Tensor, Tensor[], Tensor?> replace)
{
    private readonly Dictionary<Tensor, Tensor> made = [];

    /// <summary>The rewritten form of a node.</summary>
    public Tensor Rewrite(Tensor root)
    {
        if (made.TryGetValue(root, out var known))
        {
            return known;
        }

        foreach (var node in Pending(root))
        {
            var inputs = new Tensor[node.Inputs.Length];
            var changed = false;
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = made[node.Inputs[i]];
                changed |= !ReferenceEquals(inputs[i], node.Inputs[i]);
            }

            made[node] = replace(node, inputs) ?? (changed ? node.Operation.Rebuild(inputs) : node);
        }

        return made[root];
    }

    // Inputs first; what was rewritten before is not entered again.
    private List<Tensor> Pending(Tensor root)
    {
        var order = new List<Tensor>();
        var seen = new HashSet<Tensor> { root };
        var path = new Stack<(Tensor Node, int Next)>();
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
            if (!made.ContainsKey(input) && seen.Add(input))
            {
                path.Push((input, 0));
            }
        }

        return order;
    }
}
