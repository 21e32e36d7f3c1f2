using System.Reflection;
using System.Text.RegularExpressions;
using DiffProb;

namespace InteractiveTests.Pages;

/// <summary>docs/how-to/charts.md shows programs that compile and run, of every kind that there is.</summary>
public sealed class ChartsPageTests
{
    [Fact]
    public void The_programs_of_the_page_draw_what_they_say()
    {
        var folder = Directory.CreateTempSubdirectory("charts");
        try
        {
            Assert.All(ChartsProgram.Run(folder.FullName), figure => Assert.Contains(figure.Title, figure.ToSvg(), StringComparison.Ordinal));
            Assert.Equal(["both.html", "both.svg", "report.html"], folder.GetFiles().Select(f => f.Name).Order());
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void The_page_shows_the_programs_that_run()
    {
        var source = Parts(Read("tests/DiffProb.Interactive.Tests/Pages/ChartsProgram.cs"), "// <page>", "// </page>");
        Assert.Equal(source, Parts(Read("docs/how-to/charts.md"), "```csharp", "```"));
    }

    [Fact]
    public void The_page_has_every_word()
    {
        var page = Read("docs/how-to/charts.md");
        var words = typeof(Chart).GetMethods(BindingFlags.Static | BindingFlags.Public).Where(m => m.ReturnType.IsSubclassOf(typeof(Figure))).Select(m => m.Name).Distinct();
        Assert.All(words, w => Assert.Contains($"Chart.{w}(", page, StringComparison.Ordinal));
    }

    // Programs without the margin that they have in their source.
    private static string[] Parts(string text, string start, string stop) =>
    [
        .. text.Split(start).Skip(1).Select(part => part[..part.IndexOf(stop, StringComparison.Ordinal)].Trim('\n').TrimEnd())
            .Select(part => Regex.Replace(part, $"(?m)^ {{{part.Length - part.TrimStart(' ').Length}}}", "")),
    ];

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Root => typeof(ChartsPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
}
