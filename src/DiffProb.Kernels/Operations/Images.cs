namespace DiffProb;

/// <summary>How a picture is read between its pixels.</summary>
public enum Interpolation
{
    /// <summary>Linear along each dimension, between the four pixels around the point: continuous, with kinks at whole pixels.</summary>
    Bilinear,

    /// <summary>The nearest pixel, halves to the even one: a step in the point.</summary>
    Nearest,
}

/// <summary>How a picture goes on outside of its pixels.</summary>
public enum Padding
{
    /// <summary>With zeros.</summary>
    Zeros,

    /// <summary>With the pixel at the border that is nearest.</summary>
    Border,
}

/// <summary>Pictures read at points between their pixels, and the points of an affine map: PyTorch's grid_sample and affine_grid.</summary>
public static class Images
{
    /// <summary>A picture read at the points of a grid.</summary>
    /// <remarks>
    /// <para><b>Shapes</b>: image [..., C, H, W] and grid [..., h, w, 2] to [..., C, h, w]; an image of fewer dimensions than the grid has no channels: [..., H, W] to [..., h, w].
    /// Leading dimensions broadcast.</para>
    /// <para><b>Units</b>: as in PyTorch, so that code can be carried over. A point is (x, y), the column before the row; each runs from -1 to 1 over the picture, whatever its size: over
    /// the outer edges of its pixels, so that pixel j of a row of W is at (2 j + 1) / W - 1, or, with alignCorners, over their centres: 2 j / (W - 1) - 1.</para>
    /// <para><b>Accepts</b>: any number. Points outside take what the padding says, infinite ones too. A coordinate that is NaN gives NaN, and NaN derivatives, where PyTorch takes it for -1.</para>
    /// <para><b>Gradients</b>: affine in the image. In the grid, Bilinear has kinks at whole pixels, where the derivative is that towards larger coordinates, and a second derivative between
    /// them; Nearest is a step and has none. The slope beyond the border is zero.</para>
    /// <para><b>Source</b>: Jaderberg et al. (2015), Spatial transformer networks, arXiv 1506.02025, equations 5 to 7.</para>
    /// </remarks>
    /// <param name="image">At least one pixel.</param>
    /// <param name="grid">Points (x, y).</param>
    /// <param name="interpolation">How it is read between pixels.</param>
    /// <param name="padding">What lies outside.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels, else their outer edges.</param>
    /// <exception cref="ShapeException">The image has no pixels or fewer than two dimensions, the grid's last dimension is not 2, or leading dimensions do not broadcast.</exception>
    public static Tensor GridSample(
        this Tensor image, Tensor grid, Interpolation interpolation = Interpolation.Bilinear, Padding padding = Padding.Zeros, bool alignCorners = false)
    {
        Check(image, grid);
        var (height, width) = (image.Shape[^2], image.Shape[^1]);
        var (lastX, lastY) = (width - 1.0, height - 1.0);
        var scale = alignCorners ? Tensor.Literals(lastX, lastY) : Tensor.Literals(width, height);
        var sample = new GridSample(new(interpolation, padding));
        var points = (grid * (0.5 * scale)) + (0.5 * Tensor.Literals(lastX, lastY));
        if (image.Shape.Rank >= grid.Shape.Rank)
        {
            return sample.Rebuild([image, points]);
        }

        var channel = sample.Rebuild([image.Unsqueeze(-3), points]);
        return channel.Reshape(channel.Shape.Without(channel.Shape.Rank - 3));
    }

    /// <summary>Where an affine map takes the pixels of a picture: a grid for <see cref="GridSample"/>.</summary>
    /// <remarks>
    /// <para><b>Shapes</b>: theta [..., 2, 3] to [..., height, width, 2].</para>
    /// <para><b>Units</b>: those of <see cref="GridSample"/>, with the same alignCorners there: the pixel at (x, y) of the result reads the image at theta (x, y, 1)ᵀ.</para>
    /// </remarks>
    /// <param name="theta">The map: its rows give x and y.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels, else their outer edges.</param>
    /// <exception cref="ShapeException">Theta is not [..., 2, 3], or a size is negative.</exception>
    public static Tensor AffineGrid(Tensor theta, int height, int width, bool alignCorners = false)
    {
        ArgumentNullException.ThrowIfNull(theta);
        var shape = Shape.Of(height, width, 3);
        if (theta.Shape.Rank < 2 || theta.Shape[^2] != 2 || theta.Shape[^1] != 3)
        {
            throw Errors.NotAnAffineMap(theta);
        }

        var points = new double[shape.Size];
        for (var i = 0; i < points.Length; i += 3)
        {
            (points[i], points[i + 1], points[i + 2]) = (Centre(i / 3 % width, width, alignCorners), Centre(i / 3 / width, height, alignCorners), 1.0);
        }

        var mapped = Tensor.Literals(points).Reshape(height * width, 3).MatMul(theta.Transpose());
        return mapped.Reshape(theta.Shape.Take(theta.Shape.Rank - 2).Concat(Shape.Of(height, width, 2)));
    }

