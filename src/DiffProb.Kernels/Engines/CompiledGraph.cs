namespace DiffProb;

/// <summary>A simplified graph in the order of execution, with the last use of every node: what both engines run.</summary>
internal sealed class CompiledGraph
{
    private CompiledGraph(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, Tensor[] simplified, List<Tensor> nodes)
    {
        (Outputs, Inputs, Nodes) = (outputs, inputs, nodes);
        var index = new Dictionary<Tensor, int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            index[nodes[i]] = i;
        }

        Results = Array.ConvertAll(simplified, t => index[t]);
        Operands = [.. nodes.Select(n => Array.ConvertAll(n.Inputs.ToArray(), t => index[t]))];
        Dying = new int[nodes.Count][];
        var kept = new HashSet<int>(Results);
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            Dying[i] = [.. Operands[i].Distinct().Where(kept.Add)];
        }
    }

    public IReadOnlyList<Tensor> Outputs { get; }

    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>Nodes, inputs before users.</summary>
    public List<Tensor> Nodes { get; }

    /// <summary>Places of the inputs of each node.</summary>
    public int[][] Operands { get; }

    /// <summary>Places of the nodes that nobody needs after each node.</summary>
    public int[][] Dying { get; }

    /// <summary>Places of the outputs.</summary>
    public int[] Results { get; }

    /// <summary>The graph with its data.</summary>
    public static CompiledGraph Of(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs) => Of(outputs, inputs, Simplifier.Simplify(outputs));

    /// <summary>The graph without its data, and the data.</summary>
    /// <param name="outputs">What is computed.</param>
    /// <param name="inputs">What a run binds.</param>
    /// <param name="isUnrolled">Whether short dimensions are unrolled, where that pays.</param>
    public static (CompiledGraph Graph, Storage[] Data) WithoutData(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, bool isUnrolled)
    {
        var simplified = Simplifier.Simplify(outputs);
        simplified = isUnrolled ? Unroller.Unroll(simplified) : simplified;

        // A result that is another under another shape is the same array.
        var skeleton = Skeleton.Of(Array.ConvertAll(simplified, ArrayOf));
        return (Of(skeleton.Roots, inputs, skeleton.Roots), skeleton.Data);
    }

    private static Tensor ArrayOf(Tensor node)
    {
        while (View.IsSameArray(node))
        {
            node = node.Inputs[0];
        }

        return node;
    }

    private static CompiledGraph Of(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, Tensor[] simplified)
    {
        var nodes = Topology.Sort(simplified);
        foreach (var node in nodes)
        {
            if (node.Operation is RandomValue or Parameter or DataSlot && !inputs.Contains(node))
            {
                throw Errors.NotAnInput(node, inputs);
            }
        }

        return new(outputs, inputs, simplified, nodes);
    }
}
