using System.Text.Json.Nodes;

namespace Notebooks;

/// <summary>What counts as another output, and what does not.</summary>
public sealed class OutputsTests
{
    private static readonly string Audit = File.ReadAllText(Repository.At("notebooks", "08-audit.ipynb"));

    [Fact]
    public void Times_of_an_audit_may_differ()
    {
        var text = Notebook("site  estimator  variance  us/draw  signal/noise\nx     Score      0.25      0.01     2  planned", "<table><tr><th>estimator</th><th>&#181;s/draw</th></tr><tr><td>Score</td><td>0.01</td></tr></table>");
        var other = Notebook("site  estimator  variance  us/draw   signal/noise\nx     Score      0.25      12.0101   2  planned", "<table><tr><th>estimator</th><th>&#181;s/draw</th></tr><tr><td>Score</td><td>12.0101</td></tr></table>");
        Assert.Null(Outputs.Difference(text, other));
    }

    [Theory]
    [InlineData("0.2422", "0.2423")]
    [InlineData("time (Normal) for late", "time (Normal) for lost")]
    [InlineData("planned", "biased")]
    [InlineData("19 derivatives", "18 derivatives")]
    public void Nothing_else_of_an_audit_may(string committed, string now)
    {
        Assert.Contains(committed, Audit, StringComparison.Ordinal);
        Assert.Null(Outputs.Difference(Audit, Audit));
        Assert.NotNull(Outputs.Difference(Audit, Audit.Replace(committed, now, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_difference_is_named_with_its_cell_and_its_line() =>
        Assert.Equal("cell \"a\" has\nlast\nand not\nlost", Outputs.Difference(Notebook("first\nlost", ""), Notebook("first\nlast", "")));

    private static string Notebook(string text, string html) => new JsonObject
    {
        ["cells"] = new JsonArray(new JsonObject
        {
            ["cell_type"] = "code",
            ["id"] = "a",
            ["execution_count"] = 1,
            ["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "execute_result", ["data"] = new JsonObject { ["text/html"] = html, ["text/plain"] = text } }),
        }),
    }.ToJsonString();
}
