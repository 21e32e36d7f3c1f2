using Gallery.Applications;
using Gallery.Board;

namespace GalleryTests;

/// <summary>The board pays what a real one does.</summary>
public sealed class DartboardTests
{
    [Theory]
    [InlineData(0, 0, 50, "bull")]
    [InlineData(0, 6.3, 50, "bull")]
    [InlineData(10, 0, 25, "outer bull")]
    [InlineData(0, 103, 60, "treble 20")]
    [InlineData(0, 60, 20, "single 20")]
    [InlineData(0, 130, 20, "single 20")]
    [InlineData(0, 166, 40, "double 20")]
    [InlineData(0, 171, 0, "off the board")]
    [InlineData(60, 0, 6, "single 6")]
    [InlineData(0, -103, 9, "treble 3")]
    [InlineData(-166, 0, 22, "double 11")]
    [InlineData(-1, -103, 9, "treble 3")]
    [InlineData(40, 123, 1, "single 1")]
    [InlineData(-40, 123, 5, "single 5")]
    public void A_place_has_its_points_and_its_name(double x, double y, double points, string name)
    {
        Assert.Equal(points, Darts.Score(new[] { x, y }).ToDouble());
        Assert.Equal(name, Dartboard.Region(x, y));
    }

    [Fact]
    public void The_treble_of_every_number_pays_three_times_the_number() =>
        Assert.All(Enumerable.Range(0, 20), i =>
        {
            var (x, y) = Dartboard.Treble(i);
            Assert.Equal(3.0 * Dartboard.Numbers[i], Darts.Score(new[] { x, y }).ToDouble());
            Assert.Equal($"treble {Dartboard.Numbers[i]}", Dartboard.Region(x, y));
        });
}
