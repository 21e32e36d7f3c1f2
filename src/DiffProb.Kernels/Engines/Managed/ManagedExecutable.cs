using System.Text;

namespace DiffProb;

/// <summary>Runs a compiled graph node by node in managed code.</summary>
internal sealed class ManagedExecutable(CompiledGraph graph, Work work) : Executable(graph.Outputs, graph.Inputs)
{
    private readonly StoragePool pool = new();

    public override IReadOnlyList<Tensor> Run(Bindings bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        var values = new Storage?[graph.Nodes.Count];
        var pooled = new bool[graph.Nodes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var inputs = Array.ConvertAll(graph.Operands[i], k => values[k]!);
            var run = new NodeRun(graph.Nodes[i], inputs, bindings, work, pool);
            graph.Nodes[i].Operation.Execute(run);
            (values[i], pooled[i]) = (run.Output, run.IsPooled);
            foreach (var dead in graph.Dying[i])
            {
                if (pooled[dead])
                {
                    pool.Return(values[dead]!);
                }

                values[dead] = null;
            }
        }

        return Array.ConvertAll(graph.Results, r => Tensor.Constant(graph.Nodes[r].Shape, values[r]!, graph.Nodes[r].Axes));
    }

    public override string Explain()
    {
        var text = new StringBuilder($"managed engine, {work.Threads} threads, blocks of {work.BlockSize}\n");
        foreach (var node in graph.Nodes)
        {
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"  {node.Operation.Name} {node.DType} {node.Axes} {node.Shape}");
        }

        return text.ToString();
    }
}
