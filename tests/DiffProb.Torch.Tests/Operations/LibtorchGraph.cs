using TorchSharp;

namespace DiffProb;

/// <summary>An expression built from the engine's kernels on tensors that libtorch differentiates itself.</summary>
internal sealed class LibtorchGraph
{
    private static readonly torch.Device Device = new(DeviceType.CPU, -1);
    private readonly Dictionary<Tensor, torch.Tensor> values = [];

    /// <summary>Nodes above a parameter that were computed on the host: libtorch does not see through them.</summary>
    public List<Tensor> Opaque { get; } = [];

    /// <summary>Tensors whose type or sizes are not those of their node.</summary>
    public List<string> Misshapen { get; } = [];

    public LibtorchGraph(Tensor output, Bindings bindings)
    {
        var active = new HashSet<Tensor>();
        foreach (var node in Topology.Sort(output))
        {
            var inputs = Array.ConvertAll(node.Inputs.ToArray(), t => values[t]);
            values[node] = KernelTable.Default.Find(node, Device) is { } kernel ? kernel(new(node, inputs))
                : node.Operation is ImplicitPath or Image ? inputs[0] // which engines drop before they run
                : OnHost(node, inputs, bindings);
            if (node.Operation is Parameter)
            {
                values[node] = values[node].detach().clone().requires_grad_();
            }

            Check(node);
            if (node.Operation is Parameter || Array.Exists(node.Inputs.ToArray(), active.Contains))
            {
                active.Add(node);
                if (node.Operation is not Parameter && KernelTable.Default.Find(node, Device) is null)
                {
                    Opaque.Add(node);
                }
            }
        }
    }

    public torch.Tensor this[Tensor node] => values[node];

    /// <summary>Derivatives of a scalar by libtorch; zeros where it saw no dependence.</summary>
    public double[] Gradient(Tensor parameter) =>
        values[parameter].grad is { } grad ? Transfer.ToHost(grad, parameter.DType, new()).ToDoubles() : new double[parameter.Shape.Size];

    private static torch.Tensor OnHost(Tensor node, torch.Tensor[] inputs, Bindings bindings)
    {
        var storages = node.Inputs.ToArray().Zip(inputs, (n, t) => Transfer.ToHost(t, n.DType, new())).ToArray();
        var run = new NodeRun(node, storages, bindings, Work.Alone, new StoragePool());
        node.Operation.Execute(run);
        return Transfer.ToDevice(run.Output!, Dimensions.Of(node), Device);
    }

    private void Check(Tensor node)
    {
        var (value, sizes) = (values[node], Dimensions.Of(node));
        if (value.dtype != Transfer.TypeOf(node.DType) || !value.shape.SequenceEqual(sizes))
        {
            Misshapen.Add($"{node.Operation.Name}: {value.dtype} [{string.Join(", ", value.shape)}] is not {node.DType} [{string.Join(", ", sizes)}]");
        }
    }
}
