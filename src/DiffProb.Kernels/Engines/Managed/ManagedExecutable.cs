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

    internal override Storage[] Compute(Bindings bindings)
    {
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

        return Array.ConvertAll(graph.Results, r => values[r]!);
    }

    internal override void Release(Storage[] outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            // An output that is an input or a constant is not ours, and one may be there twice.
            if (graph.Nodes[graph.Results[i]].Operation is not Leaf && Array.IndexOf(graph.Results, graph.Results[i]) == i)
            {
                pool.Return(outputs[i]);
            }
        }
    }

    public override string Explain()
    {
        var text = new StringBuilder($"managed engine, {work.Threads} threads, blocks of {work.BlockSize}\n");
        foreach (var (whole, _, pass) in stages)
        {
            whole.Explain(text, "  ");
            pass?.Explain(text);
        }

        return text.ToString();
    }
}
