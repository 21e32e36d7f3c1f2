namespace DiffProb;

/// <summary>Distribution functions, their inverses and their derivatives.</summary>
public class CdfTests
{
    private static readonly double[] Probabilities = [1e-8, 1e-3, 0.02, 0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 0.99, 0.9999];

    /// <summary>To 1e-9, or to what the rounding of the quantile leaves: its last digit times the density.</summary>
    [Theory]
    [MemberData(nameof(Examples.ContinuousWithIcdf), MemberType = typeof(Examples))]
    public void Cdf_of_the_quantile_is_the_probability(string name)
    {
        var (d, points) = (DistributionCatalogue.Find(name).Distribution, new Points(Probabilities.Length));
        var quantiles = d.Icdf(Tensor.Vector(Probabilities))!;
        var (x, back) = (quantiles.ToArray(), d.Cdf(quantiles)!.ToArray());
        var density = new Computation(points.Gather(d.LogDensity(points.Spread(quantiles)).Exp())).At();
        for (var i = 0; i < back.Length; i++)
        {
            var rounding = 2.0 * LastDigit(x[i]) * density[i];
            if (x[i] != 0.0 && rounding < 0.1 * Probabilities[i])
            {
                Assert.Equal(1.0, back[i] / Probabilities[i], 1e-9 + (rounding / Probabilities[i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Examples.ContinuousWithCdf), MemberType = typeof(Examples))]
    public void Derivative_of_the_cdf_is_the_density(string name)
    {
        var (d, points) = (DistributionCatalogue.Find(name).Distribution, new Points(200));
        var slot = points.Slot("x", Shape.Scalar);
        var x = points.Spread(slot);
        var slope = Gradient.Of(d.Cdf(x)!.SumOver(points.Axes), slot)[0];
        var draws = Draws(d, 200);
        var (derivative, density) = (new Computation(slope, slot).At(draws), new Computation(points.Gather(d.LogDensity(x).Exp()), slot).At(draws));
        for (var i = 0; i < draws.Length; i++)
        {
            Assert.True(!double.IsFinite(density[i]) || Math.Abs(derivative[i] - density[i]) <= 1e-10 * density[i], $"{derivative[i]} is not {density[i]} at {draws[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Examples.ContinuousWithIcdf), MemberType = typeof(Examples))]
    public void Derivative_of_the_quantile_is_one_over_the_density(string name)
    {
        var (d, points) = (DistributionCatalogue.Find(name).Distribution, new Points(Probabilities.Length));
        var slot = points.Slot("p", Shape.Scalar);
        var x = d.Icdf(points.Spread(slot))!;
        var slope = new Computation(Gradient.Of(x.SumOver(points.Axes), slot)[0], slot).At(Probabilities);
        var y = points.Slot("x", Shape.Scalar);
        var logDensity = d.LogDensity(points.Spread(y));
        var at = new Computation(points.Gather(x), slot).At(Probabilities);
        var density = new Computation(points.Gather(logDensity.Exp()), y).At(at);
        var steepness = new Computation(Gradient.Of(logDensity.SumOver(points.Axes), y)[0], y).At(at);
        for (var i = 0; i < slope.Length; i++)
        {
            var rounding = 2.0 * LastDigit(at[i]) * Math.Abs(steepness[i]);
            if (at[i] != 0.0 && density[i] > 0.0 && rounding < 0.1)
            {
                Assert.Equal(1.0, slope[i] * density[i], 1e-9 + rounding);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Examples.WithCdf), MemberType = typeof(Examples))]
    public void Cdf_is_monotone_from_0_to_1_and_never_NaN(string name)
    {
        var d = DistributionCatalogue.Find(name).Distribution;
        double[] ends = [-1e300, -1e9, -1.0, 1e300];
        var cdf = d.Cdf(Tensor.Vector([.. Draws(d, 100).Concat(ends).Order()]))!.ToArray();
        Assert.All(cdf, p => Assert.InRange(p, 0.0, 1.0));
        Assert.Equal(cdf.Order(), cdf);
        Assert.Equal(0.0, cdf[0], 1e-9);
        Assert.Equal(1.0, cdf[^1], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Examples.Discrete), MemberType = typeof(Examples))]
    public void Discrete_cdf_is_the_sum_of_the_mass(string name)
    {
        var d = DistributionCatalogue.Find(name).Distribution;
        if (d.Cdf(0.5) is null)
        {
            return;
        }

        var atoms = new Atoms(d);
        var values = atoms.Values.ToArray().Take(3000).ToArray();
        var (at, below) = (d.Cdf(Tensor.Vector(values))!.ToArray(), d.Cdf(Tensor.Vector([.. values.Select(v => v - 0.5)]))!.ToArray());
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(sum, below[i], 1e-11);
            sum += atoms.Masses[i];
            Assert.Equal(sum, at[i], 1e-11);
        }
    }

    [Theory]
    [MemberData(nameof(Examples.Discrete), MemberType = typeof(Examples))]
    public void Discrete_quantile_is_the_smallest_value_whose_cdf_reaches_the_probability(string name)
    {
        var d = DistributionCatalogue.Find(name).Distribution;
        if (d.Icdf(Tensor.Vector(Probabilities)) is not { } quantiles)
        {
            return;
        }

        var (reached, before) = (d.Cdf(quantiles)!.ToArray(), d.Cdf(quantiles - 1.0)!.ToArray());
        Assert.All(Probabilities, (p, i) => Assert.True(reached[i] >= p - 1e-12 && before[i] < p + 1e-12));
    }

    /// <summary>The logarithm of the cdf and of its complement, simplified where they are formed.</summary>
    [Fact]
    public void Logarithms_of_tails_are_exact()
    {
        Assert.Equal(-5005.524208694205, new Normal(0.0, 1.0).Cdf(-100.0).Log().ToDouble(), 1e-9);
        Assert.Equal(-5005.524208694205, (1.0 - new Normal(0.0, 1.0).Cdf(100.0)).Log().ToDouble(), 1e-9);
        Assert.Equal(-5005.524208694205, (-new Normal(0.0, 1.0).Cdf(100.0)).Log1p().ToDouble(), 1e-9);
        Assert.Equal(-1000.0, new Logistic(0.0, 1.0).Cdf(-1000.0).Log().ToDouble());
        Assert.Equal(-1000.0, (1.0 - new Exponential(2.0).Cdf(500.0)).Log().ToDouble());
        Assert.Equal(1001.0 * Math.Log(0.5), (1.0 - new Geometric(probs: 0.5).Cdf(1000.0)).Log().ToDouble(), 1e-9);
        Assert.Equal(-Math.Exp(50.0), new Gumbel(0.0, 1.0).Cdf(-50.0).Log().ToDouble(), 1e8);
        Assert.Equal(Math.Exp(-40.0) / 2.0, new Laplace(0.0, 1.0).Cdf(-40.0).ToDouble(), 1e-30);
        Assert.Equal(1.0 / (Math.PI * 1e15), new Cauchy(0.0, 1.0).Cdf(-1e15).ToDouble(), 1e-27);
        Assert.Equal(1e-25, (1.0 - new Gamma(1.0, 1.0).Cdf(25.0 * Math.Log(10.0))).ToDouble(), 1e-37);
        Assert.Equal(1e-24, (1.0 - new Beta(1.0, 2.0).Cdf(1.0 - 1e-12)).ToDouble(), 1e-28);
    }

    internal static double[] Draws(Distribution d, int count) => [.. d.Sample(count, seed: 30).ToArray().Order()];

    private static double LastDigit(double x) => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x);
}
