using CSharpTests;
using DiffProb;
using Gallery;
using Gallery.Darts;
using Spectre.Console;

namespace GalleryTests;

/// <summary>The darts program against the exact expectation, and the sample from end to end.</summary>
public sealed class DartsTests
{
    /// <summary>At 5 standard errors each of the 8 numbers fails about 6 seeds in 10 million; the seed is fixed.</summary>
    [Theory]
    [InlineData(0, 103, 25)]
    [InlineData(30, 40, 40)]
    public void Score_and_gradient_are_exact_within_their_standard_errors(double x, double y, double sigma)
    {
        var exact = new ExactScore().At(x, y, sigma);
        var g = Throw.At(new[] { x, y }, sigma).Estimate().Particles(400_000).Seed(1).Gradient();
        var (slopes, errors) = (g["aim"].ToArray(), g.StandardError("aim").ToArray());
        Judge.Agrees(exact.Value, 0.03, g.Value.Mean, g.Value.StandardError);
        Judge.Agrees(exact.SlopeX, 0.001, slopes[0], errors[0]);
        Judge.Agrees(exact.SlopeY, 0.001, slopes[1], errors[1]);
        Judge.Derivative(exact.SlopeSigma, 0.002, "sigma", g);
    }

    [Fact]
    public void The_plan_scores_the_step_and_pathwise_is_refused()
    {
        var program = Throw.At(new[] { 0.0, 103.0 }, 25);
        Assert.Equal("Score LeaveOneOut", Assert.Single(program.Estimate().Plan().Entries).Estimator.Name);
        Judge.Refuses(() => program.Via(Estimator.Pathwise).Estimate().Gradient(), "Site \"hit\" (Normal)", "Pathwise is not valid", "jumps");
    }

    [Fact]
    public void The_climb_comes_close_to_the_best_aims_there_are()
    {
        double[] sigmas = [10.0, 40.0];
        var page = new Page(Plain(TextWriter.Null));
        var found = Ascent.Climb(sigmas, new(64, 100), new(page, ManagedEngine.Default, 1, default), new Progress<OptimizationProgress>());
        Assert.All(sigmas.Zip(found), pair => Assert.InRange(BestAim.For(pair.First).Score - pair.Second.Score, -1e-3, 0.1));
        Assert.Equal("treble 20", Dartboard.Region(found[0].X, found[0].Y));
    }

    [Fact]
    public void The_sample_runs_from_end_to_end_and_gives_the_same_text_for_the_same_seed()
    {
        var text = Run(default);
        Assert.All(
            [
                "select Dartboard.Score(hit);", "Score LeaveOneOut", "not Pathwise", "Pathwise is not valid", "14.93192", "-0.33419",
                "up to sigma 16 mm, and at treble 19 with 17 mm",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(text, Run(default));
    }

    [Fact]
    public void A_sample_that_is_stopped_says_so() =>
        Assert.DoesNotContain("exact best", Run(new CancellationToken(canceled: true)), StringComparison.Ordinal);

    private static string Run(CancellationToken stop)
    {
        var sample = new DartsSample { Sigmas = [16.0, 17.0], Particles = 2000, Budget = new(64, 60) };
        using var output = new StringWriter();
        sample.Run(new(new Page(Plain(output)), ManagedEngine.Default, 1, stop));
        return output.ToString();
    }

    private static IAnsiConsole Plain(TextWriter output) =>
        AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
}
