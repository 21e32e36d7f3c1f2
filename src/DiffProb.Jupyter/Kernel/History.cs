using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DiffProb;

/// <summary>The cells that this kernel has run. Those of other sessions are the front end's to know.</summary>
internal sealed class History
{
    private const int Most = 1000;
    private const int Session = 1;

    private readonly List<(int Number, string Code)> cells = [];

    /// <summary>Remembers a cell.</summary>
    public void Add(int number, string code)
    {
        cells.Add((number, code));
        if (cells.Count > Most)
        {
            cells.RemoveAt(0);
        }
    }

    /// <summary>The answer to history_request: inputs alone, since outputs are in the notebook.</summary>
    public JsonObject Reply(Message request)
    {
        var found = request.Text("hist_access_type") switch
        {
            "range" => cells.Where(c => c.Number >= (request.Number("start") ?? 0) && c.Number < (request.Number("stop") ?? int.MaxValue)),
            "search" => Search(request),
            _ => cells,
        };
        var last = request.Text("hist_access_type") == "range" ? found : found.TakeLast(request.Number("n") ?? Most);
        var withOutput = request.Is("output", false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. last.Select(c => new JsonArray(Session, c.Number, withOutput ? new JsonArray(c.Code, null) : c.Code))]),
        };
    }

    // The pattern is one of file names: * and ?.
    private IEnumerable<(int Number, string Code)> Search(Message request)
    {
        var pattern = new Regex($"^{Regex.Escape(request.Text("pattern")).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var found = cells.Where(c => pattern.IsMatch(c.Code));
        return request.Is("unique", false) ? found.Reverse().DistinctBy(c => c.Code).Reverse() : found;
    }
}
