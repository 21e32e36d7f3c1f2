namespace DiffProb;

/// <summary>Censored laws: tails at the bounds, the density between them.</summary>
public class CensoredTests
{
    private const int Count = 40_000;

    private static readonly Censored Seen = new(new Normal(0.5, 2.0), -1.0, 3.0);

    [Fact]
    public void Bounds_have_the_probability_of_what_lies_beyond()
    {
        var normal = new Normal(0.5, 2.0);
        Assert.Equal(normal.LogCdf(-1.0)!.ToDouble(), Seen.LogProb(-1.0).ToDouble());
        Assert.Equal(normal.LogSurvival(3.0)!.ToDouble(), Seen.LogProb(3.0).ToDouble());
        Assert.Equal(normal.LogProb(1.0).ToDouble(), Seen.LogProb(1.0).ToDouble());
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], new[] { -1.1, 3.1 }.Select(x => Seen.LogProb(x).ToDouble()));
        Assert.Equal([0.0, 1.0, 1.0], Seen.Cdf(Tensor.Vector(-1.1, 3.0, 4.0)).ToArray());
    }

    [Fact]
    public void A_limit_of_counts_has_the_probability_of_all_from_it_on()
    {
        var (poisson, counts) = (new Poisson(3.0), new Censored(new Poisson(3.0), 1.0, 4.0));
        Assert.Equal(poisson.Survival(3.0)!.ToDouble(), counts.LogProb(4.0).Exp().ToDouble(), 1e-15);
        Assert.Equal(poisson.Cdf(1.0)!.ToDouble(), counts.LogProb(1.0).Exp().ToDouble(), 1e-15);
        Assert.Equal([1.0, 2.0, 3.0, 4.0], counts.EnumerateSupport().ToArray());
    }

    /// <summary>Shares at the bounds within five standard errors: a correct sampler fails 6 seeds in 10 million.</summary>
    [Fact]
    public void Draws_stop_at_the_bounds()
    {
        var draws = Seen.Sample(Count, seed: 3).ToArray();
        foreach (var (bound, probability) in new[] { (-1.0, Seen.LogProb(-1.0).Exp().ToDouble()), (3.0, Seen.LogProb(3.0).Exp().ToDouble()) })
        {
            Assert.InRange(draws.Count(x => x == bound) / (double)Count, probability - (5.0 * Math.Sqrt(probability / Count)), probability + (5.0 * Math.Sqrt(probability / Count)));
        }

        Assert.All(draws, x => Assert.InRange(x, -1.0, 3.0));
    }

    /// <summary>dE[x]: in loc the probability between the bounds, in each bound that beyond it. Five standard errors: 6 seeds in 10 million.</summary>
    [Fact]
    public void Paths_stop_at_the_bounds()
    {
        var slots = new[] { "loc", "low", "high" }.Select(n => Tensor.Data(n, Shape.Scalar)).ToArray();
        var particles = new Axis("draw", Count, AxisRole.Particle);
        var draw = new Censored(new Normal(slots[0], 2.0), slots[1], slots[2]).SampleFrom(new NoiseSource("x", Axes.Of(particles)));
        var mean = draw.MeanOver(Axes.Of(particles));
        var (below, above) = (Seen.LogProb(-1.0).Exp().ToDouble(), Seen.LogProb(3.0).Exp().ToDouble());
        foreach (var (slot, exact) in slots.Zip(new[] { 1.0 - below - above, below, above }))
        {
            var estimate = new Computation(Gradient.Of(mean, slot)[0], slots).At([0.5], [-1.0], [3.0])[0];
            Assert.InRange(estimate, exact - (5.0 * Math.Sqrt(exact / Count)), exact + (5.0 * Math.Sqrt(exact / Count)));
        }
    }

    /// <summary>Where an observation is known as a bound alone, log density in loc has the slope of the tail: no NaN from the branches not taken.</summary>
    [Fact]
    public void Derivatives_at_a_bound_are_those_of_the_tail()
    {
        var loc = Tensor.Data("loc", Shape.Scalar);
        foreach (var (x, of) in new (double, Func<Normal, Tensor>)[] { (-1.0, d => d.LogCdf(-1.0)!), (3.0, d => d.LogSurvival(3.0)!), (1.0, d => d.LogDensity(1.0)) })
        {
            var (own, exact) = (Gradient.Of(new Censored(new Normal(loc, 2.0), -1.0, 3.0).LogDensity(x), loc)[0], Gradient.Of(of(new Normal(loc, 2.0)), loc)[0]);
            Assert.Equal(new Computation(exact, loc).At([0.5])[0], new Computation(own, loc).At([0.5])[0], 1e-15);
        }

        var life = new Censored(new Weibull(loc, 2.0), double.NegativeInfinity, 2.0);
        Assert.All(new[] { 0.5, 2.0 }, x => Assert.True(double.IsFinite(new Computation(Gradient.Of(life.LogDensity(x), loc)[0], loc).At([1.5])[0])));
    }

    [Fact]
    public void A_mixture_can_be_censored_and_censored_laws_cannot_be_mixed()
    {
        var mixture = new Mixture(new[] { 0.5, 0.5 }, new Normal(-1.0, 1.0), new Normal(1.0, 1.0));
        Assert.Equal(0.5, new Censored(mixture, 0.0, 2.0).LogProb(0.0).Exp().ToDouble(), 1e-15);
        Assert.Null(new Censored(mixture, 0.0, 2.0).Icdf(0.5));
        Assert.Throws<DiffProbException>(() => new Mixture(new[] { 0.5, 0.5 }, Seen, Seen));
        Assert.Throws<DiffProbException>(() => new Truncated(Seen, 0.0, 1.0));
    }
}
