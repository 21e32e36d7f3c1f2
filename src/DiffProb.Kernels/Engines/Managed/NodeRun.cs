using System.Runtime.ExceptionServices;

namespace DiffProb;

/// <summary>How the managed engine splits work. Results do not depend on it.</summary>
/// <param name="Threads">Threads used at most, at least 1.</param>
/// <param name="BlockSize">Elements that a thread takes at a time: a multiple of 16.</param>
internal sealed record Work(int Threads, int BlockSize)
{
    public static Work Alone { get; } = new(1, 4096);

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

/// <summary>One node of one run on the managed engine: its inputs, its output and the settings.</summary>
internal sealed class NodeRun(Tensor node, Storage[] inputs, Bindings bindings, Work work, StoragePool pool)
{
    private static readonly StoragePool NoPool = new();

    public Tensor Node { get; } = node;

    public Bindings Bindings { get; } = bindings;

    public Work Work { get; } = work;

    /// <summary>The result, once published.</summary>
    public Storage? Output { get; private set; }

    /// <summary>Whether the result may go back to the pool after its last use.</summary>
    public bool IsPooled { get; private set; }

    private Storage? rented;

    public Storage Input(int index) => inputs[index];

    /// <summary>Storage for the result, with any content.</summary>
    public Storage Allocate() => rented = pool.Rent(Node.DType, Node.Axes.Size * Node.Shape.Size);

    public Storage Allocate(DType type, int length) => pool.Rent(type, length);

    public void Release(Storage storage) => pool.Return(storage);

    public void Publish(Storage storage)
    {
        Output = storage;
        IsPooled = ReferenceEquals(storage, rented);
    }

    /// <summary>The numbers of a node whose inputs are constants.</summary>
    public static Storage Alone(Tensor node)
    {
        var inputs = node.Inputs.ToArray();
        var run = new NodeRun(node, Array.ConvertAll(inputs, t => ((Constant)t.Operation).Storage), Bindings.Empty, Work.Alone, NoPool);
        node.Operation.Execute(run);
        return run.Output!;
    }
}
