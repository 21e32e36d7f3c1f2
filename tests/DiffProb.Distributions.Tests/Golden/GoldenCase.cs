using System.Text.Json;

namespace DiffProb;

/// <summary>A case of golden_distributions.json: parameters, and numbers computed with 45 to 170 digits.</summary>
/// <param name="Id">Family and number.</param>
/// <param name="Family">Name of the family in the file.</param>
/// <param name="Json">All that is known.</param>
public sealed record GoldenCase(string Id, string Family, JsonElement Json)
{
    private static readonly Lazy<IReadOnlyList<GoldenCase>> Cases = new(Read);

    /// <summary>All cases of the file.</summary>
    public static IReadOnlyList<GoldenCase> All => Cases.Value;

    /// <summary>Parameters in the order of the file, with the names that they have here: total_count is totalCount.</summary>
    public IEnumerable<(string Name, Tensor Value, string Key)> Parameters =>
        Json.GetProperty("params").EnumerateObject().Select(p => (NameHere(p.Name), Tensor.Of(ShapeOf(p.Value), Numbers(p.Value)), p.Name));

    /// <summary>Points inside the support, on its edge and outside.</summary>
    public IEnumerable<JsonElement> Points => Json.GetProperty("points").EnumerateArray();

    /// <summary>Quantiles, none where the family has none.</summary>
    public IEnumerable<(double Probability, double X)> Quantiles => Json.TryGetProperty("icdf", out var list)
        ? list.EnumerateArray().Select(q => (Number(q.GetProperty("p")), Number(q.GetProperty("x"))))
        : [];

    /// <summary>A field as numbers; null where it is missing or null.</summary>
    public static double[]? Field(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Numbers(value) : null;

    private static string NameHere(string name) => name switch
    {
        "covariance_matrix" => "covariance",
        "scale_matrix" => "scale",
        "dim" => "dimension",
        _ => Camel(name),
    };

    private static string Camel(string name) => string.Concat(name.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static Shape ShapeOf(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? Shape.Of([value.GetArrayLength(), .. ShapeOf(value[0])])
        : Shape.Scalar;

    private static double[] Numbers(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().SelectMany(Numbers)] : [Number(value)];

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : value.GetDouble();

    private static IReadOnlyList<GoldenCase> Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "reference", "golden_distributions.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()
            .Select(c => new GoldenCase(c.GetProperty("id").GetString()!, c.GetProperty("distribution").GetString()!, c))];
    }
}
