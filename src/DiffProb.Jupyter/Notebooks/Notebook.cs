using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>A notebook file. What is not understood is kept as it is.</summary>
/// <remarks>
/// <para><b>Source</b>: nbformat 4, https://nbformat.readthedocs.io/en/latest/format_description.html.</para>
/// </remarks>
internal sealed class Notebook
{
    // As Jupyter itself writes it, so that a run changes the lines of its outputs alone.
    private static readonly JsonSerializerOptions Form =
        new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject root;

    private Notebook(string path, JsonObject root, CellLanguage language, IReadOnlyList<NotebookCell> codeCells)
    {
        Path = path;
        this.root = root;
        Language = language;
        CodeCells = codeCells;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The language of its cells.</summary>
    public CellLanguage Language { get; }

    /// <summary>The cells of code, from the first to the last.</summary>
    public IReadOnlyList<NotebookCell> CodeCells { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JupyterException">It is not a notebook of F# or C#.</exception>
    public static Notebook Read(string path)
    {
        var root = Parse(path);
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int number) || number != 4)
        {
            throw JupyterErrors.NotANotebook(path, "nbformat is not 4");
        }

        if (root["cells"] is not JsonArray cells)
        {
            throw JupyterErrors.NotANotebook(path, "it has no list of cells");
        }

        return new Notebook(path, root, LanguageOf(path, root), CodeCellsOf(path, cells));
    }

    /// <summary>Writes the file anew: it is whole at any moment.</summary>
    public void Write()
    {
        var whole = Path + ".new";
        File.WriteAllText(whole, root.ToJsonString(Form) + "\n");
        File.Move(whole, Path, overwrite: true);
    }

    private static JsonObject Parse(string path)
    {
        if (!File.Exists(path))
        {
            throw JupyterErrors.NoFile(path);
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw JupyterErrors.NotANotebook(path, "it is not an object");
        }
        catch (JsonException e)
        {
            throw JupyterErrors.NotJson(path, e.Message);
        }
    }

    private static CellLanguage LanguageOf(string path, JsonObject root)
    {
        var kernel = root["metadata"] is JsonObject metadata && metadata["kernelspec"] is JsonObject spec ? Text(spec["name"]) : null;
        return kernel is null
            ? throw JupyterErrors.NotANotebook(path, "metadata.kernelspec.name is missing")
            : KernelNames.Language(kernel) ?? throw JupyterErrors.UnknownLanguage(path, kernel);
    }

    private static List<NotebookCell> CodeCellsOf(string path, JsonArray cells)
    {
        var code = new List<NotebookCell>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is not JsonObject cell || Text(cell["cell_type"]) is not { } type)
            {
                throw JupyterErrors.NotANotebook(path, $"cell {i + 1} has no cell_type");
            }

            if (type == "code")
            {
                code.Add(new NotebookCell(cell, i + 1, SourceOf(path, cell, i + 1)));
            }
        }

        return code;
    }

    // One text, or one for each line.
    private static string SourceOf(string path, JsonObject cell, int position) =>
        (cell["source"] is JsonArray lines && lines.All(line => Text(line) is not null) ? string.Concat(lines.Select(Text)) : Text(cell["source"]))
        ?? throw JupyterErrors.NotANotebook(path, $"cell {position} has no source");

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
