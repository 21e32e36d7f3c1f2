using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>What a cell wrote and showed, as a notebook file has it.</summary>
internal sealed class NotebookOutput : ICellOutput
{
    private readonly Lock access = new();
    private readonly List<Item> items = [];
    private bool isToBeCleared;

    /// <inheritdoc/>
    public void Write(CellStream stream, string text)
    {
        lock (access)
        {
            ClearIfDue();

            // Pieces of one stream that follow each other are one output.
            if (items.Count == 0 || items[^1].Stream != stream)
            {
                items.Add(new Item { Stream = stream });
            }

            items[^1].Texts.Add(text);
        }
    }

    /// <inheritdoc/>
    public void Display(CellValue value, string id)
    {
        lock (access)
        {
            ClearIfDue();
            items.Add(new Item { Value = value, Id = id });
        }
    }

    /// <inheritdoc/>
    public void Update(CellValue value, string id)
    {
        lock (access)
        {
            foreach (var item in items.Where(i => i.Id == id))
            {
                item.Value = value;
            }
        }
    }

    /// <inheritdoc/>
    public void Clear(bool wait)
    {
        lock (access)
        {
            isToBeCleared = true;
            if (!wait)
            {
                ClearIfDue();
            }
        }
    }

    /// <summary>All outputs, with what the cell came to.</summary>
    public JsonArray Close(CellOutcome outcome)
    {
        lock (access)
        {
            var outputs = new JsonArray([.. items.Select(Output)]);
            if (outcome.Value is { } value)
            {
                outputs.Add((JsonNode)new JsonObject
                {
                    ["data"] = Bundle(value),
                    ["execution_count"] = outcome.Number,
                    ["metadata"] = new JsonObject(),
                    ["output_type"] = "execute_result",
                });
            }

            if (outcome.Error is { } error)
            {
                outputs.Add((JsonNode)Failure(error));
            }

            return outputs;
        }
    }

    private void ClearIfDue()
    {
        if (isToBeCleared)
        {
            items.Clear();
            isToBeCleared = false;
        }
    }

    private static JsonObject Output(Item item) => item.Value is { } value
        ? new JsonObject { ["data"] = Bundle(value), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" }
        : new JsonObject
        {
            ["name"] = item.Stream == CellStream.Stdout ? "stdout" : "stderr",
            ["output_type"] = "stream",
            ["text"] = Lines(string.Concat(item.Texts)),
        };

    private static JsonObject Bundle(CellValue value) =>
        new(value.Texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => KeyValuePair.Create<string, JsonNode?>(t.Key, Lines(t.Value))));

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

    // A piece of a stream, or a value.
    private sealed class Item
    {
        public CellStream? Stream { get; init; }

        public List<string> Texts { get; } = [];

        public CellValue? Value { get; set; }

        public string? Id { get; init; }
    }
}
