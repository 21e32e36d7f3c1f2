namespace DiffProb;

/// <summary>A distribution over 0, 1, …, by its masses; for bands of counts.</summary>
internal sealed class Counting
{
    private readonly double[] masses;
    private readonly double[] atMost;
    private readonly double[] atLeast;

    private Counting(double[] masses)
    {
        this.masses = masses;
        (atMost, atLeast) = ([.. masses], [.. masses]);
        for (var k = 1; k < masses.Length; k++)
        {
            atMost[k] += atMost[k - 1];
            atLeast[^(k + 1)] += atLeast[^k];
        }
    }

    /// <summary>Successes among n draws without replacement from a total, of which m are successes.</summary>
    /// <remarks><para>Mass: C(m, k) C(total - m, n - k) / C(total, n).</para></remarks>
    public static Counting Hypergeometric(int total, int n, int m)
    {
        var f = LogFactorials(total);
        double LogChoose(int a, int b) => b < 0 || b > a ? double.NegativeInfinity : f[a] - f[b] - f[a - b];
        return new([.. Enumerable.Range(0, Math.Min(n, m) + 1).Select(k => Math.Exp(LogChoose(m, k) + LogChoose(total - m, n - k) - LogChoose(total, n)))]);
    }

    /// <summary>Successes among n draws of a probability.</summary>
    /// <param name="logFactorials">Those of 0 to n at least.</param>
    /// <param name="n">Number of draws.</param>
    /// <param name="probability">In (0, 1).</param>
    public static Counting Binomial(double[] logFactorials, int n, double probability) =>
        new([.. Enumerable.Range(0, n + 1).Select(k => BinomialMass(logFactorials, n, k, probability))]);

    /// <summary>Probability of k successes among n draws.</summary>
    public static double BinomialMass(double[] logFactorials, int n, int k, double probability) =>
        probability >= 1.0 ? (k == n ? 1.0 : 0.0)
            : Math.Exp(logFactorials[n] - logFactorials[k] - logFactorials[n - k] + (k * Math.Log(probability)) + ((n - k) * Math.Log(1.0 - probability)));

    /// <summary>Logarithms of 0!, 1!, …, n!.</summary>
    public static double[] LogFactorials(int n)
    {
        var sums = new double[n + 1];
        for (var i = 2; i <= n; i++)
        {
            sums[i] = sums[i - 1] + Math.Log(i);
        }

        return sums;
    }

    /// <summary>Probability of at most k.</summary>
    public double AtMost(int k) => Math.Min(1.0, atMost[k]);

    /// <summary>Probability of at least k.</summary>
    public double AtLeast(int k) => Math.Min(1.0, atLeast[k]);

    /// <summary>The least number that is not exceeded with at least a probability.</summary>
    public int Quantile(double probability)
    {
        var sum = 0.0;
        for (var k = 0; k < masses.Length; k++)
        {
            sum += masses[k];
            if (sum >= probability)
            {
                return k;
            }
        }

        return masses.Length - 1;
    }
}
