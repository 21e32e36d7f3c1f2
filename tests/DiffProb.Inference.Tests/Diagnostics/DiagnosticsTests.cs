namespace DiffProb.Inference;

/// <summary>Diagnostics that the R package lacks, and rules at the edges.</summary>
public sealed class DiagnosticsTests
{
    [Fact]
    public void A_nested_R_hat_compares_superchains_and_not_the_chains_in_them()
    {
        // Two superchains of two chains of one draw: means 1 and 6, variances within 2 and 2.
        var draws = new[,] { { 0.0 }, { 2.0 }, { 5.0 }, { 7.0 } };
        Assert.Equal(Math.Sqrt(1.0 + (12.5 / 2.0)), RHat.Nested(draws, [0, 0, 1, 1]), 1e-14);

        // A superchain for each chain: variances within are those of the draws.
        var alone = new[,] { { 0.0, 2.0 }, { 5.0, 7.0 } };
        Assert.Equal(Math.Sqrt(1.0 + (12.5 / 2.0)), RHat.Nested(alone, [0, 1]), 1e-14);
        Assert.True(double.IsNaN(RHat.Nested(new[,] { { 1.0 }, { 1.0 } }, [0, 1])));
    }

    [Fact]
    public void The_shortest_interval_leaves_out_the_longer_tail()
    {
        Assert.Equal(new HighestDensityInterval(0.0, 3.0), HighestDensityInterval.Of([9.0, 1.0, 0.0, 3.0, 2.0], 0.6));
        Assert.Equal(new HighestDensityInterval(1.0, 2.0), HighestDensityInterval.Of([-7.0, 1.0, 2.0, 20.0], 0.3));
        Assert.True(double.IsNaN(HighestDensityInterval.Of([1.0, double.NaN], 0.5).Low));
    }

    [Fact]
    public void The_energy_fraction_is_that_of_steps_to_spread()
    {
        // Steps 1, 4, 1 and deviations from 2: 1, 0, 4, 1 (squared).
        double[] fractions = EnergyFraction.Of(new[,] { { 1.0, 2.0, 4.0, 1.0 }, { 3.0, 3.0, 3.0, 3.0 } });
        Assert.Equal((1.0 + 4.0 + 9.0) / 6.0, fractions[0], 1e-14);
        Assert.True(double.IsNaN(fractions[1]));
    }

    /// <summary>Quantiles of a generalized Pareto law give back its shape, but for the weak prior; no draw is random here.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.7)]
    [InlineData(1.2)]
    public void The_Pareto_fit_finds_the_shape_of_its_own_quantiles(double k)
    {
        const int count = 4000;
        var fit = ParetoFit.Of(Enumerable.Range(0, count).Select(i => 3.0 * (Math.Pow(1.0 - ((i + 0.5) / count), -k) - 1.0) / k));
        Assert.Equal(k, fit.K, 0.02);
        Assert.Equal(3.0, fit.Scale, 0.06);
    }

    [Fact]
    public void Weights_that_are_bounded_are_left_as_they_are()
    {
        var smoothing = ParetoSmoothing.Of(Enumerable.Repeat(0.3, 400));
        Assert.Equal(double.NegativeInfinity, smoothing.ParetoK);
        Assert.Equal(400.0, smoothing.EffectiveSampleSize, 1e-9);
        Assert.True(double.IsNaN(ParetoSmoothing.Of([0.1, 0.2, 0.3]).ParetoK));
    }

    [Fact]
    public void The_threshold_of_the_shape_grows_with_the_draws_up_to_070()
    {
        Assert.Equal(0.5, ParetoSmoothing.Threshold(100), 1e-14);
        Assert.Equal(0.7, ParetoSmoothing.Threshold(4000));
        Assert.Equal(100.0, ParetoSmoothing.LeastDraws(0.5), 1e-10);
        Assert.Equal(double.PositiveInfinity, ParetoSmoothing.LeastDraws(1.0));
    }
}
