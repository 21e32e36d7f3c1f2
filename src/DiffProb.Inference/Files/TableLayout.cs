using System.Text.Json;

namespace DiffProb;

/// <summary>What a column of a table belongs to.</summary>
internal enum TablePart
{
    Quantity,
    Statistic,
    LogLikelihood,
}

/// <summary>What a table of draws holds, in the order of its columns; kept beside the table, so that names and shapes come back as they were.</summary>
internal sealed record TableLayout(IReadOnlyList<(TablePart Part, string Name, Shape Shape)> Entries, Provenance Provenance)
{
    /// <summary>The key under which formats keep it.</summary>
    public const string Key = "diffprob";

    public static TableLayout Of(Posterior posterior, params TablePart[] order) =>
        new([.. order.SelectMany(part => DrawsOf(posterior, part).Select(d => (part, d.Name, d.Shape)))], posterior.Provenance);

    public static IReadOnlyList<Draws> DrawsOf(Posterior posterior, TablePart part) => part switch
    {
        TablePart.Quantity => posterior.Quantities,
        TablePart.Statistic => posterior.Statistics,
        _ => posterior.GivenLogLikelihood,
    };

    /// <summary>A posterior of these parts.</summary>
    public static Posterior Assemble(IEnumerable<(TablePart Part, Draws Draws)> parts, Provenance provenance)
    {
        var byPart = parts.ToLookup(p => p.Part, p => p.Draws);
        return new Posterior(byPart[TablePart.Quantity])
            .WithStatistics(byPart[TablePart.Statistic])
            .WithLogLikelihood(byPart[TablePart.LogLikelihood])
            .WithProvenance(provenance);
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("columns");
            foreach (var (part, name, shape) in Entries)
            {
                json.WriteStartObject();
                json.WriteString("part", part.ToString());
                json.WriteString("name", name);
                json.WritePropertyName("shape");
                json.WriteRawValue(shape.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WritePropertyName("provenance");
            JsonSerializer.Serialize(json, Provenance);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static TableLayout FromJson(string text)
    {
        using var document = JsonDocument.Parse(text);
        var entries = document.RootElement.GetProperty("columns").EnumerateArray().Select(e => (
            Enum.Parse<TablePart>(e.GetProperty("part").GetString()!),
            e.GetProperty("name").GetString()!,
            Shape.Of([.. e.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())])));
        return new([.. entries], document.RootElement.GetProperty("provenance").Deserialize<Provenance>() ?? new());
    }
}
