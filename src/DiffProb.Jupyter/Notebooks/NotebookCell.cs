using System.Globalization;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>A cell of code of a notebook, and its outputs.</summary>
internal sealed class NotebookCell
{
    private const string MayFail = "raises-exception";

    private readonly JsonObject cell;

    /// <summary>A cell of a file.</summary>
    /// <param name="cell">What the file says of it.</param>
    /// <param name="position">Its place among all cells, from 1.</param>
    /// <param name="code">Its text.</param>
    public NotebookCell(JsonObject cell, int position, string code)
    {
        this.cell = cell;
        Code = code;
        var id = cell["id"] is JsonValue value && value.TryGetValue(out string? text) ? string.Create(CultureInfo.InvariantCulture, $" (id \"{text}\")") : "";
        Name = string.Create(CultureInfo.InvariantCulture, $"Cell {position}{id}");
    }

    /// <summary>Its text.</summary>
    public string Code { get; }

    /// <summary>What messages call it: its place among all cells, and its id.</summary>
    public string Name { get; }

    /// <summary>Whether it is there to show an error: by Jupyter's tag raises-exception.</summary>
    public bool IsAllowedToFail =>
        cell["metadata"] is JsonObject metadata
        && metadata["tags"] is JsonArray tags
        && tags.Any(tag => tag is JsonValue value && value.TryGetValue(out string? text) && text == MayFail);

    /// <summary>Forgets the outputs of an earlier run.</summary>
    public void Clear()
    {
        cell["execution_count"] = null;
        cell["outputs"] = new JsonArray();
    }

    /// <summary>Takes what the cell wrote and came to.</summary>
    /// <param name="written">What it wrote to the console, in order.</param>
    /// <param name="outcome">What it came to.</param>
    public void Take(IEnumerable<(CellStream Stream, string Text)> written, CellOutcome outcome)
    {
        cell["execution_count"] = outcome.Number;
        var outputs = new JsonArray([.. Streams(written)]);
        if (outcome.Value is { } value)
        {
            outputs.Add(Result(outcome.Number, value));
        }

        if (outcome.Error is { } error)
        {
            outputs.Add(Failure(error));
        }

        cell["outputs"] = outputs;
    }

    // Pieces of one stream that follow each other are one output.
    private static List<JsonNode> Streams(IEnumerable<(CellStream Stream, string Text)> written)
    {
        var runs = new List<(CellStream Stream, List<string> Texts)>();
        foreach (var (stream, text) in written)
        {
            if (runs.Count == 0 || runs[^1].Stream != stream)
            {
                runs.Add((stream, []));
            }

            runs[^1].Texts.Add(text);
        }

        return [.. runs.Select(run => new JsonObject
        {
            ["name"] = run.Stream == CellStream.Stdout ? "stdout" : "stderr",
            ["output_type"] = "stream",
            ["text"] = Lines(string.Concat(run.Texts)),
        })];
    }

    private static JsonObject Result(int number, CellValue value) => new()
    {
        ["data"] = new JsonObject(value.Texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => KeyValuePair.Create<string, JsonNode?>(t.Key, Lines(t.Value)))),
        ["execution_count"] = number,
        ["metadata"] = new JsonObject(),
        ["output_type"] = "execute_result",
    };

    private static JsonObject Failure(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
    };

    // One text for each line, each with its end, as Jupyter writes them.
    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)text[start..next]);
            start = next;
        }

        return lines;
    }
}
