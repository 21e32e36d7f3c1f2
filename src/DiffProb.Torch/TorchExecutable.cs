using System.Globalization;
using System.Text;
using TorchSharp;

namespace DiffProb;

/// <summary>Runs a compiled graph node by node on libtorch.</summary>
internal sealed class TorchExecutable : Executable
{
    // Larger constants are used where they are on the CPU; smaller ones are copied, so that they do not pin the young heap.
    private const int LargestCopied = 1 << 16;

    private readonly CompiledGraph graph;
    private readonly torch.Device device;
    private readonly string name;
    private readonly Kernel?[] kernels;
    private readonly torch.Tensor?[] constants;
    private readonly StoragePool pool = new();

    public TorchExecutable(CompiledGraph graph, torch.Device device, string name)
        : base(graph.Outputs, graph.Inputs)
    {
        (this.graph, this.device, this.name) = (graph, device, name);
        kernels = [.. graph.Nodes.Select(n => KernelTable.Default.Find(n, device))];
        constants = new torch.Tensor?[graph.Nodes.Count];
        foreach (var k in graph.Operands.Where((_, i) => kernels[i] is not null).SelectMany(o => o).Distinct())
        {
            constants[k] = graph.Nodes[k].Operation is Constant constant ? Upload(graph.Nodes[k], constant.Storage) : null;
        }
    }

    internal override Storage[] Compute(Bindings bindings)
    {
        using var scope = torch.NewDisposeScope();
        using var inference = torch.inference_mode();
        var run = new TorchRun(graph, kernels, constants, device, bindings, pool);
        var tally = bindings.Monitor?.Begin(graph.Nodes.Count);
        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            tally?.Check();
            run.Compute(i);
            tally?.Add();
        }

        return Array.ConvertAll(graph.Results, run.OnHost);
    }

    // Results that came from the device; one may be there twice.
    internal override void Release(Storage[] outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            if (kernels[graph.Results[i]] is not null && Array.IndexOf(graph.Results, graph.Results[i]) == i)
            {
                pool.Return(outputs[i]);
            }
        }
    }

    public override string Explain()
    {
        var text = new StringBuilder($"{name}\n");
        foreach (var (node, kernel) in graph.Nodes.Zip(kernels))
        {
            var place = kernel is null ? $"host: {KernelTable.Default.WhyHost(node)}" : device.ToString();
            text.AppendLine(CultureInfo.InvariantCulture, $"  {node.Operation.Name} {node.DType} {node.Axes} {node.Shape} on {place}");
        }

        return text.ToString();
    }

    // Kept by the executable and not by a scope of the caller.
    private torch.Tensor Upload(Tensor node, Storage storage)
    {
        using var scope = torch.NewDisposeScope();
        var shared = Transfer.ToDevice(storage, Dimensions.Of(node), device);
        return (storage.Length <= LargestCopied ? shared.clone() : shared).DetachFromDisposeScope();
    }
}