    private static double Centre(int pixel, int size, bool alignCorners) =>
        size == 1 ? 0.0 : ((2.0 * pixel) - (size - 1)) / (alignCorners ? size - 1 : size);

    private static void Check(Tensor image, Tensor grid)
    {
        Algebra.Matrices("GridSample", image);
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Shape.Rank < 3 || grid.Shape[^1] != 2)
        {
            throw Errors.NotAGrid(grid);
        }

        var rank = image.Shape.Rank;
        if (image.Shape[^1] == 0 || image.Shape[^2] == 0)
        {
            throw Errors.EmptyDimension("GridSample", image, image.Shape[^1] == 0 ? rank - 1 : rank - 2);
        }

        var core = rank >= grid.Shape.Rank ? 3 : 2;
        for (var i = 1; i <= Math.Min(rank - core, grid.Shape.Rank - 3); i++)
        {
            var (a, b) = (image.Shape[rank - core - i], grid.Shape[grid.Shape.Rank - 3 - i]);
            if (a != b && a != 1 && b != 1)
            {
                throw Errors.DoesNotFitGrid(image, grid);
            }
        }
    }
}

/// <summary>How a picture is read at points in pixels; with slopes, the derivative of that by x, by y, or by both.</summary>
internal sealed record GridRule(Interpolation Interpolation, Padding Padding, bool IsSlopeX = false, bool IsSlopeY = false)
{
    public bool IsSlope => IsSlopeX || IsSlopeY;

    // A slope is constant between whole pixels, and jumps there.
    public Dependence InGrid => Interpolation == Interpolation.Nearest || IsSlope ? Dependence.Step : Dependence.Kinked;

    /// <summary>The derivatives by x and by y; null where they are zero.</summary>
    public (GridRule? X, GridRule? Y) Slopes => Interpolation == Interpolation.Nearest
        ? (null, null)
        : (IsSlopeX ? null : this with { IsSlopeX = true }, IsSlopeY ? null : this with { IsSlopeY = true });
}

/// <summary>Contract of operations on (pictures, points in pixels): a sum of products of pixels and shares that depend on the points.</summary>
internal abstract record GridOperation(GridRule Rule) : Operation
{
    public sealed override Dependence DependsOn(int input) => input == 0 ? Dependence.Affine : Rule.InGrid;

    public sealed override Tensor Rebuild(Tensor[] inputs) => Tensor.Create(this, Elementwise.Promote(true, inputs));

    /// <summary>Derivative by the points of the sum of values times the picture that is read there.</summary>
    protected Tensor? ByPoints(Tensor values, Tensor picture, Tensor points)
    {
        var (x, y) = Rule.Slopes;
        return x is null && y is null ? null : Shapes.Stack([By(x), By(y)], -1);

        Tensor By(GridRule? slope) => slope is null ? 0.0 : (values * Tensor.Create(new GridSample(slope), picture, points)).Sum(-3);
    }
}

/// <summary>Pictures [..., C, H, W] read at points [..., h, w, 2], in pixels from the centre of the first: [..., C, h, w].</summary>
internal sealed record GridSample(GridRule Rule) : GridOperation(Rule)
{
    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Pictures(inputs, inputs[1].Shape[^3], inputs[1].Shape[^2]);

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (picture, points) = (output.Inputs[0], output.Inputs[1]);
        return input == 0
            ? Tensor.Create(new GridScatter(Rule, picture.Shape[^2], picture.Shape[^1]), adjoint, points)
            : ByPoints(adjoint, picture, points);
    }

    internal override void Execute(NodeRun run) => GridRunner.Sample(Rule, run);

    /// <summary>Pictures of a size, with the channels of the first input and the leading dimensions of both.</summary>
    internal static Shape Pictures(ReadOnlySpan<Tensor> inputs, int height, int width)
    {
        var (pictures, points) = (inputs[0].Shape, inputs[1].Shape);
        return Shape.Broadcast(pictures.Take(pictures.Rank - 3), points.Take(points.Rank - 3)).Concat(Shape.Of(pictures[^3], height, width));
    }
}

/// <summary>Zeros [..., C, H, W], with values [..., C, h, w] added at points [..., h, w, 2], shared among pixels as they are read: the adjoint of <see cref="GridSample"/>.</summary>
internal sealed record GridScatter(GridRule Rule, int Height, int Width) : GridOperation(Rule)
{
    public override bool Accumulates => true;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => GridSample.Pictures(inputs, Height, Width);

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => input == 0
        ? Tensor.Create(new GridSample(Rule), adjoint, output.Inputs[1])
        : ByPoints(output.Inputs[0], adjoint, output.Inputs[1]);

    internal override void Execute(NodeRun run) => GridRunner.Scatter(Rule, run);
}
