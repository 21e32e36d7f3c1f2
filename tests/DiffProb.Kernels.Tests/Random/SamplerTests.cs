namespace DiffProb;

/// <summary>Samplers against the distribution functions, which are tested against exact values.</summary>
public sealed class SamplerTests
{
    private const int Count = 100_000;

    private static readonly Key Site = Key.FromSeed(5).Child("site");

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(1e8)]
    public void Log_gamma_draws_follow_the_gamma_distribution(double concentration)
    {
        var draws = new double[Count];
        LogGammaSampler.Fill(Site, 0, 1, Enumerable.Repeat(concentration, Count).ToArray(), draws);
        GoodnessOfFit.AssertMean(draws, Digamma.Of(concentration), Polygamma.Of(1, concentration));
        GoodnessOfFit.AssertFollows(draws, y => LogSpaceCdf(concentration, y));
    }

    /// <summary>Those of an element alone, from their definition and the functions of one number, but for roundings; concentrations outside of their support give NaN.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(41)]
    public void Log_gamma_draws_at_once_are_those_of_each_element(int first)
    {
        double[] concentrations = [1e-300, 1e-6, 0.1, 0.999, 1, 1.5, 10, 300, 1e8, 1e15, 0, -1, double.NaN];
        var a = Enumerable.Range(0, 5003).Select(i => concentrations[i % concentrations.Length]).ToArray();
        var draws = new double[a.Length];
        LogGammaSampler.Fill(Site, (ulong)first, 1, a, draws);
        for (var i = 0; i < a.Length; i++)
        {
            Close(DrawAlone((ulong)(first + i), 1, a[i]), draws[i], a[i], a[i]);
        }

        var b = a.Reverse().ToArray();
        BetaLogitSampler.Fill(Site, (ulong)first, a, b, draws);
        for (var i = 0; i < a.Length; i++)
        {
            Close(DrawAlone((ulong)(first + i), 1, a[i]) - DrawAlone((ulong)(first + i), 1UL << 32, b[i]), draws[i], a[i], b[i]);
        }
    }

    /// <summary>Neighbours share blocks, and nothing else: pairs of draws are independent, within 5 standard errors, an error rate of 6e-7 each.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(3)]
    public void Neighbours_are_independent(double concentration)
    {
        var draws = new double[Count];
        LogGammaSampler.Fill(Site, 0, 1, Enumerable.Repeat(concentration, Count).ToArray(), draws);
        var (mean, variance) = (Digamma.Of(concentration), Polygamma.Of(1, concentration));
        var scaled = Array.ConvertAll(draws, y => (y - mean) / Math.Sqrt(variance));
        foreach (var power in new[] { 1, 2 })
        {
            var parts = Array.ConvertAll(scaled, y => Math.Pow(y, power));
            var (middle, square) = (parts.Average(), parts.Average(p => p * p));
            for (var start = 0; start < 2; start++)
            {
                var product = Enumerable.Range(0, (Count - start) / 2).Average(i => (parts[(2 * i) + start] - middle) * (parts[(2 * i) + start + 1] - middle));
                Assert.InRange(product / (square - (middle * middle)) * Math.Sqrt(Count / 2), -5, 5);
            }
        }
    }

    // Marsaglia and Tsang for one element.
    private static double DrawAlone(ulong element, ulong block, double concentration)
    {
        var d = (concentration < 1 ? concentration + 1 : concentration) - (1.0 / 3);
        for (; concentration > 0; block += 2)
        {
            var (normals, accepts) = (Philox.Block(element / 2, block, Site), Philox.Block(element / 2, block + 1, Site));
            var (cosine, sine) = UnitInterval.BoxMuller(UnitInterval.FromBits(normals.Low), UnitInterval.FromBits(normals.High));
            var (x, accept) = element % 2 == 0 ? (cosine, accepts.Low) : (sine, accepts.High);
            var root = x / Math.Sqrt(9 * d);
            var spare = Math.Log(UnitInterval.FromBits(accept)) - ((0.5 * x * x) + (d * ((3 * Log1p.Of(root)) - (root * (3 + (root * (3 + root)))))));
            if (root > -1 && spare < 0)
            {
                return Math.Log(d) + (3 * Log1p.Of(root)) + (concentration < 1 ? spare / concentration : 0);
            }
        }

        return double.NaN;
    }

    // Below 1 the logarithm of a uniform is divided by the concentration: a difference of numbers of up to 10, each of which is rounded.
    private static void Close(double expected, double actual, double a, double b)
    {
        var error = 1e-12 + (1e-14 * Math.Abs(expected)) + (5e-15 / Math.Min(Math.Min(a, b), 1.0));
        Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= error, $"{actual} instead of {expected}");
    }

    [Theory]
    [InlineData(1e-6, 1e-6)]
    [InlineData(1e-3, 2)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(300, 40)]
    [InlineData(1e5, 1e5)]
    public void Beta_logits_follow_the_beta_distribution(double a, double b)
    {
        var draws = new double[Count];
        BetaLogitSampler.Fill(Site, 0, Enumerable.Repeat(a, Count).ToArray(), Enumerable.Repeat(b, Count).ToArray(), draws);
        GoodnessOfFit.AssertMean(draws, Digamma.Of(a) - Digamma.Of(b), Polygamma.Of(1, a) + Polygamma.Of(1, b));
        GoodnessOfFit.AssertFollows(draws, y => IncompleteBeta.OfLogit(a, b, y));
    }

    /// <summary>Their cosines, too: of mean A and variance A', however small 1 - A is.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1e-6)]
    [InlineData(-3.1, 0.5)]
    [InlineData(0, 3)]
    [InlineData(30, 40)]
    [InlineData(0, 1e5)]
    [InlineData(0, 1e15)]
    public void Von_Mises_draws_follow_the_von_Mises_distribution(double loc, double concentration)
    {
        var draws = ElementStreamTests.Across(Count, (ref ElementStream s) => VonMisesSampler.Draw(loc, concentration, ref s));
        Assert.All(draws, t => Assert.True(t is >= -Math.PI and < Math.PI));
        var chords = Array.ConvertAll(draws, t => 2 * Math.Pow(Math.Sin(0.5 * (t - loc)), 2));
        GoodnessOfFit.AssertMean(chords, BesselRatio.Complement(concentration), BesselRatio.Of(1, concentration));
        GoodnessOfFit.AssertFollows(draws[..20_000], t => new VonMisesCdf(t, loc, concentration).Below);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(3)]
    [InlineData(9.99)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(400)]
    public void Poisson_draws_have_the_Poisson_mass(double rate)
    {
        var draws = ElementStreamTests.Across(Count, (ref ElementStream s) => PoissonSampler.Draw(rate, ref s));
        GoodnessOfFit.AssertMean(draws, rate, rate);
        Assert.All(draws, k => Assert.Equal(Math.Floor(k), k));

        var (low, high) = (Math.Max(0, Math.Floor(rate - (3 * Math.Sqrt(rate)))), Math.Ceiling(rate + (3 * Math.Sqrt(rate))));
        var counts = new long[(int)(high - low) + 1];
        foreach (var k in draws)
        {
            counts[(int)(Math.Clamp(k, low, high) - low)]++;
        }

        GoodnessOfFit.AssertCounts(counts, [.. counts.Select((_, i) => CellProbability(rate, low + i, low, high))]);
    }

    [Theory]
    [InlineData(1e5)]
    [InlineData(1e9)]
    public void Poisson_draws_at_large_rates_follow_the_Poisson_distribution(double rate)
    {
        var draws = ElementStreamTests.Across(Count, (ref ElementStream s) => PoissonSampler.Draw(rate, ref s));
        GoodnessOfFit.AssertMean(draws, rate, rate);
        GoodnessOfFit.AssertMean([.. draws.Select(k => (k - rate) * (k - rate) / rate)], 1, 2);

        // Half a step to the middle of the jump: its height, 1 / √(2π rate), is less than the statistic resolves.
        GoodnessOfFit.AssertFollows(draws, k => IncompleteGamma.Q(k + 0.5, rate));
    }

    /// <summary>χ² at an error rate of 1e-6.</summary>
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(1, 1e-12)]
    [InlineData(1, 1 - 1e-12)]
    [InlineData(30, 0.5)]
    [InlineData(1000, 0.02)]
    [InlineData(1e9, 1e-12)]
    [InlineData(1e9, 3e-8)]
    [InlineData(1e9, 0.5)]
    [InlineData(1e9, 1 - 1e-12)]
    [InlineData(1e12, 1e-12)]
    [InlineData(1e12, 0.3)]
    public void Binomial_draws_have_the_binomial_mass(double n, double p)
    {
        var draws = ElementStreamTests.Across(Count, (ref ElementStream s) => BinomialSampler.Draw(n, p, ref s));
        Assert.All(draws, k => Assert.True(k >= 0 && k <= n && Math.Floor(k) == k));
        AssertCells(draws, n * p, Math.Sqrt(n * p * (1 - p)), 0, n, k => IncompleteBeta.Complement(k + 1, n - k, p));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1e9, 1, 5e8)]
    [InlineData(1e9, 5e8, 1)]
    [InlineData(1000, 500, 20)]
    [InlineData(1e9, 3e8, 50)]
    [InlineData(1e9, 1e9 - 40, 5e8)]
    public void Hypergeometric_draws_have_the_hypergeometric_mass(double population, double successes, double drawn)
    {
        var (least, most) = (Math.Max(0, drawn + successes - population), Math.Min(successes, drawn));
        var draws = ElementStreamTests.Across(Count, (ref ElementStream s) => HypergeometricSampler.Draw(population, successes, drawn, ref s));
        Assert.All(draws, k => Assert.True(k >= least && k <= most && Math.Floor(k) == k));
        var mass = Enumerable.Range(0, (int)(most - least) + 1).Select(i => Math.Exp(BinomialMass.LogHypergeometric(least + i, population, successes, drawn))).ToArray();
        Assert.Equal(1, mass.Sum(), 1e-8);
        AssertCells(draws, drawn / population * successes, 1, least, most, k => mass[..(int)(k - least + 1)].Sum());
    }

    // Cells of half a standard deviation, or of one count; one with fewer than 5 expected draws joins the next.
    private static void AssertCells(double[] draws, double mean, double deviation, double least, double most, Func<double, double> cdf)
    {
        var step = Math.Max(1, Math.Floor(0.5 * deviation));
        var (counts, probabilities, from, below) = (new List<long>(), new List<double>(), least - 1, 0.0);
        for (var end = Math.Max(least, Math.Floor(mean - (16 * step))); end < most && end <= mean + (16 * step); end += step)
        {
            var upTo = cdf(end);
            if ((upTo - below) * Count >= 5 && (1 - upTo) * Count >= 5)
            {
                counts.Add(draws.LongCount(k => k > from && k <= end));
                probabilities.Add(upTo - below);
                (from, below) = (end, upTo);
            }
        }

        counts.Add(draws.LongCount(k => k > from));
        probabilities.Add(1 - below);
        if (counts.Count > 1)
        {
            GoodnessOfFit.AssertCounts([.. counts], [.. probabilities]);
            return;
        }

        // All but a share below 5 / Count is one count: P(more than 30 others) is below 1e-13.
        Assert.True(draws.Count(k => k != Math.Round(mean)) <= 30);
    }

    [Fact]
    public void Edges_of_the_parameters_are_answered()
    {
        var stream = new ElementStream(Key.FromSeed(1), 0);
        Assert.Equal(0, PoissonSampler.Draw(0, ref stream));
        Assert.Equal(double.PositiveInfinity, PoissonSampler.Draw(double.PositiveInfinity, ref stream));
        Assert.Equal(double.NaN, PoissonSampler.Draw(-1, ref stream));
        Assert.Equal(double.NaN, PoissonSampler.Draw(double.NaN, ref stream));
        var draws = new double[3];
        LogGammaSampler.Fill(Site, 0, 1, [0, double.NaN, double.PositiveInfinity], draws);
        Assert.Equal([double.NaN, double.NaN, double.PositiveInfinity], draws);
        BetaLogitSampler.Fill(Site, 0, [1, 1, -1], [double.NaN, 1, 1], draws);
        Assert.Equal([true, false, true], draws.Select(double.IsNaN));
    }

    [Fact]
    public void Ordered_pairs_of_five_are_equally_likely()
    {
        var counts = new long[25];
        var pair = new long[2];
        for (var i = 0; i < Count; i++)
        {
            var stream = new ElementStream(Key.FromSeed(8), (ulong)i);
            SubsetSampler.Draw(5, pair, ref stream);
            counts[(5 * pair[0]) + pair[1]]++;
        }

        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(0, counts[6 * i]));
        GoodnessOfFit.AssertCounts([.. counts.Where((_, i) => i % 6 != 0)], [.. Enumerable.Repeat(1.0 / 20, 20)]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(32, 32)]
    [InlineData(33, 33)]
    [InlineData(40, 60)]
    [InlineData(1000, 1_000_000_000_000)]
    [InlineData(100_000, 120_000)]
    public void Subsets_are_distinct_and_inside(int size, long population)
    {
        var subset = new long[size];
        var stream = new ElementStream(Key.FromSeed(9), 0);
        SubsetSampler.Draw(population, subset, ref stream);
        Assert.Equal(size, subset.Distinct().Count());
        Assert.All(subset, i => Assert.InRange(i, 0, population - 1));
    }

    [Fact]
    public void Every_place_of_a_large_subset_is_uniform()
    {
        var (first, last) = (new double[2000], new double[2000]);
        var subset = new long[50];
        for (var i = 0; i < first.Length; i++)
        {
            var stream = new ElementStream(Key.FromSeed(10), (ulong)i);
            SubsetSampler.Draw(1 << 20, subset, ref stream);
            (first[i], last[i]) = (subset[0], subset[^1]);
        }

        GoodnessOfFit.AssertFollows(first, x => (x + 1) / (1 << 20));
        GoodnessOfFit.AssertFollows(last, x => (x + 1) / (1 << 20));
    }

    // Where e^y underflows, P(a, e^y) is its leading term.
    private static double LogSpaceCdf(double a, double y) => y > -700 ? IncompleteGamma.P(a, Math.Exp(y)) : Math.Exp((a * y) - LogGamma.OnePlus(a));

    private static double CellProbability(double rate, double k, double low, double high)
    {
        var below = k == low ? 0 : IncompleteGamma.Q(k, rate);
        var upTo = k == high ? 1 : IncompleteGamma.Q(k + 1, rate);
        return upTo - below;
    }
}
