namespace DiffProb;

/// <summary>Draws against density, cdf and moments, on the managed engine with fixed seeds.</summary>
public class SamplingTests
{
    private const int Draws = 40_000;
    private const int ManyElements = 1_000_000;

    // DIFFPROB_FULL=1: of every row as many.
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("DIFFPROB_FULL") == "1";

    // A correct sampler exceeds each of these with probability 1e-7; there are about 60 examples.
    private static readonly double LargestKolmogorov = Math.Sqrt(Math.Log(2.0 / 1e-7) / 2.0);
    private const double SmallestTail = 1e-7;

    [Theory]
    [MemberData(nameof(Examples.ContinuousWithCdf), MemberType = typeof(Examples))]
    public void Draws_follow_the_cdf(string name)
    {
        var distribution = Find(name);
        var sorted = distribution.Sample(Draws, seed: 20).ToArray().Order().ToArray();
        var cdf = distribution.Cdf(Tensor.Vector(sorted))!.ToArray();
        var largest = 0.0;
        var isRoundedUp = sorted[^1] == Math.BitDecrement(1.0);
        for (var i = 0; i < Draws; i++)
        {
            // At a number that many draws round to, only the last one counts: there both functions have taken their jump.
            // Draws that round to 1 lie below it, where the cdf has not taken it.
            if (i == Draws - 1 ? !isRoundedUp : sorted[i + 1] > sorted[i])
            {
                largest = Math.Max(largest, Math.Abs(((i + 1.0) / Draws) - cdf[i]));
            }
        }

        Assert.True(largest * Math.Sqrt(Draws) <= LargestKolmogorov, $"Kolmogorov distance {largest}");
    }

    [Theory]
    [MemberData(nameof(Examples.Discrete), MemberType = typeof(Examples))]
    public void Draws_follow_the_mass(string name)
    {
        var distribution = Find(name);
        var atoms = new Atoms(distribution);
        var counts = Count(distribution, atoms);
        var (statistic, cells, observed, expected) = (0.0, 0, 0.0, 0.0);
        for (var a = 0; a < atoms.Count; a++)
        {
            (observed, expected) = (observed + counts[a], expected + (atoms.Masses[a] * Draws));
            if (expected >= 10.0)
            {
                statistic += (observed - expected) * (observed - expected) / expected;
                (cells, observed, expected) = (cells + 1, 0.0, 0.0);
            }
        }

        // What is left over is a cell of less than 10 expected draws: Poisson, and bounded as such.
        Assert.True(expected == 0.0 ? observed == 0.0 : IncompleteGamma.P(Math.Max(observed, 1e-300), expected) >= SmallestTail, $"{observed} draws where {expected} are expected");
        Assert.True(cells < 2 || IncompleteGamma.Q(0.5 * (cells - 1), 0.5 * statistic) >= SmallestTail, $"χ² = {statistic} in {cells} cells");
    }

