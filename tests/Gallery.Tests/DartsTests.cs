using CSharpTests;
using DiffProb;
using Gallery;
using Gallery.Applications;
using Gallery.Board;
using Spectre.Console;

namespace GalleryTests;

/// <summary>The darts program against the exact expectation, and the sample from end to end, in both languages.</summary>
public sealed class DartsTests
{
    private static readonly Budget Small = new() { Sigmas = [16.0, 17.0], Path = 3, Darts = 2000, Particles = 64, Steps = 60 };

    /// <summary>At 5 standard errors each of the 8 numbers fails about 6 seeds in 10 million; the seed is fixed.</summary>
    [Theory]
    [InlineData(0, 103, 25)]
    [InlineData(30, 40, 40)]
    public void Score_and_gradient_are_exact_within_their_standard_errors(double x, double y, double sigma)
    {
        var exact = new ExactScore().At(x, y, sigma);
        var g = Darts.Throw(new[] { x, y }, sigma).Estimate().Particles(400_000).Seed(1).Gradient();
        var (slopes, errors) = (g["aim"].ToArray(), g.StandardError("aim").ToArray());
        Judge.Agrees(exact.Value, 0.03, g.Value.Mean, g.Value.StandardError);
        Judge.Agrees(exact.SlopeX, 0.001, slopes[0], errors[0]);
        Judge.Agrees(exact.SlopeY, 0.001, slopes[1], errors[1]);
        Judge.Derivative(exact.SlopeSigma, 0.002, "sigma", g);
    }

    [Fact]
    public void The_plan_scores_the_step_and_pathwise_is_refused()
    {
        var program = Darts.Throw(new[] { 0.0, 103.0 }, 25);
        Assert.Equal("Score LeaveOneOut", Assert.Single(program.Estimate().Plan().Entries).Estimator.Name);
        Judge.Refuses(() => program.Via(Estimator.Pathwise).Estimate().Gradient(), "Site \"hit\" (Normal)", "Pathwise is not valid", "jumps");
    }

    [Fact]
    public void The_climb_comes_close_to_the_best_aims_there_are()
    {
        var budget = new Budget { Sigmas = [10.0, 40.0], Particles = 64, Steps = 100 };
        var starts = Thrower.Starts(budget.Sigmas);
        var stage = new Stage(new Page(Plain(TextWriter.Null)), ManagedEngine.Default, 1, default);
        var ends = Darts.Climb(starts, budget, stage, new Progress<OptimizationProgress>())["aims"].ToArray();
        Assert.Equal(ends, Gallery.FSharp.Darts.climb(budget, stage, starts, new Progress<OptimizationProgress>())["aims"].ToArray());
        var found = Thrower.Best(starts, ends);
        Assert.All(budget.Sigmas.Zip(found), pair => Assert.InRange(BestAim.For(pair.First).Score - pair.Second.Score, -1e-3, 0.1));
        Assert.Equal("treble 20", Dartboard.Region(found[0].X, found[0].Y));
    }

    [Theory]
    [InlineData(Language.CSharp, "select Score(hit);")]
    [InlineData(Language.FSharp, "return score hit")]
    public void The_sample_runs_from_end_to_end_and_gives_the_same_text_for_the_same_seed(Language language, string program)
    {
        var text = Run(language, default).Text;
        Assert.All(
            [program, "Score LeaveOneOut", "not Pathwise", "Pathwise is not valid", "14.93192", "-0.33419", "up to sigma 16 mm, and at treble 19 with 17 mm"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(text, Run(language, default).Text);
    }

    /// <summary>The same numbers to the last digit that is shown, from the gradients on.</summary>
    [Fact]
    public void Both_languages_find_the_same()
    {
        var (csharp, fsharp) = (Run(Language.CSharp, default), Run(Language.FSharp, default));
        Assert.Equal(8, csharp.Answers.Count);
        Assert.Equal(csharp.Answers, fsharp.Answers);
        Assert.All(csharp.Answers, a => Assert.True(a.IsReached, a.What));
        Assert.Equal(FromGradients(csharp.Text), FromGradients(fsharp.Text));
    }

    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.FSharp)]
    public void A_sample_that_is_stopped_says_so(Language language) =>
        Assert.DoesNotContain("exact best", Run(language, new CancellationToken(canceled: true)).Text, StringComparison.Ordinal);

    /// <summary>Within a budget that tests can afford.</summary>
    internal static ISample Sample(Language language) =>
        language == Language.FSharp ? Gallery.FSharp.Darts.within(Small) : new Darts(Small);

    private static string FromGradients(string text) => text[text.IndexOf("3  The gradient", StringComparison.Ordinal)..];

    private static (string Text, IReadOnlyList<Answer> Answers) Run(Language language, CancellationToken stop)
    {
        using var output = new StringWriter();
        var answers = Sample(language).Run(new(new Page(Plain(output)), ManagedEngine.Default, 1, stop));
        return (output.ToString(), answers);
    }

    private static IAnsiConsole Plain(TextWriter output) =>
        AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
}
