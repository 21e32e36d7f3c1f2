using TorchSharp;

namespace DiffProb;

/// <summary>Contract of kernels: one node on libtorch.</summary>
/// <remarks>
/// <para>A kernel returns a tensor of its own, which may be a view; it never writes to its inputs, and may leave temporary tensors behind.</para>
/// <para>The shapes of a graph are checked when it is built, so no call here can fail on them. That matters: some of TorchSharp's calls end
/// the process then.</para>
/// </remarks>
internal delegate torch.Tensor Kernel(KernelCall call);

/// <summary>One node of one run on libtorch: its inputs as tensors of dimensions [hidden axes..., visible dimensions...].</summary>
internal readonly struct KernelCall(Tensor node, torch.Tensor[] inputs)
{
    public Tensor Node { get; } = node;

    public Operation Operation => Node.Operation;

    public torch.ScalarType Type => Transfer.TypeOf(Node.DType);

    /// <summary>Place of a visible dimension among the dimensions of a tensor that has all axes of the node.</summary>
    public int Place(int dimension) => Node.Axes.Count + dimension;

    /// <summary>An input as it is.</summary>
    public torch.Tensor Input(int index) => inputs[index];

    /// <summary>An input whose dimensions line up with the node's from the last, so that libtorch's broadcasting does the rest.</summary>
    public torch.Tensor Aligned(int index) => Aligned(index, Node.Shape.Rank);

    /// <summary>An input with its axes at the places of the node's and its visible dimensions in the last of <paramref name="rank"/> places; 1 where it has none.</summary>
    public torch.Tensor Aligned(int index, int rank)
    {
        var input = Node.Inputs[index];
        return input.Axes.Count == 0 || (input.Axes.Equals(Node.Axes) && input.Shape.Rank == rank)
            ? inputs[index]
            : inputs[index].reshape(Dimensions.Aligned(input, Node.Axes, rank));
    }

    /// <summary>An input repeated along the axes of the node, with its own visible shape.</summary>
    public torch.Tensor Expanded(int index)
    {
        var input = Node.Inputs[index];
        return input.Axes.Equals(Node.Axes) ? inputs[index] : Aligned(index, input.Shape.Rank).expand(Dimensions.Of(Node.Axes, input.Shape));
    }
}

/// <summary>Sizes of tensors in libtorch: hidden axes, then visible dimensions.</summary>
internal static class Dimensions
{
    public static long[] Of(Tensor node) => Of(node.Axes, node.Shape);

    public static long[] Of(Axes axes, IEnumerable<int> shape) => [.. axes.Select(a => (long)a.Size), .. shape.Select(d => (long)d)];

    public static long[] Aligned(Tensor input, Axes axes, int rank)
    {
        var lead = axes.Select(a => input.Axes.Contains(a) ? (long)a.Size : 1);
        return [.. lead, .. Enumerable.Repeat(1L, rank - input.Shape.Rank), .. input.Shape.Select(d => (long)d)];
    }
}
