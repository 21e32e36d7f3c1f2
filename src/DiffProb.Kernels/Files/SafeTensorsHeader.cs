using System.Text.Json;

namespace DiffProb;

/// <summary>Where a tensor lies in the bytes after a header.</summary>
internal sealed record SafeTensorsEntry(string Name, DType Type, Shape Shape, long Start, long Stop);

/// <summary>The header of a safetensors file: a JSON object with type, shape and place of each tensor.</summary>
internal static class SafeTensorsHeader
{
    /// <summary>Longest header in bytes that the format allows.</summary>
    public const long LongestHeader = 100_000_000;

    /// <summary>The header of tensors, with the spaces that let the numbers begin at a multiple of 8 bytes.</summary>
    public static byte[] Write(IEnumerable<SafeTensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, TensorJson.Writing(indented: false)))
        {
            json.WriteStartObject();
            TensorJson.WriteMetadata(json, metadata);
            foreach (var entry in entries)
            {
                WriteEntry(json, entry);
            }

            json.WriteEndObject();
        }

        stream.Write("       "u8[..(int)(-stream.Length & 7)]);
        return stream.Length <= LongestHeader ? stream.ToArray() : throw Errors.HeaderTooLongToWrite(stream.Length, LongestHeader);
    }

    /// <summary>The tensors of a header, in its order; each place is tested against type, shape and the bytes that are there.</summary>
    public static (List<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) Read(byte[] header, long bytes, string source)
    {
        if (header is not [(byte)'{', ..])
        {
            throw Errors.FileNotTensors(source, "its header must begin with {");
        }

        var (entries, metadata) = TensorJson.Read(source, () => JsonDocument.Parse(header), root =>
        {
            var (tensors, text) = TensorJson.Split(root, source);
            return (tensors.ConvertAll(t => Entry(t, source)), text);
        });
        CheckPlaces(entries, bytes, source);
        return (entries, metadata);
    }

    private static void WriteEntry(Utf8JsonWriter json, SafeTensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", TensorFormat.NameOf(entry.Type));
        WriteList(json, "shape", entry.Shape.Select(size => (long)size));
        WriteList(json, "data_offsets", [entry.Start, entry.Stop]);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static SafeTensorsEntry Entry(JsonProperty tensor, string source)
    {
        var fields = TensorJson.Fields(tensor, source, "dtype", "shape", "data_offsets");
        var type = TensorFormat.TypeOf(source, tensor.Name, TensorJson.Text(fields[0], source, tensor.Name, "dtype"));
        var shape = TensorFormat.ShapeOf(source, tensor.Name, TensorJson.Integers(fields[1], source, tensor.Name, "shape"));
        var needed = (long)shape.Size * SafeTensorsFormat.SizeOf(type);
        var place = TensorJson.Integers(fields[2], source, tensor.Name, "data_offsets");
        return place is [>= 0 and var start, >= 0 and var stop] && stop - start == needed
            ? new(tensor.Name, type, shape, start, stop)
            : throw Errors.FilePlace(source, tensor.Name, fields[2].GetRawText(), type, shape, needed);
    }

    private static void CheckPlaces(List<SafeTensorsEntry> entries, long bytes, string source)
    {
        var reached = 0L;
        foreach (var entry in entries.OrderBy(e => e.Start).ThenBy(e => e.Stop))
        {
            if (entry.Start != reached)
            {
                throw Errors.FileGap(source, entry.Name, entry.Start, reached);
            }

            reached = entry.Stop;
            if (reached > bytes)
            {
                throw Errors.FileCutOff(source, entry.Name, reached, bytes);
            }
        }

        if (reached < bytes)
        {
            throw Errors.FileTrailing(source, bytes - reached);
        }
    }
}
