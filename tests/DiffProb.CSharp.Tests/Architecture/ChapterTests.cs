namespace DiffProb.Architecture;

/// <summary>The compile list of the language is its table of contents.</summary>
public sealed class ChapterTests
{
    private static readonly string[] Chapters =
        ["Errors.fs", "Programs", "Graph", "Estimators", "Planning", "Expectations", "Conditioning", "Guides", "Sequential", "Measuring", "Expectation.fs", "Dsl.fs"];

    [Fact]
    public void The_compile_list_has_each_chapter_in_one_run_and_in_the_order_of_reading()
    {
        var files = Repository.Includes(Repository.SourceProjects["DiffProb.Core"], "Compile");
        var runs = Runs(files.Select(file => file.Split('/')[0]));
        Assert.Equal(Chapters.Intersect(runs), runs);
    }

    private static List<string> Runs(IEnumerable<string> folders)
    {
        var runs = new List<string>();
        foreach (var folder in folders.Where(f => runs.LastOrDefault() != f))
        {
            runs.Add(folder);
        }

        return runs;
    }
}
