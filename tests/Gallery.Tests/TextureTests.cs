using CSharpTests;
using DiffProb;
using Gallery;
using Spectre.Console;
using Written = Gallery.FSharp.Texture;

namespace GalleryTests;

/// <summary>The texture program against what is known of its law, away from the target of the sample.</summary>
public sealed class TextureTests
{
    private static readonly BooleanModel Law = new(0.012, 0.85, 0.25);

    /// <summary>At 5 standard errors each of the 6 numbers fails about 6 seeds in 10 million; the seed is fixed.</summary>
    [Fact]
    public void Values_and_derivatives_are_exact_within_their_standard_errors()
    {
        var stage = new Stage(new Page(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(TextWriter.Null) })), ManagedEngine.Default, 3, default);
        var (coverage, outline) = (Written.measure(stage, Law, 40_000, 3, 0), Written.measure(stage, Law, 40_000, 3, 1));
        Judge.Agrees(Law.Coverage, 0.01 * Law.Coverage, coverage.Value.Mean, coverage.Value.StandardError);
        Judge.Derivative(Law.CoverageSlopes.ByIntensity, 0.02 * Law.CoverageSlopes.ByIntensity, "intensity", coverage);
        Judge.Derivative(Law.CoverageSlopes.BySize, 0.05 * Law.CoverageSlopes.BySize, "size", coverage);
        Judge.Agrees(Law.Boundary, 0.01 * Law.Boundary, outline.Value.Mean, outline.Value.StandardError);
        Judge.Derivative(Law.BoundarySlopes.ByIntensity, 0.05 * Law.BoundarySlopes.ByIntensity, "intensity", outline);
        Judge.Derivative(Law.BoundarySlopes.BySize, 0.01, "size", outline);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_plan_leaves_the_path_of_the_radii_and_refuses_it_when_asked(int which)
    {
        var plan = Written.measured(which).Estimate().Plan();
        Assert.Equal(
            [("count", "MeasureValued", Dependence.Step), ("centre", "not needed", Dependence.Step), ("radius", "Score LeaveOneOut", Dependence.Step)],
            plan.Entries.Select(e => (e.Site, e.Estimator.Name, e.Dependence)));
        Judge.Refuses(
            () => Written.measured(which).Estimate().Following(plan.With("radius", Estimator.Pathwise)).Gradient(),
            "Site \"radius\" (LogNormal)", "Pathwise is not valid", "the cost jumps");
    }
}
