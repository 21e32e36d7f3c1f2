namespace DiffProb;

/// <summary>The generalized Pareto through concentration 0, where it is the exponential, and at its upper end.</summary>
public class GeneralizedParetoTests
{
    private static readonly Tensor Concentration = Tensor.Data("concentration", Shape.Scalar);

    /// <summary>log p = -(1 + ξ) (z - ξz²/2 + ξ²z³/3 - …): its first three derivatives at ξ = 0.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.7)]
    [InlineData(12.0)]
    public void The_log_density_is_smooth_through_concentration_0(double z)
    {
        var derivatives = Derivatives(new GeneralizedPareto(0.0, 1.0, Concentration).LogDensity(z), 0.0);
        Near([-z, (z * z / 2.0) - z, (z * z) - (2.0 * z * z * z / 3.0), (-2.0 * z * z * z) + (1.5 * z * z * z * z)], derivatives);
    }

    /// <summary>z = e + ξe²/2 + ξ²e³/6 + …: a draw and its first three derivatives at ξ = 0.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.7)]
    [InlineData(12.0)]
    public void The_quantile_is_smooth_through_concentration_0(double e)
    {
        var derivatives = Derivatives(new GeneralizedPareto(0.0, 1.0, Concentration).Icdf(1.0 - Tensor.Scalar(Math.Exp(-e)))!, 0.0);
        Near([e, e * e / 2.0, e * e * e / 3.0, e * e * e * e / 4.0], derivatives);
    }

    [Fact]
    public void It_is_the_exponential_at_0_and_the_uniform_at_minus_1()
    {
        Assert.Equal(new Exponential(2.0).LogProb(0.3).ToDouble(), new GeneralizedPareto(0.0, 0.5, 0.0).LogProb(0.3).ToDouble(), 1e-15);
        Assert.Equal(new Uniform(1.0, 3.0).LogProb(1.7).ToDouble(), new GeneralizedPareto(1.0, 2.0, -1.0).LogProb(1.7).ToDouble(), 1e-15);
        Assert.Equal(new Uniform(1.0, 3.0).LogProb(3.0).ToDouble(), new GeneralizedPareto(1.0, 2.0, -1.0).LogProb(3.0).ToDouble());
    }

    [Fact]
    public void Below_minus_1_the_density_grows_to_the_upper_end_and_draws_stop_there()
    {
        var d = new GeneralizedPareto(-5.0, 1.5, -3.0);
        Assert.Equal(double.PositiveInfinity, d.LogProb(-4.5).ToDouble());
        Assert.Equal(double.NegativeInfinity, d.LogProb(Math.BitIncrement(-4.5)).ToDouble());
        Assert.Equal(-4.5, d.Icdf(1.0)!.ToDouble());
        Assert.Equal(-5.0, d.Icdf(0.0)!.ToDouble());
        Assert.Equal(1.0, d.Cdf(-4.4)!.ToDouble());
        Assert.All(d.Sample(10_000, seed: 4).ToArray(), x => Assert.InRange(x, -5.0, -4.5));
        Assert.Equal(double.PositiveInfinity, new GeneralizedPareto(0.0, 1.0, 0.0).Icdf(1.0)!.ToDouble());
    }

    private static double[] Derivatives(Tensor f, double at)
    {
        var values = new List<double>();
        for (var order = 0; order < 4; order++)
        {
            values.Add(new Computation(f, Concentration).At([at])[0]);
            f = Gradient.Of(f, Concentration)[0];
        }

        return [.. values];
    }

    private static void Near(double[] expected, double[] actual) =>
        Assert.All(expected, (e, i) => Assert.Equal(e, actual[i], 1e-13 * (1.0 + expected.Max(Math.Abs))));
}
