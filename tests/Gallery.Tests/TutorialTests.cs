using System.Reflection;
using Gallery;

namespace GalleryTests;

/// <summary>The pages of docs/tutorials show the programs that run.</summary>
public sealed class TutorialTests
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["darts"] = "Darts",
        ["sequence"] = "SequenceDesign",
        ["decisions"] = "Decisions",
        ["mixture"] = "MixtureWeights",
        ["learning"] = "LearningToLearn",
        ["tails"] = "TruncatedTails",
        ["rejection"] = "SoftAndHardRejection",
        ["normalization"] = "Normalization",
        ["texture"] = "Texture",
        ["autoencoder"] = "Autoencoder",
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Fact]
    public void Every_sample_has_a_page() =>
        Assert.Equal(Application.Samples.Select(s => s.Name).Distinct().Order(), Files.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_shows_the_programs_that_run(string name)
    {
        var page = Read($"docs/tutorials/{name}.md");
        Assert.Equal(Source.Between(Read($"samples/Gallery/Applications/{Files[name]}.cs"), name).Trim(), Block(page, "csharp"));
        Assert.Equal(Source.Between(Read($"samples/Gallery.FSharp/{Files[name]}.fs"), name).Trim(), Block(page, "fsharp"));
        Assert.Contains($"samples/Gallery -- {name}\n", page, StringComparison.Ordinal);
    }

    private static string Block(string page, string language)
    {
        var start = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)].Trim();
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Root => typeof(TutorialTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
}
