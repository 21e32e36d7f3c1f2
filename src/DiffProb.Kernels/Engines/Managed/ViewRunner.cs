namespace DiffProb;

/// <summary>Runs a view: a strided copy, in blocks.</summary>
internal static class ViewRunner
{
    public static void Run(NodeRun run)
    {
        var output = run.Allocate();
        Copy(run, run.Prepared(ViewOf), run.Input(0), output);
        run.Publish(output);
    }

    public static void Copy(NodeRun run, StridedView view, Storage input, Storage output)
    {
        if (output.Length == 0)
        {
            return;
        }

        if (run.Work.IsFew(output.Length))
        {
            Fill(view, input, output, 0, output.Length);
        }
        else
        {
            InParallel(run, view, input, output);
        }
    }

    private static StridedView ViewOf(Tensor node) => ((View)node.Operation).Of(node).Coalesce();

    private static void InParallel(NodeRun run, StridedView view, Storage input, Storage output) =>
        run.Work.Split(output.Length, run.Work.BlockSize, (start, length) => Fill(view, input, output, start, length));

    private static void Fill(StridedView view, Storage input, Storage output, int start, int length)
    {
        switch (output.DType)
        {
            case DType.Float64: Fill<double>(view, input, output, start, length); break;
            case DType.Float32: Fill<float>(view, input, output, start, length); break;
            case DType.Int64: Fill<long>(view, input, output, start, length); break;
            default: Fill<byte>(view, input, output, start, length); break;
        }
    }

    private static void Fill<T>(StridedView view, Storage input, Storage output, int start, int length)
        where T : unmanaged =>
        Strided.Fill(view, input.Values<T>(), start, output.Values<T>().AsSpan(start, length));
}
