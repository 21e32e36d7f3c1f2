namespace Notebooks;

/// <summary>Every script runs as its first line says, asserts its known answer, and says the same in both languages.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Names => [.. Programs(".fsx").Select(n => Path.GetFileNameWithoutExtension(n))];

    [Theory, MemberData(nameof(Names))]
    public async Task It_runs_in_both_languages_and_says_the_same(string name)
    {
        var fsharp = await Command.Dotnet(Folder, "fsi", "--quiet", $"{name}.fsx");
        Passed(fsharp);
        var csharp = await Command.Dotnet(Folder, "run", "-c", Repository.Configuration, $"{name}.cs");
        Passed(csharp);
        Assert.Equal(fsharp.Output.TrimEnd(), csharp.Output.TrimEnd());
    }

    [Fact]
    public void The_same_programs_are_there_in_both_languages()
    {
        var names = Programs(".fsx").Select(Path.GetFileNameWithoutExtension).ToArray();
        Assert.InRange(names.Length, 2, int.MaxValue);
        Assert.Equal(names, Programs(".cs").Select(Path.GetFileNameWithoutExtension));
        Assert.All(Programs(".fsx").Concat(Programs(".cs")), name => Assert.Contains($" {name}", File.ReadLines(Path.Combine(Folder, name)).First(), StringComparison.Ordinal));
    }

    private static string Folder => Repository.At("samples", "Scripts");

    // What #load brings is no program.
    private static IEnumerable<string> Programs(string extension) =>
        Repository.Files($"*{extension}", "samples", "Scripts").Where(name => name != "DiffProb.fsx");

    private static void Passed(Command run)
    {
        Assert.True(run.Exit == 0, run.Output + run.Error);
        Assert.Equal("", run.Error);
        Assert.Contains("±", run.Output, StringComparison.Ordinal);
    }
}
