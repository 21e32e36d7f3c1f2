namespace DiffProb.Inference;

/// <summary>docs/how-to/posteriors.md shows a program that runs.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_program_of_the_page_runs() => Checkout.InFolder(folder =>
    {
        double[][] Draws(ulong seed, int size) => Chains.Rows(SeededDraws.Chains(4, 200 * size, seed, 0.0));
        double[][] Likelihood(ulong seed) => Array.ConvertAll(Draws(seed, 8), c => Array.ConvertAll(c, x => -1.0 - (0.1 * x) - (0.1 * seed)));
        var (loaded, summary, loo, comparison, _) = InferenceTests.PosteriorsProgram.Run(folder, Draws(51, 1), Draws(52, 8), Likelihood(3), Likelihood(4), new double[4, 200]);
        Assert.Equal(["mu", "theta"], loaded.Names);
        Assert.Equal(9, summary.Rows.Count);
        Assert.Empty(loo.Notes);
        Assert.Equal("partial pooling", comparison.Models[0].Name);
        Assert.Equal(6, Directory.GetFiles(folder).Length);
    });

    [Fact]
    public void The_page_shows_the_program_that_runs()
    {
        var source = File.ReadAllText(Checkout.OfTests("Posteriors", "PosteriorsProgram.cs")).ReplaceLineEndings("\n");
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "how-to", "posteriors.md")).ReplaceLineEndings("\n");
        var shown = Assert.Single(Between(page, "```csharp", "```"));
        Assert.Equal(string.Join("\n\n", Between(source, "// <page>", "// </page>")), shown);
    }

    private static IEnumerable<string> Between(string text, string start, string stop)
    {
        for (var from = text.IndexOf(start, StringComparison.Ordinal); from >= 0; from = text.IndexOf(start, from, StringComparison.Ordinal))
        {
            from += start.Length;
            var to = text.IndexOf(stop, from, StringComparison.Ordinal);
            yield return string.Join('\n', text[from..to].Split('\n').Select(l => l.StartsWith("        ", StringComparison.Ordinal) ? l[8..] : l)).Trim();
            from = to + stop.Length;
        }
    }
}
