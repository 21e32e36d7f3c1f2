using Gallery.Board;

namespace GalleryTests;

/// <summary>The exact expectation, against values computed elsewhere and against itself.</summary>
public sealed class ExactScoreTests
{
    [Theory]
    [InlineData(0, 103, 25, 14.93192195, -0.0354298220, 0.0330070568, -0.3341864341)]
    [InlineData(30, 40, 40, 11.76073337, -0.0128797763, 0.0066852272, 0.0159756359)]
    public void It_has_the_known_values(double x, double y, double sigma, double value, double slopeX, double slopeY, double slopeSigma)
    {
        var exact = new ExactScore().At(x, y, sigma);
        Assert.Equal(value, exact.Value, 1e-8);
        Assert.Equal(slopeX, exact.SlopeX, 1e-8);
        Assert.Equal(slopeY, exact.SlopeY, 1e-8);
        Assert.Equal(slopeSigma, exact.SlopeSigma, 1e-8);
    }

    [Theory]
    [InlineData(0, 103, 5)]
    [InlineData(-35, -99, 17)]
    [InlineData(12, 7, 100)]
    public void More_nodes_change_nothing_and_slopes_are_differences(double x, double y, double sigma)
    {
        var (exact, finer) = (new ExactScore().At(x, y, sigma), new ExactScore(20, 12.0));
        Assert.Equal(finer.At(x, y, sigma).Value, exact.Value, 1e-11);
        Assert.Equal(exact.Value, new ExactScore(5, 5.0).At(x, y, sigma).Value, 1e-3);
        const double h = 1e-3;
        Assert.Equal((finer.At(x + h, y, sigma).Value - finer.At(x - h, y, sigma).Value) / (2 * h), exact.SlopeX, 1e-6);
        Assert.Equal((finer.At(x, y + h, sigma).Value - finer.At(x, y - h, sigma).Value) / (2 * h), exact.SlopeY, 1e-6);
        Assert.Equal((finer.At(x, y, sigma + h).Value - finer.At(x, y, sigma - h).Value) / (2 * h), exact.SlopeSigma, 1e-6);
    }

    [Theory]
    [InlineData(16, "treble 20")]
    [InlineData(17, "treble 19")]
    public void The_best_aim_jumps_from_treble_20_to_treble_19(double sigma, string region)
    {
        var best = BestAim.For(sigma);
        Assert.Equal(region, Dartboard.Region(best.X, best.Y));
        var (slopeX, slopeY) = (new ExactScore().At(best.X, best.Y, sigma).SlopeX, new ExactScore().At(best.X, best.Y, sigma).SlopeY);
        Assert.InRange(Math.Abs(slopeX) + Math.Abs(slopeY), 0.0, 1e-3);
    }
}
