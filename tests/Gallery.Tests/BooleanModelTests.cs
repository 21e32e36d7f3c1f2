using Gallery;

namespace GalleryTests;

/// <summary>What is known of discs in the plane, against numbers computed elsewhere and against itself.</summary>
public sealed class BooleanModelTests
{
    private static readonly BooleanModel Known = new(0.02, Math.Log(2.0), 0.25);

    [Fact]
    public void It_has_the_known_values()
    {
        Assert.Equal(0.2478287602, Known.Coverage, 1e-10);
        Assert.Equal(0.1950420648, Known.Boundary, 1e-10);
        Assert.Equal(10.71059007, Known.CoverageSlopes.ByIntensity, 1e-8);
        Assert.Equal(0.4284236029, Known.CoverageSlopes.BySize, 1e-10);
    }

    [Theory]
    [InlineData(0.02, 0.7, 0.25)]
    [InlineData(0.5, -0.3, 0.1)]
    [InlineData(0.001, 2.0, 0.6)]
    public void Slopes_are_differences(double intensity, double size, double spread)
    {
        const double h = 1e-5;
        BooleanModel At(double byIntensity, double bySize) => new(intensity * (1.0 + byIntensity), size + bySize, spread);
        double Slope(Func<BooleanModel, double> what, double i, double s) => (what(At(i * h, s * h)) - what(At(-i * h, -s * h))) / (2.0 * h);
        var model = At(0.0, 0.0);
        Assert.Equal(Slope(m => m.Coverage, 1, 0), intensity * model.CoverageSlopes.ByIntensity, 1e-8);
        Assert.Equal(Slope(m => m.Coverage, 0, 1), model.CoverageSlopes.BySize, 1e-8);
        Assert.Equal(Slope(m => m.Boundary, 1, 0), intensity * model.BoundarySlopes.ByIntensity, 1e-8);
        Assert.Equal(Slope(m => m.Boundary, 0, 1), model.BoundarySlopes.BySize, 1e-8);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.9)]
    public void Curves_of_the_map_have_what_the_target_has(double size)
    {
        var covers = Known with { Size = size, Intensity = (Known with { Size = size }).IntensityThatCovers(Known.Coverage) };
        var outlines = Known with { Size = size, Intensity = (Known with { Size = size }).IntensityThatOutlines(Known.Boundary) };
        Assert.Equal(Known.Coverage, covers.Coverage, 1e-12);
        Assert.Equal(Known.Boundary, outlines.Boundary, 1e-12);
        Assert.InRange(outlines.Intensity / covers.Intensity, 0.5, 2.0);
        Assert.Equal(Known.Intensity, Known.IntensityThatOutlines(Known.Boundary), 1e-12);
    }

    [Fact]
    public void Large_discs_have_no_intensity_with_a_long_outline() => Assert.Equal(double.NaN, (Known with { Size = 2.0 }).IntensityThatOutlines(Known.Boundary));
}
