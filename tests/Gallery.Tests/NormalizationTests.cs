using CSharpTests;
using DiffProb;
using Gallery;
using Spectre.Console;
using Written = Gallery.FSharp.Normalization;

namespace GalleryTests;

/// <summary>What the sample of image normalization claims of its plans and of what is won by straightening.</summary>
public sealed class NormalizationTests
{
    [Fact]
    public void Bilinear_reading_is_pathwise_and_the_nearest_pixel_leaves_it()
    {
        var (linear, nearest) = (Written.mismatch(1.0, Interpolation.Bilinear), Written.mismatch(1.0, Interpolation.Nearest));
        Assert.Equal(("Pathwise", Dependence.Kinked), Only(linear));
        Assert.Equal(("Score LeaveOneOut", Dependence.Step), Only(nearest));
        Judge.Refuses(() => nearest.Via(Estimator.Pathwise).Estimate().Gradient(), "Site \"pose\" (Normal)", "Pathwise is not valid", "the cost jumps");

        static (string Name, Dependence Dependence) Only(Prob<Tensor> program)
        {
            var entry = Assert.Single(program.Estimate().Plan().Entries);
            return (entry.Estimator.Name, entry.Dependence);
        }
    }

    /// <summary>Three quarters of all digits are lost by distortion, and most of these are won back; a gain of ten points would be an encoder that has hardly learnt.</summary>
    [Fact]
    public void Straightening_wins_back_most_of_the_digits_that_distortion_loses()
    {
        var page = new Page(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) }));
        var won = Application.Samples.Single(s => s.Name == "normalization" && s.Language == Language.CSharp).Run(new(page, ManagedEngine.Default, 4, default))[^1];
        Assert.InRange(won.Exact, 60.0, 90.0);
        Assert.InRange(won.Found, 55.0, won.Exact);
    }

    /// <summary>An encoder before its first step leaves each digit as it is.</summary>
    [Fact]
    public void An_encoder_that_has_not_learnt_wins_nothing()
    {
        Tensor weights = new Normal(0.0, 1.0).Sample(Digits.Side * Digits.Side * 10, seed: 5).Reshape(Digits.Side * Digits.Side, 10);
        var reader = Microsoft.FSharp.Core.FuncConvert.FromFunc((Tensor picture) => Written.reader(weights, Tensor.Zeros(Shape.Of(10)), picture));
        var seen = Written.straightening(Digits.HeldOut, Digits.HeldOut.Count, reader).Estimate().Particles(1).Seed(6).Gradient();
        var (before, after) = (seen.Recorded("before"), seen.Recorded("after"));
        Assert.Equal(Shape.Of(Digits.HeldOut.Count, Digits.Side, Digits.Side), before.Shape);
        Assert.InRange((before - after).Abs().Max().ToDouble(), 0.0, 1e-12);
        Assert.InRange((before[0] - before[1]).Abs().Max().ToDouble(), 0.1, 1.0);
    }
}
