using System.Runtime.ExceptionServices;

namespace DiffProb;

/// <summary>When loops over several nodes are compiled.</summary>
internal enum Compilation
{
    /// <summary>Once kernels have run for about as long as compiling takes.</summary>
    WhenWorthwhile,

    /// <summary>Before the first run.</summary>
    AtOnce,

    /// <summary>Not at all: as where no code can be generated.</summary>
    Never,
}

/// <summary>How the managed engine splits work. Results do not depend on it.</summary>
/// <param name="Threads">Threads used at most, at least 1.</param>
/// <param name="BlockSize">Elements that a thread takes at a time: a multiple of 16.</param>
/// <param name="Compilation">When loops are compiled.</param>
internal sealed record Work(int Threads, int BlockSize, Compilation Compilation = Compilation.WhenWorthwhile)
{
    // Blocks of a cheap operation that are worth waking threads for: each takes some microseconds, and so does that.
    private const int FewestShared = 8;

    public static Work Alone { get; } = new(1, 4096);

    /// <summary>The same on one thread, in blocks of any length.</summary>
    public Work Undivided => this with { Threads = 1, BlockSize = int.MaxValue & ~15 };

    /// <summary>Whether so many elements are not split at all.</summary>
    public bool IsOneBlock(int count) => count <= BlockSize;

    /// <summary>Whether so many elements of a cheap operation are done before other threads have begun.</summary>
    public bool IsFew(long count) => count <= FewestShared * (long)BlockSize;

    /// <summary>Calls the body for [0, count) in blocks, on several threads where that pays.</summary>
    public void Split(int count, int block, Action<int, int> body)
    {
        var blocks = (int)(((long)count + block - 1) / block);
        if (blocks <= 1 || Threads == 1)
        {
            for (var start = 0; start < count; start += block)
            {
                body(start, Math.Min(block, count - start));
            }

            return;
        }

        try
        {
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Threads }, i => body(i * block, Math.Min(block, count - (i * block))));
        }
        catch (AggregateException several)
        {
            // The user's mistake, as one thread would have reported it.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }
}

/// <summary>One node on the managed engine, run after run: its inputs, its output and the settings.</summary>
/// <param name="node">The node.</param>
/// <param name="inputs">Storages of the inputs, set before each run.</param>
/// <param name="work">How work is split.</param>
/// <param name="pool">Where storage comes from that is not kept.</param>
internal sealed class NodeRun(Tensor node, Storage[] inputs, Work work, StoragePool pool)
{
    private static readonly StoragePool NoPool = new();
    private object? prepared;
    private Storage? rented;

    public NodeRun(Tensor node, Storage[] inputs, Bindings bindings, Work work, StoragePool pool)
        : this(node, inputs, work, pool) => Bindings = bindings;

    public Tensor Node { get; } = node;

    public Bindings Bindings { get; set; } = Bindings.Empty;

    public Work Work { get; } = work;

    /// <summary>Index of the first element in the whole node, of which this is a chunk.</summary>
    public long Origin { get; set; }

    /// <summary>The stream that this is a chunk of; null where the node is computed as a whole.</summary>
    public StreamRun? Stream { get; set; }

    /// <summary>Storage for the result that is kept between runs; null to rent it.</summary>
    public Storage? Own { get; set; }

    /// <summary>The result, once published.</summary>
    public Storage? Output { get; private set; }

    /// <summary>Whether the result may go back to the pool after its last use.</summary>
    public bool IsPooled { get; private set; }

    public Storage[] Inputs => inputs;

    /// <summary>What follows from the node alone: made at its first run, one kind for each operation.</summary>
    public T Prepared<T>(Func<Tensor, T> make)
        where T : class => (T)(prepared ??= make(Node));

    public Storage Input(int index) => inputs[index];

    /// <summary>Storage for the result, with any content.</summary>
    public Storage Allocate() => Own ?? (rented = pool.Rent(Node.DType, Segment.SizeOf(Node)));

    public Storage Allocate(DType type, int length) => pool.Rent(type, length);

    public void Release(Storage storage) => pool.Return(storage);

    public void Publish(Storage storage)
    {
        Output = storage;
        IsPooled = Own is null && ReferenceEquals(storage, rented);
    }

    /// <summary>Computes the node from its inputs: as a whole, or the elements of a stream from one of its axis on.</summary>
    public Storage Execute(Bindings bindings, StreamRun? stream, long first)
    {
        (Bindings, Stream) = (bindings, stream);
        if (Node.Operation is Draw)
        {
            Origin = stream is null ? 0 : first * stream.InnerOf(Node);
        }

        Node.Operation.Execute(this);
        return Output!;
    }

    /// <summary>Lets go of what belongs to a run.</summary>
    public void Forget()
    {
        Array.Clear(inputs);
        (Output, rented, Bindings, Stream) = (null, null, Bindings.Empty, null);
    }

    /// <summary>Whether an input has other numbers in every chunk.</summary>
    public bool Varies(int input) => Stream is not null && Node.Inputs[input].Axes.Contains(Stream.Axis);

    /// <summary>What is made of inputs that are the same for all chunks, made once.</summary>
    public T Once<T>(Func<T> make)
        where T : class => Stream is null ? make() : Stream.Once(this, make);

    /// <summary>The numbers of a node whose inputs are constants.</summary>
    public static Storage Alone(Tensor node)
    {
        var inputs = node.Inputs.ToArray();
        var run = new NodeRun(node, Array.ConvertAll(inputs, t => ((Constant)t.Operation).Storage), Bindings.Empty, Work.Alone, NoPool);
        node.Operation.Execute(run);
        return run.Output!;
    }
}
