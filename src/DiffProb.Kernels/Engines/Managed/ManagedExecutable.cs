using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>Runs a compiled graph in managed code: in chunks of particles where there are many, else node by node.</summary>
internal sealed class ManagedExecutable : Executable
{
    private readonly CompiledGraph graph;
    private readonly Work work;
    private readonly StoragePool pool = new();
    private readonly Stage[] stages;
    private readonly HashSet<int> kept;

    public ManagedExecutable(CompiledGraph graph, Work work)
        : base(graph.Outputs, graph.Inputs)
    {
        (this.graph, this.work) = (graph, work);
        kept = [.. graph.Results];
        stages = Stages.Of(graph, work, pool);
    }

    public override IReadOnlyList<Tensor> Run(Bindings bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        var values = new Storage?[graph.Nodes.Count];
        foreach (var (whole, places, pass) in stages)
        {
            whole.Run(bindings, values!, null, 0, storages =>
            {
                for (var i = 0; i < places.Length; i++)
                {
                    if (places[i] >= 0)
                    {
                        values[places[i]] = storages[i];
                    }
                }
            });
            pass?.Run(bindings, values, pool);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } storage && !kept.Contains(i) && graph.Nodes[i].Operation is not Leaf)
            {
                pool.Return(storage);
            }
        }

        return Array.ConvertAll(graph.Results, r => Tensor.Constant(graph.Nodes[r].Shape, values[r]!, graph.Nodes[r].Axes));
    }

    public override string Explain()
    {
        var text = new StringBuilder($"managed engine, {work.Threads} threads, blocks of {work.BlockSize}\n");
        foreach (var (whole, _, pass) in stages)
        {
            foreach (var node in whole.Computed)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {node.Operation.Name} {node.DType} {node.Axes} {node.Shape}");
            }

            if (pass is not null)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {pass}");
            }
        }

        return text.ToString();
    }
}
