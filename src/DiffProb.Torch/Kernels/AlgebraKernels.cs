using System.Diagnostics;
using TorchSharp;

namespace DiffProb;

/// <summary>Products and parts of matrices.</summary>
internal static class AlgebraKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add<MatMul>(
            (_, call) => Product(Matrices(call, 0), Matrices(call, 1)),
            (node, device) => node.DType.IsFloat() || device.type == DeviceType.CPU,
            "libtorch multiplies matrices of integers on the CPU alone");
        table.Add<DiagonalMatrix>((_, call) => torch.diag_embed(call.Input(0)));
        table.Add<Triangle>((triangle, call) => triangle.Lower ? torch.tril(call.Input(0), triangle.Offset) : torch.triu(call.Input(0), triangle.Offset));
    }

    // One matrix is handed over as such: libtorch then makes one large product and copies nothing.
    private static torch.Tensor Matrices(KernelCall call, int index)
    {
        var input = call.Node.Inputs[index];
        return input.Axes.Count == 0 && input.Shape.Rank == 2 ? call.Input(index) : call.Aligned(index);
    }

    /// <summary>The one place of matrix products: TorchSharp's own ends the process where shapes do not fit.</summary>
    private static torch.Tensor Product(torch.Tensor a, torch.Tensor b)
    {
        var (left, right) = (a.shape, b.shape);
        var fit = left.Length >= 2 && right.Length >= 2 && left[^1] == right[^2];
        for (var i = 3; fit && i <= Math.Min(left.Length, right.Length); i++)
        {
            fit = left[^i] == right[^i] || left[^i] == 1 || right[^i] == 1;
        }

        if (!fit)
        {
            throw new UnreachableException($"[{string.Join(", ", left)}] × [{string.Join(", ", right)}]");
        }

#pragma warning disable RS0030 // The shapes were checked in the lines above.
        return torch.matmul(a, b);
#pragma warning restore RS0030
    }
}
