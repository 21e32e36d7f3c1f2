using System.Reflection;

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
