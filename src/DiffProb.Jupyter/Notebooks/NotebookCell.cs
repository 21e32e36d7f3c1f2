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

    /// <summary>Takes what the cell wrote, showed and came to.</summary>
    /// <param name="outputs">Its outputs, in order.</param>
    /// <param name="number">How many cells have run, this one included.</param>
    public void Take(JsonArray outputs, int number)
    {
        cell["execution_count"] = number;
        cell["outputs"] = outputs;
    }
}
