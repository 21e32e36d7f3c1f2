using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace DiffProb;

/// <summary>The values of one run, each on the device, on the host, or on both once both asked for it.</summary>
internal sealed class TorchRun(
    CompiledGraph graph,
    Kernel?[] kernels,
    torch.Tensor?[] constants,
    torch.Device device,
    Bindings bindings,
    StoragePool pool)
{
    // Operations on the host keep to the number of threads that is set for libtorch: one setting serves where several executables run at once.
    private readonly Work hostWork = new(torch.get_num_threads(), 4096);
    private readonly torch.Tensor?[] onDevice = new torch.Tensor?[graph.Nodes.Count];
    private readonly Storage?[] onHost = new Storage?[graph.Nodes.Count];

    /// <summary>Computes a node whose inputs are computed, and frees what nobody needs any more.</summary>
    public void Compute(int index)
    {
        if (kernels[index] is { } kernel)
        {
            using var scope = torch.NewDisposeScope(); // what the kernel leaves behind
            onDevice[index] = Call(kernel, index).MoveToOuterDisposeScope();
        }
        else
        {
            var run = new NodeRun(graph.Nodes[index], Array.ConvertAll(graph.Operands[index], OnHost), bindings, hostWork, pool);
            graph.Nodes[index].Operation.Execute(run);
            onHost[index] = run.Output;
        }

        foreach (var dead in graph.Dying[index])
        {
            onDevice[dead]?.Dispose();
            (onDevice[dead], onHost[dead]) = (null, null);
        }
    }

    /// <summary>The numbers of a node in managed memory.</summary>
    public Storage OnHost(int index) => onHost[index] ??= Transfer.ToHost(onDevice[index]!, graph.Nodes[index].DType, pool);

    private torch.Tensor OnDevice(int index) =>
        constants[index]
        ?? (onDevice[index] ??= Transfer.ToDevice(onHost[index]!, Dimensions.Of(graph.Nodes[index]), device).MoveToOuterDisposeScope());

    private torch.Tensor Call(Kernel kernel, int index)
    {
        var node = graph.Nodes[index];
        var inputs = Array.ConvertAll(graph.Operands[index], OnDevice);
        try
        {
            var result = kernel(new KernelCall(node, inputs));
            Debug.Assert(!Array.Exists(inputs, t => ReferenceEquals(t, result)), "It would be freed with the input.");
            return result;
        }
        catch (ExternalException e)
        {
            throw e.Message.Contains("memory", StringComparison.OrdinalIgnoreCase)
                ? TorchErrors.OutOfMemory(node, device.ToString(), e)
                : TorchErrors.Failed(node, device.ToString(), e);
        }
    }
}
