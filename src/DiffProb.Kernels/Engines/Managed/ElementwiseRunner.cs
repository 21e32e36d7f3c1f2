using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DiffProb;

/// <summary>Computes a run of elements.</summary>
internal delegate void ElementKernel(ref ElementCall call);

/// <summary>Runs an elementwise kernel over a node in blocks, each input broadcast to the block.</summary>
/// <remarks>
/// A kernel gives an element the same bits whatever lies beside it and wherever a block ends. Kernels of draws see runs whose length is a multiple of 16,
/// the last one padded, for they draw several numbers at once.
/// </remarks>
internal static class ElementwiseRunner
{
    public const int Lanes = 16;

    /// <summary>Runs the operation of the node, or another kernel in its place.</summary>
    public static void Run(NodeRun run, ElementKernel? instead = null)
    {
        var output = run.Allocate();
        var (views, isCheap) = run.Prepared(LayoutOf);
        if (isCheap && instead is null ? run.Work.IsFew(output.Length) : run.Work.IsOneBlock(output.Length))
        {
            Blocks(instead, run, output, views, 0, output.Length);
        }
        else
        {
            InParallel(instead, run, output, views);
        }

        run.Publish(output);
    }

    // Apart, so that one block allocates nothing.
    private static void InParallel(ElementKernel? instead, NodeRun run, Storage output, StridedView?[] views) =>
        run.Work.Split(output.Length, run.Work.BlockSize, (start, length) => Blocks(instead, run, output, views, start, length));

    private static Layout LayoutOf(Tensor node) => new(ViewsOf(node), ((Elementwise)node.Operation).Lanes(node) is not null);

    // How each input is broadcast to a node; null where it lies as the node does.
    private static StridedView?[] ViewsOf(Tensor node)
    {
        var views = new StridedView?[node.Inputs.Length];
        for (var i = 0; i < views.Length; i++)
        {
            var input = node.Inputs[i];
            var aligned = input.Axes.Equals(node.Axes) && input.Shape.Equals(node.Shape);
            views[i] = aligned ? null : StridedView.Broadcast(input, node).Coalesce();
        }

        return views;
    }

    private static void Blocks(ElementKernel? instead, NodeRun run, Storage output, StridedView?[] views, int start, int length)
    {
        var whole = run.Node.Operation is Draw ? length - (length % Lanes) : length;
        if (whole > 0)
        {
            Block(instead, run, output, views, start, whole, whole);
        }

        if (whole < length)
        {
            Block(instead, run, output, views, start + whole, length - whole, Lanes);
        }
    }

    private static void Block(ElementKernel? instead, NodeRun run, Storage output, StridedView?[] views, int start, int length, int padded)
    {
        var call = new ElementCall(run, output, views, Scratch.Current, start, length, padded);
        if (instead is null)
        {
            ((Elementwise)run.Node.Operation).Compute(ref call);
        }
        else
        {
            instead(ref call);
        }

        call.Finish();
    }

    // How inputs are broadcast, and whether an element takes no more than some nanoseconds.
    private sealed record Layout(StridedView?[] Views, bool IsCheap);
}

/// <summary>Buffers of one thread for broadcast inputs and padded ends.</summary>
internal sealed class Scratch
{
    [ThreadStatic]
    private static Scratch? current;
    private byte[][] slots = [];

    public static Scratch Current => current ??= new Scratch();

    public Span<T> Slot<T>(int index, int length)
        where T : unmanaged
    {
        if (index >= slots.Length)
        {
            Array.Resize(ref slots, index + 1);
        }

        var bytes = length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (slots[index] is null || slots[index].Length < bytes)
        {
            slots[index] = new byte[bytes];
        }

        return MemoryMarshal.Cast<byte, T>(slots[index].AsSpan(0, bytes));
    }
}

/// <summary>One run of elements of an elementwise kernel.</summary>
internal readonly ref struct ElementCall
{
    private readonly NodeRun run;
    private readonly StridedView?[] views;
    private readonly Scratch scratch;
    private readonly int first;
    private readonly int length;
    private readonly int padded;

    public ElementCall(NodeRun run, Storage output, StridedView?[] views, Scratch scratch, int first, int length, int padded)
    {
        this.run = run;
        this.views = views;
        this.scratch = scratch;
        this.length = length;
        this.padded = padded;
        this.first = first;
        Output = output;
    }

    public Tensor Node => run.Node;

    public Storage Output { get; }

    /// <summary>Index of the first element in the node, with all its particles.</summary>
    public long First => run.Origin + first;

    /// <summary>Key of a stream of random numbers of this run.</summary>
    public Key Key(string stream) => run.Bindings.Key.Child(stream);

    /// <summary>The elements of an input at this run, broadcast and padded by repeating the last one.</summary>
    public ReadOnlySpan<T> In<T>(int index)
        where T : unmanaged =>
        Spread<T>(index, run.Input(index).Values<T>());

    /// <summary>The elements at this run of numbers that lie like those of an input.</summary>
    public ReadOnlySpan<T> Spread<T>(int index, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        if (views[index] is null && length == padded)
        {
            return source.Slice(first, length);
        }

        var slot = scratch.Slot<T>(index + 1, padded);
        if (views[index] is { } view)
        {
            Strided.Fill(view, source, first, slot[..length]);
        }
        else
        {
            source.Slice(first, length).CopyTo(slot);
        }

        slot[length..].Fill(slot[length - 1]);
        return slot;
    }

    /// <summary>The elements of a float input, as doubles.</summary>
    public ReadOnlySpan<double> Doubles(int index)
    {
        if (Node.Inputs[index].DType == DType.Float64)
        {
            return In<double>(index);
        }

        var single = In<float>(index);
        var slot = scratch.Slot<double>(Node.Inputs.Length + 1 + index, padded);
        TensorPrimitives.ConvertTruncating(single, slot);
        return slot;
    }

    /// <summary>Where the results go; all of it must be written.</summary>
    public Span<T> Out<T>()
        where T : unmanaged =>
        length == padded ? Output.Values<T>().AsSpan(first, length) : scratch.Slot<T>(0, padded);

    /// <summary>Copies a padded run to its place.</summary>
    public void Finish()
    {
        if (length == padded)
        {
            return;
        }

        switch (Output.DType)
        {
            case DType.Float64: Copy<double>(); break;
            case DType.Float32: Copy<float>(); break;
            case DType.Int64: Copy<long>(); break;
            default: Copy<byte>(); break;
        }
    }

    private void Copy<T>()
        where T : unmanaged =>
        scratch.Slot<T>(0, padded)[..length].CopyTo(Output.Values<T>().AsSpan(first));
}
