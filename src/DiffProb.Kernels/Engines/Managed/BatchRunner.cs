using System.Numerics;

namespace DiffProb;

/// <summary>Runs a kernel on visible tensors, once for each element along the hidden axes and the leading dimensions that it does not see.</summary>
internal static class BatchRunner
{
    public static void Run(Batched operation, NodeRun run)
    {
        var node = run.Node;
        var output = run.Allocate();
        var core = operation.CoreRank(node, -1);
        var layout = run.Prepared(LayoutOf);
        var size = node.Shape.Skip(node.Shape.Rank - core).Size;
        var count = node.Axes.Size * node.Shape.Take(node.Shape.Rank - core).Size;
        run.Work.Split(count, operation.PerCall(run.Work, Math.Max(1, size)), (start, length) => operation.Compute(run, output, layout, start, start + length));
        run.Publish(output);
    }

    private static BatchLayout LayoutOf(Tensor node)
    {
        var operation = (Batched)node.Operation;
        var core = operation.CoreRank(node, -1);
        var inputs = Enumerable.Range(0, node.Inputs.Length);
        return new(
            [.. inputs.Select(i => Batch(node, i, operation.CoreRank(node, i), core))],
            Array.ConvertAll([.. inputs], (int i) => node.Inputs[i].Shape.Skip(node.Inputs[i].Shape.Rank - operation.CoreRank(node, i)).Size),
            node.Shape.Skip(node.Shape.Rank - core).Size);
    }

    /// <summary>Where the core of the input begins for each element of the output's axes and leading dimensions.</summary>
    public static StridedView Batch(Tensor node, int input, int inputCore, int outputCore)
    {
        var operand = node.Inputs[input];
        var strides = StridedView.StridesOf(operand);
        var (lead, own) = (node.Shape.Rank - outputCore, operand.Shape.Rank - inputCore);
        var aligned = new int[node.Axes.Count + lead];
        for (var i = 0; i < node.Axes.Count; i++)
        {
            var at = operand.Axes.IndexOf(node.Axes[i]);
            aligned[i] = at < 0 ? 0 : strides[at];
        }

        for (var i = 1; i <= own; i++)
        {
            var d = own - i;
            aligned[^i] = operand.Shape[d] == 1 ? 0 : strides[operand.Axes.Count + d];
        }

        return new StridedView([.. node.Axes.Select(a => a.Size), .. node.Shape.Take(lead)], aligned, 0).Coalesce();
    }
}

/// <summary>Where the cores of the inputs begin, how large they are, and how large that of the result is.</summary>
internal sealed record BatchLayout(StridedView[] Inputs, int[] Sizes, int Size);

/// <summary>Batch elements From to To of one node.</summary>
internal readonly ref struct BatchCall<T>(NodeRun run, Storage output, BatchLayout layout, int from, int to)
    where T : unmanaged, INumber<T>
{
    public Tensor Node => run.Node;

    public int From { get; } = from;

    public int To { get; } = to;

    /// <summary>The core of an input at a batch element, in the kernel's type.</summary>
    public ReadOnlySpan<T> In(int index, int batch) => In<T>(index, batch);

    /// <summary>The core of an input at a batch element.</summary>
    public ReadOnlySpan<TIn> In<TIn>(int index, int batch)
        where TIn : unmanaged =>
        run.Input(index).Values<TIn>().AsSpan(Strided.OffsetOf(layout.Inputs[index], batch), layout.Sizes[index]);

    /// <summary>The cores of all batch elements from From on, of an input that has the axes and leading dimensions of the result.</summary>
    public ReadOnlySpan<T> AllIn(int index) => run.Input(index).Values<T>().AsSpan(From * layout.Sizes[index], (To - From) * layout.Sizes[index]);

    /// <summary>The cores of all batch elements from From on, if they lie a constant number of elements apart: 0 where all have the same.</summary>
    public bool TryRows<TIn>(int index, out ReadOnlySpan<TIn> rows, out int step)
        where TIn : unmanaged
    {
        var view = layout.Inputs[index];
        step = view.Sizes.Length == 0 ? 0 : view.Strides[0];
        if (view.Sizes.Length > 1 || (step != 0 && step != layout.Sizes[index]) || To == From)
        {
            rows = default;
            return false;
        }

        rows = run.Input(index).Values<TIn>().AsSpan(view.Offset + (From * step), (step * (To - From - 1)) + layout.Sizes[index]);
        return true;
    }

    /// <summary>Where the results of all batch elements from From on go.</summary>
    public Span<T> AllOut() => output.Values<T>().AsSpan(From * layout.Size, (To - From) * layout.Size);

    /// <summary>Where the result of a batch element goes; any content before.</summary>
    public Span<T> Out(int batch) => Out<T>(batch);

    /// <summary>Where the result of a batch element goes; any content before.</summary>
    public Span<TOut> Out<TOut>(int batch)
        where TOut : unmanaged =>
        output.Values<TOut>().AsSpan(batch * layout.Size, layout.Size);
}
