namespace DiffProb;

/// <summary>Pictures read between their pixels: numbers by hand, units, shapes, borders, and what is no number.</summary>
public sealed class GridSampleTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly Tensor Square = Tensor.Matrix(new double[,] { { 1, 2 }, { 3, 4 } });

    [Fact]
    public void Between_pixels_it_is_linear_along_each_dimension()
    {
        Assert.Equal([2.5, 2.75, 1, 4, 3.5], Read(Square, [0, 0, 0.5, 0, -1, -1, 1, 1, 0, 1], Padding.Zeros, alignCorners: true));
        Assert.Equal([2.5, 3.0, 1.0, 4.0], Read(Square, [0, 0, 0.5, 0, -0.5, -0.5, 0.5, 0.5], Padding.Zeros, alignCorners: false));
    }

    [Fact]
    public void Outside_are_zeros_or_the_border()
    {
        // Half a pixel, one and two pixels from the outermost centre.
        double[] points = [-1, -1, 1.5, 0.5, 2.5, 0.5, 1, 0.5];
        Assert.Equal([0.25, 0.0, 0.0, 2.0], Read(Square, points, Padding.Zeros, alignCorners: false));
        Assert.Equal([1.0, 4.0, 4.0, 4.0], Read(Square, points, Padding.Border, alignCorners: false));
    }

    [Fact]
    public void The_nearest_pixel_is_taken_and_the_even_one_of_two()
    {
        var row = Tensor.Matrix(new double[,] { { 1, 2, 3, 4 } });
        double[] at = [-0.6, -0.5, 0.4, 0.5, 0.6, 1.5, 2.5, 3.49, 3.5];
        var points = at.SelectMany(x => new[] { (2 * x / 3) - 1, 0 }).ToArray();
        Assert.Equal([0, 1, 1, 1, 2, 3, 3, 4, 0], Read(row, points, Padding.Zeros, true, Interpolation.Nearest));
        Assert.Equal([1, 1, 1, 1, 2, 3, 3, 4, 4], Read(row, points, Padding.Border, true, Interpolation.Nearest));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_identity_reads_the_picture_itself_and_others_turn_and_scale_it(bool alignCorners)
    {
        var image = Tensor.Of(Shape.Of(3, 5), [.. Enumerable.Range(0, 15).Select(i => Math.Sin(i))]);
        Close.Assert(image.ToArray(), Mapped([1, 0, 0, 0, 1, 0], 3, 5), 1e-14);
        Close.Assert([.. image.ToArray().Reverse()], Mapped([-1, 0, 0, 0, -1, 0], 3, 5), 1e-14);

        // x of the result is y of the image.
        Close.Assert(image.Transpose().ToArray(), Mapped([0, 1, 0, 1, 0, 0], 5, 3), 1e-14);

        double[] Mapped(double[] theta, int height, int width) =>
            image.GridSample(Images.AffineGrid(Tensor.Of(Shape.Of(2, 3), theta), height, width, alignCorners), alignCorners: alignCorners).ToArray();
    }

    [Fact]
    public void An_affine_grid_has_the_centres_of_pixels()
    {
        Tensor theta = Tensor.Of(Shape.Of(2, 3), 1, 0, 0, 0, 1, 10);
        Assert.Equal([-1, 9, 0, 9, 1, 9, -1, 11, 0, 11, 1, 11], Images.AffineGrid(theta, 2, 3, alignCorners: true).ToArray());
        Close.Assert([-2.0 / 3, 9.5, 0, 9.5, 2.0 / 3, 9.5, -2.0 / 3, 10.5, 0, 10.5, 2.0 / 3, 10.5], Images.AffineGrid(theta, 2, 3).ToArray(), 1e-15);
        Assert.Equal([0, 10], Images.AffineGrid(theta, 1, 1, alignCorners: true).ToArray());
        Assert.Equal(Shape.Of(4, 2, 3, 2), Images.AffineGrid(theta.BroadcastTo(Shape.Of(4, 2, 3)), 2, 3).Shape);
        Assert.Equal(DType.Float32, Images.AffineGrid(theta.Cast(DType.Float32), 2, 3).DType);
    }

    [Fact]
    public void Images_with_fewer_dimensions_than_the_grid_have_no_channels()
    {
        Assert.Equal(Shape.Of(5, 6), ShapeOf([3, 4], [5, 6, 2]));
        Assert.Equal(Shape.Of(2, 5, 6), ShapeOf([2, 3, 4], [5, 6, 2]));
        Assert.Equal(Shape.Of(7, 2, 5, 6), ShapeOf([7, 2, 3, 4], [5, 6, 2]));
        Assert.Equal(Shape.Of(7, 2, 5, 6), ShapeOf([7, 2, 3, 4], [7, 5, 6, 2]));
        Assert.Equal(Shape.Of(7, 2, 5, 6), ShapeOf([1, 2, 3, 4], [7, 5, 6, 2]));
        Assert.Equal(Shape.Of(7, 5, 6), ShapeOf([3, 4], [7, 5, 6, 2]));
        Assert.Equal(Shape.Of(7, 5, 6), ShapeOf([7, 3, 4], [7, 5, 6, 2]));
    }

    [Fact]
    public void Each_picture_of_a_batch_is_read_at_its_own_points()
    {
        var images = Tensor.Of(Shape.Of(2, 2, 1, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        var grid = Tensor.Of(Shape.Of(2, 1, 1, 2), -1, 0, 1, 0);
        Assert.Equal([1.0, 3.0, 6.0, 8.0], images.GridSample(grid, alignCorners: true).ToArray());
    }

    [Fact]
    public void Infinite_points_are_outside_and_NaN_is_passed_on()
    {
        double[] points = [Inf, 0, -Inf, 0, 0, -Inf, NaN, 0, 5, NaN, 1e300, -1e300];
        foreach (var interpolation in Enum.GetValues<Interpolation>())
        {
            Assert.Equal([0, 0, 0, NaN, NaN, 0], Read(Square, points, Padding.Zeros, true, interpolation));
        }

        Assert.Equal([3.0, 2.0, 1.5, NaN, NaN, 2.0], Read(Square, points, Padding.Border, true));
        Assert.Equal([2.0, 1.0, 1.0, NaN, NaN, 2.0], Read(Square, points, Padding.Border, true, Interpolation.Nearest));
    }

    [Fact]
    public void A_point_that_is_NaN_does_not_hide_behind_a_zero_derivative()
    {
        foreach (var padding in Enum.GetValues<Padding>())
        {
            var (image, grid) = Slopes([NaN, 0, 0.5, 0], padding);
            Assert.Equal([NaN, NaN], grid[..2]);
            Assert.All(grid[2..], g => Assert.True(double.IsFinite(g)));
            Assert.Contains(NaN, image);
        }
    }

    [Fact]
    public void Infinite_points_have_no_slope()
    {
        foreach (var padding in Enum.GetValues<Padding>())
        {
            Assert.Equal([0, 0, 0, 0], Slopes([Inf, Inf, -Inf, Inf], padding).Grid);
        }
    }

    [Fact]
    public void Slopes_are_those_towards_larger_coordinates()
    {
        // A unit of the grid is half a pixel. In the middle, on the first pixel, on the last.
        Assert.Equal([0.5, 1, 0.5, 1, -2, -2], Slopes([0, 0, -1, -1, 1, 1], Padding.Zeros).Grid);
        Assert.Equal([0.5, 1, 0.5, 1, 0, 0], Slopes([0, 0, -1, -1, 1, 1], Padding.Border).Grid);

        // Along the upper edge, outside to the left: the border goes on, and has a slope along itself.
        Assert.Equal([0, 1], Slopes([-3, 0], Padding.Border).Grid);
    }

    [Fact]
    public void The_derivative_in_the_image_is_what_each_pixel_counts_for()
    {
        Assert.Equal([0.1875, 0.5625, 0.0625, 0.1875], Slopes([0.5, -0.5], Padding.Zeros).Image);
        Assert.Equal([1.0, 0.0, 0.0, 0.0], Slopes([-7, -7], Padding.Border).Image);
        Assert.Equal([0.0, 0.0, 0.0, 0.0], Slopes([-7, -7], Padding.Zeros).Image);
    }

    [Fact]
    public void The_second_derivative_in_the_grid_is_the_mixed_one()
    {
        var (image, grid) = (Tensor.Of(Shape.Of(2, 2), 1, 2, 3, 8), Tensor.Parameter("grid", Shape.Of(1, 1, 2)));
        var first = Gradient.Of(image.GridSample(grid, alignCorners: true).Sum(), grid)[0].Reshape(2);
        var second = new[] { first.Select(0, 0), first.Select(0, 1) }.SelectMany(d => Run(Gradient.Of(d, grid)[0], grid, 0.25, -0.5)).ToArray();
        Assert.Equal([0, (1 - 2 - 3 + 8) / 4.0, (1 - 2 - 3 + 8) / 4.0, 0], second);
    }

    [Fact]
    public void The_nearest_pixel_is_a_step_in_the_grid_and_bilinear_reading_a_kink()
    {
        var grid = Tensor.Parameter("grid", Shape.Of(1, 1, 2));
        Assert.Equal(Dependence.Kinked, Dependences(Interpolation.Bilinear).Grid);
        Assert.Equal(Dependence.Step, Dependences(Interpolation.Nearest).Grid);
        Assert.Equal(Dependence.Affine, Dependences(Interpolation.Nearest).Image);
        Assert.Equal([0, 0], Run(Gradient.Of(Square.GridSample(grid, Interpolation.Nearest).Sum(), grid)[0], grid, 0.3, 0.3));

        (Dependence Image, Dependence Grid) Dependences(Interpolation interpolation)
        {
            var operation = Tensor.Parameter("image", Shape.Of(1, 2, 2)).GridSample(grid, interpolation).Operation;
            return (operation.DependsOn(0), operation.DependsOn(1));
        }
    }

    private static Shape ShapeOf(int[] image, int[] grid) => Tensor.Zeros(Shape.Of(image)).GridSample(Tensor.Zeros(Shape.Of(grid))).Shape;

    private static double[] Read(Tensor image, double[] points, Padding padding, bool alignCorners, Interpolation interpolation = Interpolation.Bilinear) =>
        image.GridSample(Tensor.Of(Shape.Of(1, points.Length / 2, 2), points), interpolation, padding, alignCorners).ToArray();

    // Of the sum over points, by the square and by the points.
    private static (double[] Image, double[] Grid) Slopes(double[] points, Padding padding)
    {
        var (image, grid) = (Tensor.Parameter("image", Square.Shape), Tensor.Parameter("grid", Shape.Of(1, points.Length / 2, 2)));
        var slopes = Gradient.Of(image.GridSample(grid, Interpolation.Bilinear, padding, alignCorners: true).Sum(), image, grid);
        var bound = Bindings.Empty.With("image", Square).With("grid", Tensor.Of(grid.Shape, points));
        var values = ManagedEngine.Default.Compile(slopes, [image, grid]).Run(bound);
        return (values[0].ToArray(), values[1].ToArray());
    }

    private static double[] Run(Tensor output, Tensor grid, params double[] points) =>
        ManagedEngine.Default.Compile([output], [grid]).Run(Bindings.Empty.With("grid", Tensor.Of(grid.Shape, points)))[0].ToArray();
}
