using System.Text.Json;

namespace DiffProb;

/// <summary>A divergence of golden_distributions.json: two laws and a number computed with 45 to 170 digits.</summary>
/// <param name="Id">The two families and a number.</param>
/// <param name="P">The law that the expectation is taken under.</param>
/// <param name="Q">The law that it is compared with.</param>
/// <param name="Value">KL(p, q) in nats.</param>
internal sealed record GoldenDivergence(string Id, GoldenCase P, GoldenCase Q, double Value)
{
    private static readonly Lazy<IReadOnlyList<GoldenDivergence>> Records = new(Read);

    /// <summary>All divergences of the file.</summary>
    public static IReadOnlyList<GoldenDivergence> All => Records.Value;

    private static IReadOnlyList<GoldenDivergence> Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "reference", "golden_distributions.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("kl").Clone().EnumerateArray().Select(Of)];
    }

    private static GoldenDivergence Of(JsonElement json)
    {
        var id = json.GetProperty("id").GetString()!;
        return new(id, Law(id, json.GetProperty("p")), Law(id, json.GetProperty("q")), GoldenCase.Field(json, "kl")![0]);
    }

    private static GoldenCase Law(string id, JsonElement json) => new(id, json.GetProperty("distribution").GetString()!, json);
}
