using System.Globalization;
using System.Text.Json;

namespace DiffProb;

/// <summary>An object for each tensor: dtype and shape as in safetensors, and values in row-major order, a line for each row of the last dimension.</summary>
internal sealed class JsonFormat() : TensorFormat(".json")
{
    internal override void Write(NamedTensors tensors, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, TensorJson.Writing(indented: true));
        json.WriteStartObject();
        TensorJson.WriteMetadata(json, tensors.Metadata);
        foreach (var (name, tensor) in tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", NameOf(tensor.DType));
            json.WritePropertyName("shape");
            json.WriteRawValue(tensor.Shape.ToString());
            json.WritePropertyName("values");
            json.WriteRawValue(Rows(Texts(Evaluation.Of(tensor)), tensor.Shape));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    internal override NamedTensors Read(Stream stream, string source) => TensorJson.Read(source, () => JsonDocument.Parse(stream), root =>
    {
        var (tensors, metadata) = TensorJson.Split(root, source);
        return new NamedTensors(tensors.Select(t => KeyValuePair.Create(t.Name, ReadTensor(t, source)))) { Source = source }.WithMetadata(metadata);
    });

    private static string Rows(string[] texts, Shape shape)
    {
        var rows = texts.Chunk(Math.Max(1, shape.Rank == 0 ? 1 : shape[^1])).Select(row => string.Join(", ", row)).ToArray();
        return rows.Length <= 1 ? $"[{string.Concat(rows)}]" : $"[\n      {string.Join(",\n      ", rows)}\n    ]";
    }

    private static string[] Texts(Storage storage) => storage switch
    {
        Storage<double> s => Array.ConvertAll(s.Array, x => double.IsFinite(x) ? x.ToString("R", CultureInfo.InvariantCulture) : Quoted(x)),
        Storage<float> s => Array.ConvertAll(s.Array, x => float.IsFinite(x) ? x.ToString("R", CultureInfo.InvariantCulture) : Quoted(x)),
        Storage<long> s => Array.ConvertAll(s.Array, x => x.ToString(CultureInfo.InvariantCulture)),
        Storage<byte> s => Array.ConvertAll(s.Array, x => x == 0 ? "false" : "true"),
        _ => throw new InvalidOperationException(),
    };

    private static string Quoted(double x) => $"\"{x.ToString(CultureInfo.InvariantCulture)}\"";

    private static Tensor ReadTensor(JsonProperty tensor, string source)
    {
        var fields = TensorJson.Fields(tensor, source, "dtype", "shape", "values");
        var type = TypeOf(source, tensor.Name, TensorJson.Text(fields[0], source, tensor.Name, "dtype"));
        var shape = ShapeOf(source, tensor.Name, TensorJson.Integers(fields[1], source, tensor.Name, "shape"));
        if (fields[2].ValueKind != JsonValueKind.Array)
        {
            throw Errors.FileField(source, tensor.Name, "has values that must be a list", fields[2].GetRawText());
        }

        return fields[2].GetArrayLength() == shape.Size
            ? Tensor.Constant(shape, Numbers(fields[2], type, source, tensor.Name))
            : throw Errors.FileCount(source, tensor.Name, shape, fields[2].GetArrayLength());
    }

    private static Storage Numbers(JsonElement values, DType type, string source, string tensor)
    {
        T[] Each<T>(Func<JsonElement, T?> read)
            where T : struct => [.. values.EnumerateArray().Select((e, i) => read(e) ?? throw Errors.FileNumber(source, tensor, i, type, e.GetRawText()))];

        return type switch
        {
            DType.Float64 => new Storage<double>(Each(Double)),
            DType.Float32 => new Storage<float>(Each(Single)),
            DType.Int64 => new Storage<long>(Each<long>(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out var x) ? x : null)),
            _ => new Storage<byte>(Each<byte>(e => e.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => null })),
        };
    }

    private static double? Double(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out var x) && double.IsFinite(x) => x,
        JsonValueKind.String => Named(element.GetString()),
        _ => null,
    };

    private static float? Single(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetSingle(out var x) && float.IsFinite(x) => x,
        JsonValueKind.String => (float?)Named(element.GetString()),
        _ => null,
    };

    private static double? Named(string? name) => name switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };
}
