using DiffProb;
using Gallery;
using Spectre.Console;

namespace GalleryTests;

/// <summary>The command line of the gallery.</summary>
public sealed class ApplicationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("darts -h")]
    public void Help_lists_the_samples_and_options(string line)
    {
        var (code, output, errors) = Run(line);
        Assert.Equal(0, code);
        Assert.Contains("darts", output, StringComparison.Ordinal);
        Assert.Contains("--engine", output, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("dart", "no sample \"dart\"", "darts")]
    [InlineData("darts --sed 3", "no option --sed", "--seed, --engine, --language, --pages, --help")]
    [InlineData("darts --seed", "--seed needs a value", "--help")]
    [InlineData("darts --seed -1", "\"-1\"", "whole number")]
    [InlineData("darts --seed 1.5", "\"1.5\"", "whole number")]
    [InlineData("darts --engine gpu", "no engine \"gpu\"", "managed, torch")]
    [InlineData("darts fail", "One sample at a time", "darts")]
    [InlineData("--seed 3", "Which sample?", "darts")]
    [InlineData("darts --language french", "no language \"french\"", "csharp, fsharp")]
    [InlineData("echo --language fsharp", "not there in fsharp", "--help")]
    public void A_wrong_command_line_is_told_what_there_is(string line, string wrong, string there)
    {
        var (code, output, errors) = Run(line);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(wrong, errors, StringComparison.Ordinal);
        Assert.Contains(there, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Seed_and_engine_reach_the_sample()
    {
        var (code, output, _) = Run("echo --seed 18446744073709551615 --engine torch");
        Assert.Equal(0, code);
        Assert.Equal("18446744073709551615 torch cpu", output.Trim());
        Assert.Equal("1 managed", Run("echo").Output.Trim());
    }

    [Fact]
    public void The_list_has_each_sample_once_with_its_languages()
    {
        var (code, output, errors) = Run("list");
        Assert.Equal(0, code);
        Assert.Empty(errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. Application.Samples.Select(s => s.Name).Distinct(), "echo", "fail"], lines.Select(l => l.Split(' ')[0]));
        Assert.Contains("csharp, fsharp", lines.Single(l => l.StartsWith("decisions", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_that_misses_its_answer_fails_and_says_by_how_much()
    {
        var (code, _, errors) = Run("miss");
        Assert.Equal(1, code);
        Assert.Contains("miss: half is 0.4, and not within 0.01 of 0.5.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_that_fails_says_why()
    {
        var (code, _, errors) = Run("fail");
        Assert.Equal(1, code);
        Assert.Contains("no luck", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_that_is_stopped_ends_with_130() => Assert.Equal(130, Run("echo", new(canceled: true)).Code);

    private static (int Code, string Output, string Errors) Run(string line, CancellationToken stop = default)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        ISample[] samples = [.. Application.Samples, new Echo(), new Fail(), .. line == "miss" ? [new Miss()] : Array.Empty<ISample>()];
        var code = Application.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), samples, console, errors, stop);
        return (code, output.ToString(), errors.ToString());
    }

    private sealed class Echo : ISample
    {
        public string Name => "echo";

        public Language Language => Language.CSharp;

        public string Summary => "says what it was given";

        public IReadOnlyList<Answer> Run(Stage stage)
        {
            stage.Page.Lines([$"{stage.Seed} {stage.Engine.Name}"]);
            return [];
        }
    }

    private sealed class Fail : ISample
    {
        public string Name => "fail";

        public Language Language => Language.CSharp;

        public string Summary => "fails";

        public IReadOnlyList<Answer> Run(Stage stage) => throw new DiffProbException("no luck");
    }

    private sealed class Miss : ISample
    {
        public string Name => "miss";

        public Language Language => Language.CSharp;

        public string Summary => "misses";

        public IReadOnlyList<Answer> Run(Stage stage) => [new Answer("half", 0.4, 0.5, 0.01)];
    }
}
