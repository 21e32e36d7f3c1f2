using DiffProb;
using Gallery;
using Spectre.Console;

namespace GalleryTests;

/// <summary>Every sample reaches its answers, on a page that has its program, its plan and a chart.</summary>
public sealed class AnswerTests
{
    public static TheoryData<string, Language> Samples =>
        [.. QuickSamples.All.Select(s => new TheoryDataRow<string, Language>(s.Name, s.Language))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reaches_its_answers(string name, Language language)
    {
        var sample = QuickSamples.All.Single(s => s.Name == name && s.Language == language);
        using var output = new StringWriter();
        var page = new Page(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) }));
        var answers = sample.Run(new(page, ManagedEngine.Default, 1, default));
        Assert.NotEmpty(answers);
        Assert.All(answers, a => Assert.True(a.IsReached, $"{a.What}: {a.Found} is not within {a.Within} of {a.Exact}"));
        var html = page.Report!.ToHtml();
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains(language == Language.CSharp ? "from " : "prob {", html, StringComparison.Ordinal);
        Assert.Contains("estimator", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_have_a_name_in_each_language_once() =>
        Assert.Equal(Application.Samples.Count, Application.Samples.Select(s => (s.Name, s.Language)).Distinct().Count());

    [Fact]
    public void Both_languages_find_the_same()
    {
        foreach (var pair in QuickSamples.All.GroupBy(s => s.Name).Where(g => g.Count() == 2))
        {
            double[][] found = [.. pair.Select(s => s.Run(new(new Page(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) })), ManagedEngine.Default, 2, default)).Select(a => a.Found).ToArray())];
            Assert.Equal(found[0].Length, found[1].Length);
            Assert.All(found[0].Zip(found[1]), both => Assert.Equal(both.First, both.Second, 1e-9 * (1.0 + Math.Abs(both.First))));
        }
    }

    /// <summary>The constants of the problems, as they are known.</summary>
    [Fact]
    public void Exact_answers_are_those_of_the_problems()
    {
        double[] Exact(string name) => [.. Application.Samples.First(s => s.Name == name).Run(Silent()).Select(a => a.Exact)];
        Assert.All(Exact("decisions").Zip([94.933057937, 161.36574665, 0.476190476, 0.6114138045]), p => Assert.Equal(p.Second, p.First, 1e-8));
        Assert.All(Exact("learning").Skip(1).Zip([0.470588, 0.242424, 0.163265, 0.123077, 0.098765, 0.082474]), p => Assert.Equal(p.Second, p.First, 1e-6));
    }

    private static Stage Silent() => new(new Page(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) })), ManagedEngine.Default, 1, default);
}
