using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Notebooks;

/// <summary>Every notebook runs to its end, where it asserts its known answer, and says what is committed.</summary>
public sealed partial class NotebookTests : IDisposable
{
    private const int MostBytes = 300_000;

    private readonly string directory = Directory.CreateTempSubdirectory("diffprob-notebook-").FullName;

    public static TheoryData<string> All => [.. Repository.Files("*.ipynb", "notebooks")];

    public void Dispose() => Directory.Delete(directory, recursive: true);

    /// <summary>With DIFFPROB_REGENERATE=1 a notebook that says something else is written anew.</summary>
    [Theory, MemberData(nameof(All))]
    public async Task It_runs_to_its_end_and_says_what_is_committed(string name)
    {
        var (committed, copy) = (Repository.At("notebooks", name), Path.Combine(directory, name));
        File.Copy(committed, copy);
        var run = await Command.Dotnet(directory, Path.Combine(AppContext.BaseDirectory, "DiffProb.Jupyter.dll"), "run", copy);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Exit);
        var difference = Outputs.Difference(File.ReadAllText(committed), File.ReadAllText(copy));
        if (difference is not null && Repository.IsAsked("DIFFPROB_REGENERATE"))
        {
            File.Copy(copy, committed, overwrite: true);
            return;
        }

        Assert.True(difference is null, $"{name} is stale: {difference}\n  try DIFFPROB_REGENERATE=1 with this test, and read the difference.");
    }

    [Theory, MemberData(nameof(All))]
    public void It_teaches_with_a_question_a_mistake_and_what_to_try_and_ends_with_its_known_answer(string name)
    {
        var text = File.ReadAllText(Repository.At("notebooks", name));
        Assert.InRange(text.Length, 1, MostBytes);
        var cells = JsonNode.Parse(text)!["cells"]!.AsArray();
        var words = string.Concat(cells.Where(c => (string)c!["cell_type"]! == "markdown").Select(c => Source(c!)));
        Assert.StartsWith("# ", words, StringComparison.Ordinal);
        Assert.All(["The question:", "## Try next", "## The known answer"], part => Assert.Contains(part, words, StringComparison.OrdinalIgnoreCase));
        var mistake = cells.Single(c => (string)c!["id"]! == "mistake")!;
        Assert.Contains("DiffProbException", Source(mistake), StringComparison.Ordinal);
        Assert.Equal("stdout", (string)mistake["outputs"]!.AsArray().Single()!["name"]!);
        Assert.Equal("check", (string)cells[^1]!["id"]!);
        Assert.Matches("failwith|throw new", Source(cells[^1]!));
        Assert.All(cells, c => Assert.DoesNotContain(c!["outputs"]?.AsArray() ?? [], o => (string)o!["output_type"]! == "error" || (string?)o["name"] == "stderr"));
    }

    [Theory, MemberData(nameof(All))]
    public void Its_links_lead_somewhere(string name)
    {
        var links = Link().Matches(File.ReadAllText(Repository.At("notebooks", name))).Select(m => m.Groups["to"].Value).Where(to => !to.Contains("://", StringComparison.Ordinal));
        Assert.All(links, to => Assert.True(File.Exists(Path.GetFullPath(to, Repository.At("notebooks"))), to));
    }

    [Fact]
    public void There_are_eight_at_least_half_of_them_in_each_language()
    {
        var languages = Repository.Files("*.ipynb", "notebooks")
            .Select(name => (string)JsonNode.Parse(File.ReadAllText(Repository.At("notebooks", name)))!["metadata"]!["kernelspec"]!["name"]!).ToArray();
        Assert.InRange(languages.Length, 8, int.MaxValue);
        Assert.Equal(languages.Length, languages.Count(l => l is "diffprob-fsharp" or "diffprob-csharp"));
        Assert.InRange(languages.Count(l => l == "diffprob-fsharp"), languages.Length / 2, (languages.Length + 1) / 2);
    }

    private static string Source(JsonNode cell) => string.Concat(cell["source"]!.AsArray().Select(line => (string)line!));

    [GeneratedRegex(@"\]\((?<to>[^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
