namespace DiffProb;

/// <summary>Choices of one of few numbers by very many indices, and their adjoints, as comparisons: a kernel would take one index at a time.</summary>
internal static class ShortChoices
{
    /// <summary>The same outputs.</summary>
    public static Tensor[] Of(Tensor[] roots)
    {
        var rewriter = new Rewriter((node, inputs) =>
            node.Operation is Gather or ScatterAdd or OneHot ? Replace(node, inputs)
            : inputs.AsSpan().SequenceEqual(node.Inputs) ? node
            : Tensor.Create(node.Operation, inputs));
        return Array.ConvertAll(roots, rewriter.Rewrite);
    }

    private static Tensor? Replace(Tensor node, Tensor[] inputs) => node.Operation switch
    {
        Gather { Dimension: 0 } when inputs[0].Shape.Rank == 1 && IsShort(inputs[0].Shape[0], inputs[1]) && (long)inputs[0].Axes.Size * inputs[0].Shape.Size <= ShortDimension.Longest =>
            FoldedDimension.Choose(ShortRows.Columns(inputs[0], new(null, 0)), inputs[1], nameof(Gather)),
        ScatterAdd { Dimension: 0, Size: var size } when node.Shape.Rank == 1 && IsShort(size, inputs[1]) && inputs[0].Shape.Equals(inputs[1].Shape) => Scattered(size, inputs[0], inputs[1]),
        OneHot { Count: var count } when IsShort(count, inputs[0]) => ShortRows.Together([.. Places(count, inputs[0], nameof(OneHot)).Select(p => p.Cast(node.DType))], new(null, 0)),
        _ => null,
    };

    private static bool IsShort(int size, Tensor indices) => size is > 1 and <= ShortDimension.Longest && (long)indices.Shape.Size * indices.Axes.Size >= 64;

    // Of indices along hidden axes a row for each; of visible ones the sum.
    private static Tensor Scattered(int size, Tensor values, Tensor indices)
    {
        var zero = Tensor.Scalar(0.0).Cast(values.DType);
        return ShortRows.Together([.. Places(size, indices, nameof(ScatterAdd)).Select(p => Tensor.Create(new Where(), p, values, zero).Sum())], new(null, 0));
    }

    private static IEnumerable<Tensor> Places(int size, Tensor indices, string by)
    {
        var within = Tensor.Create(new CheckedIndices(by, size), indices);
        return Enumerable.Range(0, size).Select(k => FoldedDimension.Is(within, k));
    }
}
