using System.Buffers.Binary;

namespace DiffProb;

/// <summary>The format of huggingface/safetensors: the length of a header in 8 bytes, little-endian; the header in JSON; the numbers, without a gap.</summary>
internal sealed class SafeTensorsFormat() : TensorFormat(".safetensors")
{
    // Elements that are copied at a time: a span of bytes holds less than an array of doubles can.
    private const int Block = 1 << 20;

    internal override void Write(NamedTensors tensors, Stream stream)
    {
        // Wide types first, as Python writes them, so that every element lies at a multiple of its size.
        var placed = new List<SafeTensorsEntry>();
        foreach (var (name, tensor) in tensors.OrderByDescending(t => SizeOf(t.Value.DType)))
        {
            var start = placed.Count == 0 ? 0 : placed[^1].Stop;
            placed.Add(new(name, tensor.DType, tensor.Shape, start, start + ((long)tensor.Shape.Size * SizeOf(tensor.DType))));
        }

        var places = placed.ToDictionary(e => e.Name);
        var header = SafeTensorsHeader.Write(tensors.Keys.Select(name => places[name]), tensors.Metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var entry in placed)
        {
            Blocks(Evaluation.Of(tensors[entry.Name]), bytes => stream.Write(bytes));
        }
    }

    internal override NamedTensors Read(Stream stream, string source)
    {
        var rest = stream.Length - stream.Position;
        Span<byte> length = stackalloc byte[8];
        if (rest < length.Length)
        {
            throw Errors.FileTooShort(source, rest);
        }

        stream.ReadExactly(length);
        rest -= length.Length;
        var claimed = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (claimed > (ulong)Math.Min(rest, SafeTensorsHeader.LongestHeader))
        {
            throw Errors.HeaderTooLong(source, claimed, rest);
        }

        var header = new byte[claimed];
        stream.ReadExactly(header);
        var (entries, metadata) = SafeTensorsHeader.Read(header, rest - header.Length, source);
        var values = entries.OrderBy(e => e.Start).ThenBy(e => e.Stop).ToDictionary(e => e.Name, e => ReadTensor(e, stream, source));
        return new NamedTensors(entries.Select(e => KeyValuePair.Create(e.Name, values[e.Name]))) { Source = source }.WithMetadata(metadata);
    }

    internal static int SizeOf(DType type) => type switch
    {
        DType.Float64 or DType.Int64 => 8,
        DType.Float32 => 4,
        _ => 1,
    };

    private static Tensor ReadTensor(SafeTensorsEntry entry, Stream stream, string source)
    {
        var storage = Storage.Allocate(entry.Type, entry.Shape.Size);
        Blocks(storage, bytes => stream.ReadExactly(bytes));
        if (storage is Storage<byte> { Array: var truths })
        {
            var wrong = truths.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)1);
            if (wrong >= 0)
            {
                throw Errors.FileTruth(source, entry.Name, wrong, truths[wrong]);
            }
        }

        return Tensor.Constant(entry.Shape, storage);
    }

    private static void Blocks(Storage storage, SpanAction visit)
    {
        for (var from = 0; from < storage.Length; from += Math.Min(Block, storage.Length - from))
        {
            visit(storage.BytesOf(from, Math.Min(Block, storage.Length - from)));
        }
    }

    private delegate void SpanAction(Span<byte> bytes);
}
