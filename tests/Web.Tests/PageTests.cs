using System.Reflection;
using System.Text.Json.Nodes;

namespace WebTests;

/// <summary>docs/how-to/hosting.md shows the settings and the code that run.</summary>
public sealed class PageTests
{
    private static readonly string Page = Read("docs/how-to/hosting.md");

    [Fact]
    public void The_page_shows_the_code_that_runs() =>
        Assert.Equal(
            [Between(Read("samples/Web/Ordering.cs"), "// <program>", "// </program>"), Between(Read("samples/Web/Service.cs"), "// <service>", "// </service>")],
            Page.Split("```csharp\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)].Trim('\n')));

    [Fact]
    public void The_page_shows_the_settings_of_the_sample()
    {
        var shown = JsonNode.Parse(Page.Split("```json\n")[1].Split("```")[0])!["DiffProb"];
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Read("samples/Web/appsettings.json"))!["DiffProb"], shown));
    }

    [Fact]
    public void The_page_adds_the_torch_engine_as_the_tests_do()
    {
        const string call = "AddEngine(\"torch\", o => TorchEngine.Named(o.Device, o.Threads))";
        Assert.Contains(call, Page, StringComparison.Ordinal);
        Assert.Contains(call, Read("tests/DiffProb.Hosting.Tests/EngineTests.cs"), StringComparison.Ordinal);
    }

    // Code as it stands on a page, at the left margin.
    private static string Between(string text, string start, string stop)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var lines = text[from..text.IndexOf(stop, StringComparison.Ordinal)].Trim('\n').TrimEnd().Split('\n');
        var margin = lines[0].Length - lines[0].TrimStart(' ').Length;
        return string.Join('\n', lines.Select(line => line.Length > margin ? line[margin..] : line.TrimStart(' ')));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Root => typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
}
