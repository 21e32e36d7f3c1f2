using TorchSharp;

namespace DiffProb;

/// <summary>The units and names are PyTorch's: code that is carried over gives the same numbers, and the same derivatives.</summary>
public sealed class GridSampleTests
{
    // libtorch brings points to pixels by another formula, whose roundings differ.
    private const int Roundings = 100;

    public static TheoryData<Interpolation, Padding, bool> Ways => new(
        from interpolation in Enum.GetValues<Interpolation>()
        from padding in Enum.GetValues<Padding>()
        from alignCorners in new[] { false, true }
        select (interpolation, padding, alignCorners));

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_is_the_grid_sample_of_libtorch(Interpolation interpolation, Padding padding, bool alignCorners)
    {
        TorchRuntime.Initialize();
        using var scope = torch.NewDisposeScope();
        var (image, grid) = (Tensor.Parameter("image", Shape.Of(2, 3, 5, 7)), Tensor.Parameter("grid", Shape.Of(2, 11, 13, 2)));
        var (pixels, points) = (Numbers(image.Shape.Size, 1, -1, 1), Numbers(grid.Shape.Size, 2, -1.6, 1.6));
        var sample = image.GridSample(grid, interpolation, padding, alignCorners);
        var bound = Bindings.Empty.With("image", Tensor.Of(image.Shape, pixels)).With("grid", Tensor.Of(grid.Shape, points));
        var ours = ManagedEngine.Default.Compile([sample, .. Gradient.Of(sample.Sin().Sum(), image, grid)], [image, grid]).Run(bound);

        var (theirImage, theirGrid) = (torch.tensor(pixels, [2, 3, 5, 7]).requires_grad_(), torch.tensor(points, [2, 11, 13, 2]).requires_grad_());
        var theirs = torch.nn.functional.grid_sample(
            theirImage,
            theirGrid,
            interpolation == Interpolation.Bilinear ? torch.GridSampleMode.Bilinear : torch.GridSampleMode.Nearest,
            padding == Padding.Zeros ? torch.GridSamplePaddingMode.Zeros : torch.GridSamplePaddingMode.Border,
            alignCorners);
        theirs.sin().sum().backward();
        Agreement.Assert(theirs.data<double>().ToArray(), ours[0].ToArray(), DType.Float64, terms: Roundings);
        Agreement.Assert(theirImage.grad!.data<double>().ToArray(), ours[1].ToArray(), DType.Float64, terms: Roundings);
        Agreement.Assert(theirGrid.grad!.data<double>().ToArray(), ours[2].ToArray(), DType.Float64, terms: Roundings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_affine_grid_is_that_of_libtorch(bool alignCorners)
    {
        TorchRuntime.Initialize();
        using var scope = torch.NewDisposeScope();
        var numbers = Numbers(12, 3, -1, 1);
        var theirs = torch.nn.functional.affine_grid(torch.tensor(numbers, [2, 2, 3]), [2, 1, 5, 7], alignCorners);
        Agreement.Assert(theirs.contiguous().data<double>().ToArray(), Images.AffineGrid(Tensor.Of(Shape.Of(2, 2, 3), numbers), 5, 7, alignCorners).ToArray(), DType.Float64, terms: Roundings);
    }

    private static double[] Numbers(int count, int seed, double low, double high)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextDouble()))];
    }
}
