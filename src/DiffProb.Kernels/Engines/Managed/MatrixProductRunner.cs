using System.Numerics;

namespace DiffProb;

/// <summary>Runs matrix products along hidden axes and leading dimensions, with the rows of all of them split over threads.</summary>
internal static class MatrixProductRunner
{
    public static void Run(NodeRun run)
    {
        var output = run.Allocate();
        switch (run.Node.DType)
        {
            case DType.Float64: Run<double>(run, output); break;
            case DType.Float32: Run<float>(run, output); break;
            default: Run<long>(run, output); break;
        }

        run.Publish(output);
    }

    private static void Run<T>(NodeRun run, Storage output)
        where T : unmanaged, INumber<T>
    {
        if (output.Length == 0)
        {
            return;
        }

        var layout = run.Prepared(LayoutOf);
        var rows = output.Length / layout.Columns;
        var block = BlockOf(run.Work, rows, layout);
        if (run.Work.Threads == 1 || rows <= block)
        {
            Compute<T>(run, output, layout, 0, rows);
        }
        else
        {
            InParallel<T>(run, output, layout, rows, block);
        }
    }

    // Apart, so that one block allocates nothing.
    private static void InParallel<T>(NodeRun run, Storage output, ProductLayout layout, int rows, int block)
        where T : unmanaged, INumber<T> =>
        run.Work.Split(rows, block, (start, length) => Compute<T>(run, output, layout, start, length));

    // Whole groups of four rows, of about as much work as a block of an elementwise operation of some cost; and as many, up to 256, as leave
    // each thread some blocks to take: what a block copies and caches of b serves all of its rows.
    private static int BlockOf(Work work, int rows, ProductLayout layout)
    {
        var some = Math.Max(4, work.BlockSize * 16L / Math.Max(1, (long)layout.Inner * layout.Columns) / 4 * 4);
        some = Math.Max(some, Math.Min(256, rows / (work.Threads == 1 ? 1 : 2 * work.Threads) / 4 * 4));
        return (int)Math.Min(some, int.MaxValue / 2);
    }

    private static void Compute<T>(NodeRun run, Storage output, ProductLayout layout, int start, int length)
        where T : unmanaged, INumber<T>
    {
        var (left, right, k, n, m) = (layout.Left, layout.Right, layout.Inner, layout.Columns, layout.RowsOfOne);
        for (var row = start; row < start + length;)
        {
            var (batch, inside) = (row / m, row % m);
            var some = Math.Min(m - inside, start + length - row);
            MatrixProduct.Compute(
                run.Input(0).Values<T>().AsSpan(Strided.OffsetOf(left, batch) + (inside * k), some * k),
                run.Input(1).Values<T>().AsSpan(Strided.OffsetOf(right, batch), k * n),
                output.Values<T>().AsSpan(row * n, some * n),
                k,
                n);
            row += some;
        }
    }

    private static ProductLayout LayoutOf(Tensor node)
    {
        var (left, right) = (BatchRunner.Batch(node, 0, 2, 2), BatchRunner.Batch(node, 1, 2, 2));
        var (k, n) = (node.Inputs[0].Shape[^1], node.Shape[^1]);

        // One matrix on the right: all rows of the left are one tall matrix.
        var isTall = Array.TrueForAll(right.Strides, s => s == 0) && (left.Sizes.Length == 0 || (left.Sizes.Length == 1 && left.Strides[0] == node.Shape[^2] * k));
        return new(left, right, k, n, isTall ? node.Axes.Size * node.Shape.Size / Math.Max(1, n) : node.Shape[^2]);
    }

    // Where the matrices of each batch element begin; columns of the left, of the right, and rows of each product that is computed at once.
    private sealed record ProductLayout(StridedView Left, StridedView Right, int Inner, int Columns, int RowsOfOne);
}
