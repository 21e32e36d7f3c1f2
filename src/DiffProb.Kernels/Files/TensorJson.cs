using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiffProb;

/// <summary>What all formats have in JSON: an object with an object for each tensor, and text beside them.</summary>
internal static class TensorJson
{
    /// <summary>Names as people write them: only what JSON itself needs is escaped.</summary>
    public static JsonWriterOptions Writing(bool indented) => new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads with JSON's mistakes as ours.</summary>
    public static T Read<T>(string source, Func<JsonDocument> parse, Func<JsonElement, T> read)
    {
        try
        {
            using var document = parse();
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Text that is no Unicode is found when it is read, as an InvalidOperationException.
            throw Errors.FileNotJson(source, e);
        }
    }

    public static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(TensorFormat.MetadataName);
        foreach (var (key, text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, text);
        }

        json.WriteEndObject();
    }

    /// <summary>The objects of the tensors in their order, and the text beside them.</summary>
    public static (List<JsonProperty> Tensors, Dictionary<string, string> Metadata) Split(JsonElement root, string source)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Errors.FileNotTensors(source, $"it holds {KindOf(root)} where an object with the tensors must be");
        }

        var tensors = new OrderedDictionary<string, JsonProperty>();
        foreach (var property in root.EnumerateObject().Where(property => !tensors.TryAdd(property.Name, property)))
        {
            throw Errors.FileTensorTwice(source, property.Name);
        }

        var metadata = tensors.Remove(TensorFormat.MetadataName, out var text) ? Metadata(text.Value, source) : [];
        return ([.. tensors.Values], metadata);
    }

    /// <summary>The fields of a tensor's object, which are these and no others.</summary>
    public static JsonElement[] Fields(JsonProperty tensor, string source, params string[] names)
    {
        var found = tensor.Value.ValueKind == JsonValueKind.Object ? tensor.Value.EnumerateObject().Select(p => p.Name).ToArray() : [];
        return found.Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal))
            ? Array.ConvertAll(names, tensor.Value.GetProperty)
            : throw Errors.FileField(source, tensor.Name, $"must be an object of {string.Join(", ", names)}, each once", tensor.Value.GetRawText());
    }

    public static string Text(JsonElement field, string source, string tensor, string name) =>
        field.ValueKind == JsonValueKind.String
            ? field.GetString()!
            : throw Errors.FileField(source, tensor, $"has a {name} that must be a string", field.GetRawText());

    public static long[] Integers(JsonElement field, string source, string tensor, string name)
    {
        var isWhole = field.ValueKind == JsonValueKind.Array && field.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out _));
        return isWhole
            ? [.. field.EnumerateArray().Select(e => e.GetInt64())]
            : throw Errors.FileField(source, tensor, $"has a {name} that must be a list of whole numbers", field.GetRawText());
    }

    private static Dictionary<string, string> Metadata(JsonElement text, string source)
    {
        var metadata = new Dictionary<string, string>();
        var isText = text.ValueKind == JsonValueKind.Object
            && text.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.String && metadata.TryAdd(p.Name, p.Value.GetString()!));
        return isText ? metadata : throw Errors.FileNotTensors(source, $"its {TensorFormat.MetadataName} must be an object of strings, each key once");
    }

    private static string KindOf(JsonElement element) => element.ValueKind == JsonValueKind.Array ? "a list" : "a single value";
}
