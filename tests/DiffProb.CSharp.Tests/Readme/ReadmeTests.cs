using System.Reflection;
using System.Text.RegularExpressions;
using DiffProb;

namespace CSharpTests.Readme;

/// <summary>README.md shows a program that compiles and runs.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_program_of_the_README_runs()
    {
        using var source = new CancellationTokenSource();
        var (gradient, fit) = ReadmeProgram.Run(source.Token);
        Judge.Derivative(-3.4, 0.02, "aim", gradient);
        Assert.Equal(1.7, fit["aim"].ToDouble(), 0.03);
    }

    [Fact]
    public void The_README_shows_the_program_that_runs()
    {
        var source = Read("tests/DiffProb.CSharp.Tests/Readme/ReadmeProgram.cs");
        var shown = Assert.Single(Between(Read("README.md"), "```csharp", "```"));
        Assert.Equal(string.Join("\n\n", Between(source, "// <readme>", "// </readme>")), shown);
    }

    [Fact]
    public void The_program_of_the_page_on_transforms_runs()
    {
        var (covariance, back, stretch) = TransformsProgram.Run();
        var (a, b, c) = (Math.Exp(0.5), -1.0, Math.Exp(0.25));
        double[] exact = [a * a, a * b, a * b, (b * b) + (c * c)];
        Assert.All(covariance.ToArray(), (v, i) => Assert.Equal(exact[i], v, 1e-15 * Math.Abs(exact[i])));
        Assert.Equal([0.5, -1.0, 0.25], back.ToArray());
        Assert.Equal((2.0 * Math.Log(2.0)) + (3.0 * 0.5) + (2.0 * 0.25), stretch.ToDouble(), 1e-15);
    }

    [Fact]
    public void The_page_on_transforms_shows_the_program_that_runs()
    {
        var source = Read("tests/DiffProb.CSharp.Tests/Readme/TransformsProgram.cs");
        var shown = Assert.Single(Between(Read("docs/how-to/transforms.md"), "```csharp", "```"));
        Assert.Equal(string.Join("\n\n", Between(source, "// <page>", "// </page>")), shown);
    }

    [Fact]
    public void The_program_of_the_page_on_divergences_runs()
    {
        var (number, unknown) = DivergencesProgram.Run();
        Assert.Equal(Math.Log(2.0) - 0.5, number.ToDouble(), 1e-15);
        Assert.Null(unknown);
    }

    [Fact]
    public void The_page_on_divergences_shows_the_program_that_runs()
    {
        var source = Read("tests/DiffProb.CSharp.Tests/Readme/DivergencesProgram.cs");
        var shown = Assert.Single(Between(Read("docs/how-to/divergences.md"), "```csharp", "```"));
        Assert.Equal(string.Join("\n\n", Between(source, "// <page>", "// </page>")), shown);
    }

    [Fact]
    public void The_program_of_the_page_on_time_runs()
    {
        var slope = EvaluatorProgram.Run();
        Assert.Equal(-10.0, slope[0], 1e-12);
        Assert.Equal(0.0, slope[1]);
    }

    [Fact]
    public void The_page_on_time_shows_the_program_that_runs()
    {
        var source = Read("tests/DiffProb.CSharp.Tests/Readme/EvaluatorProgram.cs");
        var shown = Assert.Single(Between(Read("docs/how-to/find-where-the-time-goes.md"), "```csharp", "```"));
        Assert.Equal(string.Join("\n\n", Between(source, "// <page>", "// </page>")), shown);
    }

    [Fact]
    public void The_program_of_the_page_on_saving_goes_on_where_it_was_stopped()
    {
        var (whole, value) = SaveInAFolder(200, default);
        var (resumed, _) = SaveInAFolder(120, 200);
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal(whole["aim"].ToDouble(), resumed["aim"].ToDouble());
        var exact = Math.Pow(whole["aim"].ToDouble() - 1.7, 2) + Math.Pow(whole["spread"].ToDouble(), 2); // E (hit - 1.7)²
        Judge.Agrees(exact, 0.1 * exact, value.Mean, value.StandardError);

        static (Fit Fit, Estimate Value) SaveInAFolder(int first, int second)
        {
            var folder = Directory.CreateTempSubdirectory("diffprob-");
            try
            {
                var result = SaveProgram.Run(folder.FullName, first, default);
                return second == 0 ? result : SaveProgram.Run(folder.FullName, second, default);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    [Fact]
    public void The_program_of_the_page_on_filters_runs()
    {
        var (blind, guided) = FilterProgram.Run(TestContext.Current.CancellationToken);
        Assert.True(guided.EffectiveSampleSizes.ToArray().Min() > 3.0 * blind.EffectiveSampleSizes.ToArray().Min());
        Assert.InRange(guided.LogEvidence - blind.LogEvidence, -5.0 * blind.StandardError, 5.0 * blind.StandardError);
    }

    [Fact]
    public void The_page_on_filters_shows_the_program_that_runs()
    {
        var source = Read("tests/DiffProb.CSharp.Tests/Readme/FilterProgram.cs");
        var shown = Assert.Single(Between(Read("docs/how-to/evidence-and-filters.md"), "```csharp", "```"));
        Assert.Equal(string.Join("\n\n", Between(source, "// <page>", "// </page>")), shown);
    }

    [Fact]
    public void The_page_on_saving_shows_the_program_that_runs()
    {
        var source = Read("tests/DiffProb.CSharp.Tests/Readme/SaveProgram.cs");
        var shown = Assert.Single(Between(Read("docs/how-to/save-and-resume.md"), "```csharp", "```"));
        Assert.Equal(string.Join("\n\n", Between(source, "// <page>", "// </page>")), shown);
    }

    [Fact]
    public void The_page_on_time_shows_what_Explain_says()
    {
        var shown = "managed engine" + Assert.Single(Between(Read("docs/how-to/find-where-the-time-goes.md"), "```\nmanaged engine", "```"));
        Assert.Equal(WithoutRuns(shown), WithoutRuns(EvaluatorProgram.Explanation().ReplaceLineEndings("\n").TrimEnd()));

        static string WithoutRuns(string text) => Regex.Replace(text, "for [0-9]+ more runs", "for N more runs");
    }

    private static IEnumerable<string> Between(string text, string start, string stop)
    {
        var parts = text.Split(start).Skip(1).Select(part => part[..part.IndexOf(stop, StringComparison.Ordinal)]);
        return parts.Select(part => Dedent(part.Trim('\n').TrimEnd()));
    }

    private static string Dedent(string text)
    {
        var margin = text.Length - text.TrimStart(' ').Length;
        return string.Join('\n', text.Split('\n').Select(line => line.Length > margin ? line[margin..] : line.TrimStart(' ')));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Root => typeof(ReadmeTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;
}
