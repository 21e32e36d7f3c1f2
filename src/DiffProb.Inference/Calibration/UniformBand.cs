namespace DiffProb;

/// <summary>Bounds that the counts of independent uniform numbers below given places keep together, with a given probability.</summary>
/// <remarks>
/// <para>Each bound is a quantile of the binomial at its place, all of one probability; that one is found by bisection of the exact joint probability, which
/// is summed from place to place, since counts are a Markov chain.</para>
/// <para>Source: Säilynoja, Bürkner and Vehtari (2022), Graphical test for discrete uniformity, doi 10.1007/s11222-022-10090-6, section 2.2.</para>
/// </remarks>
internal static class UniformBand
{
    private const int Halvings = 16;
    private const int MostPlaces = 100;
    private const double Negligible = 1e-12;
    private const double Nothing = 1e-18;

    /// <summary>Least and greatest count at each place.</summary>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="places">Rising, in (0, 1).</param>
    /// <param name="errorRate">Probability that some count is beyond its bounds: at most so much.</param>
    public static (int[] Low, int[] High) Of(int count, double[] places, double errorRate)
    {
        var f = Counting.LogFactorials(count);
        Counting[] laws = [.. places.Select(z => Counting.Binomial(f, count, z))];
        (int[], int[]) Bounds(double tail) => ([.. laws.Select(l => l.Quantile(tail))], [.. laws.Select(l => l.Quantile(1.0 - tail))]);

        // All together are beyond at most as often as the sum of all tails.
        var (safe, risky) = (0.5 * errorRate / places.Length, 0.5 * errorRate);
        for (var i = 0; i < Halvings; i++)
        {
            var tail = Math.Sqrt(safe * risky);
            (safe, risky) = Probability(f, count, places, Bounds(tail)) >= 1.0 - errorRate ? (tail, risky) : (safe, tail);
        }

        return Bounds(safe);
    }

    /// <summary>Probability that the counts of uniform numbers are, somewhere, at least as far out as those given: the p-value of the test by the band.</summary>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="places">Rising, in (0, 1).</param>
    /// <param name="counts">Numbers below each place.</param>
    public static double TailProbability(int count, double[] places, int[] counts)
    {
        var f = Counting.LogFactorials(count);
        Counting[] laws = [.. places.Select(z => Counting.Binomial(f, count, z))];
        var farthest = laws.Zip(counts, (l, c) => Math.Min(l.AtMost(c), l.AtLeast(c))).Min() * (1.0 + 1e-9);
        int[] low = [.. laws.Select(l => Enumerable.Range(0, count + 1).First(k => k == count || l.AtMost(k) > farthest))];
        int[] high = [.. laws.Select(l => Enumerable.Range(0, count + 1).Select(i => count - i).First(k => k == 0 || l.AtLeast(k) > farthest))];
        return low.Zip(high).Any(b => b.First > b.Second) ? 1.0 : Math.Clamp(1.0 - Probability(f, count, places, (low, high)), 0.0, 1.0);
    }

    /// <summary>Where the distribution function of ranks from 0 to draws steps: all such places, or 100 that are evenly spaced.</summary>
    public static double[] PlacesOfRanks(int draws)
    {
        var count = Math.Min(draws, MostPlaces);
        return [.. Enumerable.Range(1, count).Select(i => (int)((long)i * (draws + 1) / (count + 1))).Select(k => k / (draws + 1.0))];
    }

    /// <summary>Probability that all counts are within bounds.</summary>
    /// <param name="logFactorials">Those of 0 to count.</param>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="places">Rising, in (0, 1).</param>
    /// <param name="bounds">Least and greatest count at each place.</param>
    public static double Probability(double[] logFactorials, int count, double[] places, (int[] Low, int[] High) bounds)
    {
        double[] before = [1.0];
        var (first, at) = (0, 0.0);
        for (var i = 0; i < places.Length; i++)
        {
            var (low, high) = (bounds.Low[i], bounds.High[i]);
            var part = (places[i] - at) / (1.0 - at);
            var after = new double[high - low + 1];
            for (var j = 0; j < before.Length; j++)
            {
                if (before[j] < Negligible)
                {
                    continue;
                }

                var rest = count - first - j;
                for (var k = Math.Max(low, first + j); k <= high; k++)
                {
                    var mass = before[j] * Counting.BinomialMass(logFactorials, rest, k - first - j, part);
                    after[k - low] += mass;
                    if (mass < Nothing && k - first - j > rest * part)
                    {
                        break;
                    }
                }
            }

            (before, first, at) = (after, low, places[i]);
        }

        return before.Sum();
    }
}
