using TorchSharp;

namespace DiffProb;

/// <summary>Which operations libtorch computes, and why the others are computed on the host: one entry for each operation or family.</summary>
internal sealed class KernelTable
{
    private readonly Dictionary<Type, Entry> entries = [];

    private KernelTable()
    {
        ArithmeticKernels.AddTo(this);
        ExponentialKernels.AddTo(this);
        TrigonometryKernels.AddTo(this);
        RoundingKernels.AddTo(this);
        ComparisonKernels.AddTo(this);
        SpecialKernels.AddTo(this);
        ReductionKernels.AddTo(this);
        ShapeKernels.AddTo(this);
        AlgebraKernels.AddTo(this);
        FactorizationKernels.AddTo(this);
        IndexingKernels.AddTo(this);
        ImageKernels.AddTo(this);
        HostOperations.AddTo(this);
        Add<ModuleOperation>((module, call) => module.Compute(call));
    }

    public static KernelTable Default { get; } = new();

    public void Add<TOperation>(Func<TOperation, KernelCall, torch.Tensor> kernel)
        where TOperation : Operation =>
        entries.Add(typeof(TOperation), new(call => kernel((TOperation)call.Operation, call), ""));

    /// <summary>An operation that libtorch has, but not for every node: the others are computed on the host.</summary>
    public void Add<TOperation>(Func<TOperation, KernelCall, torch.Tensor> kernel, Func<Tensor, torch.Device, bool> holds, string whyNot)
        where TOperation : Operation =>
        entries.Add(typeof(TOperation), new(call => kernel((TOperation)call.Operation, call), whyNot) { Holds = holds });

    public void Unary<TOperation>(Func<torch.Tensor, torch.Tensor> kernel)
        where TOperation : Operation =>
        entries.Add(typeof(TOperation), new(call => kernel(call.Input(0)), ""));

    public void Binary<TOperation>(Func<torch.Tensor, torch.Tensor, torch.Tensor> kernel)
        where TOperation : Operation =>
        entries.Add(typeof(TOperation), new(call => kernel(call.Aligned(0), call.Aligned(1)), ""));

    public void Host<TOperation>(string why)
        where TOperation : Operation =>
        entries.Add(typeof(TOperation), new(null, why));

    /// <summary>The kernel of a node on a device, or null where it is computed on the host.</summary>
    public Kernel? Find(Tensor node, torch.Device device) =>
        Of(node.Operation.GetType()) is { Kernel: { } kernel } entry && entry.Holds(node, device) ? kernel : null;

    /// <summary>Why a node is computed on the host.</summary>
    public string WhyHost(Tensor node) => Of(node.Operation.GetType())?.WhyHost ?? "no kernel for libtorch";

    /// <summary>Whether the table says where an operation is computed.</summary>
    public bool Knows(Type operation) => Of(operation) is not null;

    // An entry for a family serves all its members.
    private Entry? Of(Type operation)
    {
        for (var type = operation; type is not null; type = type.BaseType)
        {
            if (entries.TryGetValue(type, out var entry))
            {
                return entry;
            }
        }

        return null;
    }

    private sealed record Entry(Kernel? Kernel, string WhyHost)
    {
        public Func<Tensor, torch.Device, bool> Holds { get; init; } = (_, _) => true;
    }
}
