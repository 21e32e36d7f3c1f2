using System.Collections.Concurrent;

namespace DiffProb;

/// <summary>Buffers of one executable between runs. It holds no more than its concurrent runs once needed.</summary>
internal sealed class StoragePool
{
    // Below this the garbage collector is faster than the pool.
    private const int SmallestPooled = 1024;

    private readonly ConcurrentDictionary<(DType Type, int Length), ConcurrentBag<Storage>> free = new();

    public Storage Rent(DType type, int length) =>
        length >= SmallestPooled && free.TryGetValue((type, length), out var bag) && bag.TryTake(out var storage)
            ? storage
            : Storage.Allocate(type, length);

    public void Return(Storage storage)
    {
        if (storage.Length >= SmallestPooled)
        {
            free.GetOrAdd((storage.DType, storage.Length), _ => []).Add(storage);
        }
    }
}
