namespace DiffProb;

/// <summary>Choices of one of few numbers by very many indices, and their adjoints, as comparisons: a kernel would take one index at a time.</summary>
internal sealed class ShortChoices
{
    // Fewer indices are as fast one by one.
    private const long FewestIndices = 64;

    // Indices that are known to be below a size.
    private readonly Dictionary<(Tensor, int), Tensor> within = [];

    private ShortChoices()
    {
    }

    /// <summary>The same outputs.</summary>
    public static Tensor[] Of(Tensor[] roots)
    {
        var rewriter = new Rewriter(new ShortChoices().Replace);
        return Array.ConvertAll(roots, rewriter.Rewrite);
    }

    private Tensor Replace(Tensor node, Tensor[] inputs) => node.Operation switch
    {
        Gather { Dimension: 0 } when inputs[0].Shape.Rank == 1 && inputs[0].Axes.Size == 1 && IsShort(inputs[0].Shape[0], inputs[1]) =>
            FoldedDimension.Choose(ShortRows.Columns(inputs[0], new(null, 0)), Within(inputs[0].Shape[0], inputs[1], nameof(Gather))),
        ScatterAdd { Dimension: 0, Size: var size } when node.Shape.Rank == 1 && IsShort(size, inputs[1]) && inputs[0].Shape.Equals(inputs[1].Shape) => Scattered(size, inputs[0], inputs[1]),
        OneHot { Count: var count } when IsShort(count, inputs[0]) => Columns(count, inputs[0], nameof(OneHot), isHere => isHere.Cast(node.DType)),
        _ => inputs.AsSpan().SequenceEqual(node.Inputs) ? node : Tensor.Create(node.Operation, inputs),
    };

    private static bool IsShort(int size, Tensor indices) => size is > 1 and <= ShortDimension.Longest && (long)indices.Shape.Size * indices.Axes.Size >= FewestIndices;

    // Of indices along hidden axes a row for each; of visible ones the sum.
    private Tensor Scattered(int size, Tensor values, Tensor indices)
    {
        var zero = Tensor.Scalar(0.0).Cast(values.DType);
        return Columns(size, indices, nameof(ScatterAdd), isHere => Tensor.Create(new Where(), isHere, values, zero).Sum());
    }

    private Tensor Columns(int count, Tensor indices, string by, Func<Tensor, Tensor> of)
    {
        var places = Within(count, indices, by);
        return ShortRows.Together([.. Enumerable.Range(0, count).Select(k => of(FoldedDimension.Is(places, k)))], new(null, 0));
    }

    private Tensor Within(int size, Tensor indices, string by)
    {
        if (!within.TryGetValue((indices, size), out var known))
        {
            within[(indices, size)] = known = Tensor.Create(new CheckedIndices(by, size), indices);
        }

        return known;
    }
}
