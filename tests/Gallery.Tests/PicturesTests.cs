using DiffProb;
using Gallery;

namespace GalleryTests;

/// <summary>The pictures that samples work on, and how they are put side by side.</summary>
public sealed class PicturesTests
{
    [Fact]
    public void Digits_stand_in_the_middle_of_their_canvas_with_their_labels()
    {
        Assert.Equal((1198, 599), (Digits.ToLearn.Count, Digits.HeldOut.Count));
        Assert.Equal(Shape.Of(599, 12, 12), Digits.HeldOut.Images.Shape);

        // The first row of the file, a zero, is held out; the second and third are learnt from.
        Assert.Equal([0, 3, 6], Digits.HeldOut.Labels[..3].ToArray());
        Assert.Equal([1, 2, 4, 5], Digits.ToLearn.Labels[..4].ToArray());
        Assert.Equal([0, 0, 0, 0, 5, 13, 9, 1, 0, 0, 0, 0], Digits.HeldOut.Images[0][2].ToArray().Select(ink => 16.0 * ink));
        Assert.All(new[] { 0, 1, 10, 11 }, edge => Assert.Equal(0.0, Digits.ToLearn.Images.Select(1, edge).Sum().ToDouble() + Digits.ToLearn.Images.Select(2, edge).Sum().ToDouble()));
        Assert.Equal(1.0, Digits.ToLearn.Images.Max().ToDouble());
        Assert.Equal(Enumerable.Range(0, 10).Select(d => (double)d), Digits.ToLearn.Labels.ToArray().Distinct().Order());
    }

    [Fact]
    public void Spots_seen_without_their_pose_are_the_template()
    {
        // The middle of the brightest spot, and where the pose takes it.
        Assert.Equal(1.0, Spots.Template[17][20].ToDouble(), 1e-2);
        var (x, y) = (4.0 * Math.Cos(Spots.Angle) - Math.Sin(Spots.Angle), 4.0 * Math.Sin(Spots.Angle) + Math.Cos(Spots.Angle));
        var (column, row) = (16.0 + (Spots.Scale * x) + Spots.Right, 16.0 + (Spots.Scale * y) + Spots.Down);
        Assert.Equal(1.0, Spots.Seen[(int)Math.Round(row)][(int)Math.Round(column)].ToDouble(), 0.06);
    }

    [Fact]
    public void Pictures_stand_side_by_side_with_gaps()
    {
        var (a, b, c) = (Tensor.Matrix(new[,] { { 0.0, 0.1 } }), Tensor.Matrix(new[,] { { 0.2, 0.3 } }), Tensor.Matrix(new[,] { { 0.4, 0.5 } }));
        const double gap = 0.6;
        Assert.Equal(
            new[,]
            {
                { 0.0, 0.1, gap, 0.2, 0.3 },
                { gap, gap, gap, gap, gap },
                { 0.4, 0.5, gap, gap, gap },
            },
            Mosaic.Of([[a, b], [c]]));
        Assert.Equal((1, 8), (Mosaic.Of([[a, b]], 4).GetLength(0), Mosaic.Of([[a, b]], 4).GetLength(1)));
    }

    [Fact]
    public void Estimates_are_judged_by_their_standard_errors()
    {
        using var output = new StringWriter();
        var page = new Page(Spectre.Console.AnsiConsole.Create(new() { Ansi = Spectre.Console.AnsiSupport.No, Out = new Spectre.Console.AnsiConsoleOutput(output) }));
        var answers = page.Estimates(3.0, ("near", 1.2, 0.1, 1.0), ("far", 2.0, 0.1, 1.0));
        Assert.Equal([true, false], answers.Select(a => a.IsReached));
        Assert.Contains("2.00", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("10.00", output.ToString(), StringComparison.Ordinal);
    }
}
