using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Notebooks;

/// <summary>The outputs of a notebook as texts that can be compared: all of them, but for the times that an audit has measured.</summary>
/// <remarks>
/// <para>An audit says how long a draw takes. These numbers, the column "µs/draw" of its tables and "us/draw" of its plain text, are left out, and with
/// them the blanks that set columns of plain text under each other. All else is compared letter by letter: a seed gives the same bits on any machine.</para>
/// </remarks>
internal static partial class Outputs
{
    private const string InTables = "µs/draw";
    private const string InText = "us/draw";

    /// <summary>The outputs of each cell of code, with the name of the cell.</summary>
    internal static IReadOnlyList<(string Cell, string Text)> Of(string notebook) =>
    [
        .. JsonNode.Parse(notebook)!["cells"]!.AsArray()
            .Where(cell => (string?)cell!["cell_type"] == "code")
            .Select(cell => ((string)cell!["id"]!, string.Join("\n", cell["outputs"]!.AsArray().Select(o => Of(o!.AsObject())).Prepend($"[{cell["execution_count"]}]")))),
    ];

    /// <summary>Where two notebooks differ, in words; null where they do not.</summary>
    internal static string? Difference(string committed, string now)
    {
        foreach (var (before, after) in Of(committed).Zip(Of(now)))
        {
            if (before != after)
            {
                var (lines, others) = (before.Text.Split('\n'), after.Text.Split('\n'));
                var at = lines.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
                return $"cell \"{after.Cell}\" has\n{Line(others, at)}\nand not\n{Line(lines, at)}";
            }
        }

        return null;
    }

    private static string Line(string[] lines, int at) => at < lines.Length ? lines[at] : "(nothing)";

    private static string Of(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => $"{output["name"]}\n{WithoutTimes(Text(output["text"]!))}",
        "error" => string.Join("\n", output["traceback"]!.AsArray()),
        _ => string.Join("\n", output["data"]!.AsObject().Select(d => $"{d.Key}\n{(d.Key == "text/html" ? Table().Replace(Text(d.Value!), t => WithoutTimes(t)) : WithoutTimes(Text(d.Value!)))}")),
    };

    private static string Text(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)text!;

    private static string WithoutTimes(Match table)
    {
        var rows = Row().Matches(table.Value).Select(r => Entry().Matches(r.Value).Select(e => e.Value).ToArray()).ToArray();
        var column = rows.Length == 0 ? -1 : Array.FindIndex(rows[0], e => WebUtility.HtmlDecode(e).Contains($">{InTables}<", StringComparison.Ordinal));
        return column < 0 ? table.Value : string.Join("\n", rows.Select(r => string.Concat(Without(r, column))));
    }

    private static string WithoutTimes(string text)
    {
        var lines = text.Split('\n');
        var header = Gap().Split(lines[0]);
        var column = Array.IndexOf(header, InText);
        return column < 0 ? text : string.Join("\n", lines.Select(line => string.Join("  ", Without(Gap().Split(line), column))));
    }

    private static IEnumerable<string> Without(string[] parts, int column) => parts.Where((_, i) => i != column);

    [GeneratedRegex("<table>.*?</table>", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<t[hd][ >].*?</t[hd]>", RegexOptions.Singleline)]
    private static partial Regex Entry();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Gap();
}
