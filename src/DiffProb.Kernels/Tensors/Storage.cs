namespace DiffProb;

/// <summary>Dense numbers in row-major order: hidden axes first, then visible dimensions.</summary>
internal abstract class Storage
{
    public abstract DType DType { get; }

    public abstract int Length { get; }

    /// <summary>The array of the numbers.</summary>
    public abstract Array Numbers { get; }

    /// <summary>Storage of the given type, with any content; Bool is kept as bytes 0 and 1.</summary>
    public static Storage Allocate(DType type, int length) => type switch
    {
        DType.Float64 => new Storage<double>(GC.AllocateUninitializedArray<double>(length)),
        DType.Float32 => new Storage<float>(GC.AllocateUninitializedArray<float>(length)),
        DType.Int64 => new Storage<long>(GC.AllocateUninitializedArray<long>(length)),
        _ => new Storage<byte>(GC.AllocateUninitializedArray<byte>(length)),
    };

    public T[] Values<T>()
        where T : unmanaged => ((Storage<T>)this).Array;

    /// <summary>The numbers as doubles.</summary>
    public double[] ToDoubles() => this switch
    {
        Storage<double> s => s.Array,
        Storage<float> s => Array.ConvertAll(s.Array, x => (double)x),
        Storage<long> s => Array.ConvertAll(s.Array, x => (double)x),
        Storage<byte> s => Array.ConvertAll(s.Array, x => (double)x),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Storage of another type with the same numbers: floats round to nearest, floats to integers truncate, numbers to Bool are "not 0".</summary>
    public Storage Cast(DType type) => type == DType ? this : type switch
    {
        DType.Float64 => new Storage<double>(ToDoubles()),
        DType.Float32 when this is Storage<long> whole => new Storage<float>(Array.ConvertAll(whole.Array, x => (float)x)), // rounded once
        DType.Float32 => new Storage<float>(Array.ConvertAll(ToDoubles(), x => (float)x)),
        DType.Int64 => new Storage<long>(Array.ConvertAll(ToDoubles(), x => (long)x)),
        _ => new Storage<byte>(Array.ConvertAll(ToDoubles(), x => x != 0 ? (byte)1 : (byte)0)),
    };

    /// <summary>Same type and same bits.</summary>
    public abstract bool BitEquals(Storage other);

    /// <summary>Copies numbers to storage of the same type.</summary>
    public abstract void CopyTo(Storage other, int from, int to, int length);

    /// <summary>The bytes of some numbers, as this machine keeps them.</summary>
    public abstract Span<byte> BytesOf(int from, int length);

    public abstract int BitHash();
}

internal sealed class Storage<T>(T[] array) : Storage
    where T : unmanaged
{
    public T[] Array { get; } = array;

    public override int Length => Array.Length;

    public override Array Numbers => Array;

    public override DType DType =>
        typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(long) ? DType.Int64
        : DType.Bool;

    private ReadOnlySpan<byte> Bytes => System.Runtime.InteropServices.MemoryMarshal.AsBytes(Array.AsSpan());

    public override bool BitEquals(Storage other) => other is Storage<T> s && Bytes.SequenceEqual(s.Bytes);

    public override void CopyTo(Storage other, int from, int to, int length) =>
        Array.AsSpan(from, length).CopyTo(((Storage<T>)other).Array.AsSpan(to, length));

    public override Span<byte> BytesOf(int from, int length) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(Array.AsSpan(from, length));

    public override int BitHash()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}
