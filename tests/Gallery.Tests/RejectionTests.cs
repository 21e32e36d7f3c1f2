using Gallery.Rejecting;

namespace GalleryTests;

/// <summary>What soft and hard rejection should find.</summary>
public sealed class RejectionTests
{
    /// <summary>Mean and derivative of a blend of many proposals, from the density q A(ρ) with A a hypergeometric function: computed elsewhere, to five digits.</summary>
    [Theory]
    [InlineData(0.02, 0.49996, 0.99956)]
    [InlineData(0.05, 0.49929, 0.99659)]
    [InlineData(0.1, 0.49694, 0.99016)]
    [InlineData(0.2, 0.48979, 0.97435)]
    [InlineData(0.5, 0.45993, 0.91440)]
    [InlineData(1.0, 0.40508, 0.80656)]
    public void Soft_rejection_has_the_known_bias(double temperature, double mean, double slope)
    {
        var law = new SoftLaw(0.5, temperature);
        Assert.Equal(mean, law.Mean, 6e-6);
        Assert.Equal(slope, law.Slope, 6e-6);
    }

    // The bound is held where theta is, as the sampler holds it; a difference moves theta alone. The derivative of the bound itself is theta / 3.
    [Theory]
    [InlineData(0.05, 64)]
    [InlineData(0.3, 64)]
    [InlineData(1.5, 3)]
    public void Its_slopes_are_differences_of_its_moments(double temperature, int most)
    {
        const double h = 1e-4;
        SoftLaw At(double theta) => new(theta, temperature, most, SoftLaw.Bound(0.5));
        var (law, up, down) = (new SoftLaw(0.5, temperature, most), At(0.5 + h), At(0.5 - h));
        Assert.Equal((up.Mean - down.Mean) / (2.0 * h), law.Slope, 1e-6);
        Assert.Equal((up.Square - down.Square) / (2.0 * h), law.SquareSlope, 1e-6);
    }

    /// <summary>A single proposal is taken as it is; and the colder, the nearer to the target.</summary>
    [Fact]
    public void Its_limits_are_the_proposal_and_the_target()
    {
        var single = new SoftLaw(0.5, 0.1, 1);
        Assert.Equal((0.0, 0.0, 4.0, 0.0), (single.Mean, single.Slope, single.Square, single.SquareSlope));
        var cold = new SoftLaw(0.5, 0.002);
        Assert.Equal(0.5, cold.Mean, 1e-5);
        Assert.Equal(1.0, cold.Slope, 1e-5);
        Assert.Equal(1.25, cold.Square, 1e-2);
        Assert.Equal(1.0, cold.SquareSlope, 1e-2);
    }

    /// <summary>Moments of a normal: Var(e²) = 2 and Var((e² - 1)²) = 56; 8 theta² + 10 for the square.</summary>
    [Fact]
    public void Hard_rejection_has_the_moments_of_a_normal()
    {
        var mean = HardLaw.Of(z => z, 0.5);
        Assert.Equal(0.5, mean.Value, 1e-12);
        Assert.Equal(1.0, mean.Slope, 1e-12);
        Assert.Equal(2.0, mean.Variance, 1e-11);
        Assert.Equal(56.0, mean.Spread, 1e-9);
        var square = HardLaw.Of(z => z * z, 0.5);
        Assert.Equal(1.25, square.Value, 1e-12);
        Assert.Equal(1.0, square.Slope, 1e-12);
        Assert.Equal(12.0, square.Variance, 1e-10);
    }
}