    /// <summary>Five standard errors: a correct sampler fails 6 seeds in 10 million.</summary>
    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void Sample_moments_are_within_five_standard_errors(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var (mean, variance) = (example.Distribution.Mean?.ToArray(), example.Distribution.Variance?.ToArray());
        if (example.IsHeavyTailed || mean is null || variance is null || !mean.Concat(variance).All(double.IsFinite))
        {
            return;
        }

        var draws = example.Distribution.Sample(Draws, seed: 21).ToArray();
        for (var e = 0; e < mean.Length; e++)
        {
            var own = draws.Where((_, i) => i % mean.Length == e).Select(x => x - mean[e]).ToArray();
            if (!example.Distribution.Support.IsDiscrete || Draws * variance[e] > 100.0)
            {
                AssertMeanIs(0.0, own);
                AssertMeanIs(variance[e], Array.ConvertAll(own, x => x * x));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void Draws_lie_inside_the_support(string name)
    {
        var distribution = Find(name);
        var count = (IsFull || IsCheap(name) ? ManyElements : Draws) / Math.Max(1, distribution.Shape.Size);
        var draws = distribution.Sample(count, seed: 22);
        Assert.Equal(Shape.Of([count, .. distribution.Shape]), draws.Shape);
        Assert.Equal(distribution.DType, draws.DType);
        Assert.Equal(0.0, (!distribution.Support.Contains(draws)!).Cast(DType.Float64).Sum().ToDouble());
    }

    [Theory]
    [MemberData(nameof(Examples.Continuous), MemberType = typeof(Examples))]
    public void Transforms_are_finite_at_the_ends_of_the_uniform(string name)
    {
        var distribution = Find(name);
        if (distribution.Icdf(0.5) is not { } || distribution.Parameters.Any(p => p.Path == PathKind.Implicit))
        {
            return;
        }

        var ends = distribution.Icdf(Tensor.Vector(Math.Pow(2, -53), 3 * Math.Pow(2, -53), 1 - (3 * Math.Pow(2, -53)), 1 - Math.Pow(2, -53)))!.ToArray();
        Assert.All(ends, x => Assert.True(double.IsFinite(x)));
        Assert.Equal(ends.Order(), ends);
    }

    [Fact]
    public void The_same_seed_gives_the_same_draws_and_another_seed_others()
    {
        var normal = new Normal(0.0, 1.0);
        Assert.Equal(normal.Sample(10, seed: 3).ToArray(), normal.Sample(10, seed: 3).ToArray());
        Assert.NotEqual(normal.Sample(10, seed: 3).ToArray(), normal.Sample(10, seed: 4).ToArray());
        Assert.Equal(normal.Sample(10, seed: 3).ToArray(), normal.Sample(20, seed: 3).ToArray().Take(10));
    }

    [Fact]
    public void Elements_of_an_event_are_independent()
    {
        var draws = new Normal(0.0, 1.0).With(p => p.BroadcastTo(Shape.Of(2))).Sample(Draws, seed: 5).ToArray();
        AssertMeanIs(0.0, [.. Enumerable.Range(0, Draws).Select(i => draws[2 * i] * draws[(2 * i) + 1])]);
    }

    /// <summary>pytorch#15738, numpyro#942: Beta draws collapsed to 1/2 as its concentrations went to 0.</summary>
    [Fact]
    public void Beta_of_tiny_concentrations_is_a_coin()
    {
        var draws = new Beta(1e-5, 1e-5).Sample(1000, seed: 6).ToArray();
        Assert.True(draws.Count(x => x is > 1e-9 and < 1 - 1e-9) < 10);
        Assert.InRange(draws.Count(x => x > 0.5), 400, 600);
    }

    /// <summary>Ten tenths sum to less than 1: a uniform above that sum is no eleventh category, and weights of 0 are never met.</summary>
    [Fact]
    public void The_ends_of_the_uniform_fall_into_the_first_and_the_last_possible_category()
    {
        double At(double uniform, double[] probs) => new Computation(new Rewriter((node, _) => node.Operation is Noise ? Tensor.Scalar(uniform) : null)
            .Rewrite(new Categorical(probs: probs).SampleFrom(new NoiseSource("x", Axes.None)))).At()[0];
        var (least, most) = (Math.Pow(2, -53), 1 - Math.Pow(2, -53));
        var random = new Random(8);
        Assert.Equal(9.0, At(most, [.. Enumerable.Repeat(0.1, 10)]));
        for (var i = 0; i < 200; i++)
        {
            double[] probs = [0.0, 0.0, .. Enumerable.Range(0, 20).Select(_ => random.NextDouble()), 0.0];
            Assert.Equal(2.0, At(least, probs));
            Assert.Equal(21.0, At(most, probs));
        }
    }

    /// <summary>A draw is exp or sigmoid of something, and its logarithm is simplified to that.</summary>
    [Fact]
    public void Logarithms_of_draws_are_exact_where_the_draw_underflows()
    {
        var points = new Points(1000);
        Tensor Draw(Distribution d) => points.Gather(d.SampleFrom(new NoiseSource("x", points.Axes)).Log());
        Assert.All(new Computation(Draw(new Gamma(1e-3, 1.0))).At(), x => Assert.True(double.IsFinite(x)));
        Assert.All(new Computation(Draw(new Beta(1e-3, 1e-3))).At(), x => Assert.True(double.IsFinite(x)));
        Assert.Contains(new Computation(Draw(new Gamma(1e-3, 1.0))).At(), x => x < -2000.0);
    }

    // A draw of a truncated law is a quantile by integration, up to 0.1 ms; one by rejection takes many.
    private static bool IsCheap(string name) => !name.StartsWith("Truncated", StringComparison.Ordinal) && !name.Contains("Rejection", StringComparison.Ordinal);

    private static Distribution Find(string name) => DistributionCatalogue.Find(name).Distribution;

    private static double[] Count(Distribution distribution, Atoms atoms)
    {
        var counts = new double[atoms.Count];
        var draws = distribution.Sample(Draws, seed: 23);
        var places = Rows(atoms.Values).Select((value, place) => (value, place)).ToDictionary();
        foreach (var draw in Rows(draws))
        {
            counts[places[draw]]++;
        }

        return counts;
    }

    private static IEnumerable<string> Rows(Tensor values) =>
        values.ToArray().Chunk(values.Shape.Size / values.Shape[0]).Select(row => string.Join(' ', row));

    private static void AssertMeanIs(double exact, double[] values)
    {
        var mean = values.Average();
        var standardError = Math.Sqrt(values.Average(x => (x - mean) * (x - mean)) / values.Length);
        Assert.True(Math.Abs(mean - exact) <= (5.0 * standardError) + (1e-12 * Math.Abs(exact)), $"mean {mean} ± {standardError} is not {exact}");
    }
}
