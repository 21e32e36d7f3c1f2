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
        var (left, right) = (BatchRunner.Batch(run.Node, 0, 2, 2), BatchRunner.Batch(run.Node, 1, 2, 2));
        var (k, n) = (run.Node.Inputs[0].Shape[^1], run.Node.Shape[^1]);

        // One matrix on the right: all rows of the left are one tall matrix.
        var isTall = Array.TrueForAll(right.Strides, s => s == 0) && (left.Sizes.Length == 0 || (left.Sizes.Length == 1 && left.Strides[0] == run.Node.Shape[^2] * k));
        var m = isTall ? output.Length / Math.Max(1, n) : run.Node.Shape[^2];
        if (output.Length == 0)
        {
            return;
        }

        // Whole groups of four rows, of about as much work as a block of an elementwise operation of some cost; and as many, up to 256, as leave
        // each thread some blocks to take: what a block copies and caches of b serves all of its rows.
        var rows = Math.Max(4, run.Work.BlockSize * 16L / Math.Max(1, (long)k * n) / 4 * 4);
        rows = Math.Max(rows, Math.Min(256, output.Length / n / (run.Work.Threads == 1 ? 1 : 2 * run.Work.Threads) / 4 * 4));
        run.Work.Split(output.Length / n, (int)Math.Min(rows, int.MaxValue / 2), (start, length) =>
        {
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
        });
    }
}
