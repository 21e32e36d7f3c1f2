namespace DiffProb;

/// <summary>Pareto smoothed importance sampling (PSIS): weights whose largest are replaced by quantiles of the tail fitted to them, and the shape that says whether they can be trusted.</summary>
/// <remarks>
/// <para><b>Source</b>: Vehtari, Simpson, Gelman, Yao, Gabry (2024), Journal of Machine Learning Research 25(72), arXiv:1507.02646.</para>
/// <para>Where the largest ratios are all equal they are bounded, and nothing is smoothed: k is -∞. (The R package loo 2.5 says ∞ there.)</para>
/// </remarks>
public sealed class ParetoSmoothing
{
    private const int LeastTail = 5;

    private ParetoSmoothing(double[] logWeights, double paretoK, int tailLength)
    {
        LogWeights = logWeights;
        ParetoK = paretoK;
        TailLength = tailLength;
    }

    /// <summary>Logarithms of the weights, which sum to 1, in the order of the ratios.</summary>
    public IReadOnlyList<double> LogWeights { get; }

    /// <summary>Shape of the tail. Above the <see cref="Threshold"/> the estimate is unreliable, above 1 it has no mean; NaN if the tail has fewer than five ratios.</summary>
    public double ParetoK { get; }

    /// <summary>How many ratios make the tail.</summary>
    public int TailLength { get; }

    /// <summary>1 / Σ w²: how many equal weights these are worth.</summary>
    public double EffectiveSampleSize => 1.0 / LogWeights.Sum(w => Math.Exp(2.0 * w));

    /// <summary>Smooths the weights of draws.</summary>
    /// <param name="logRatios">Log density of the target minus that of what was drawn from, in nats, up to a constant.</param>
    /// <param name="relativeEfficiency">Effective sample size of the ratios, divided by their number: 1 for independent draws.</param>
    /// <exception cref="ValueException">There is no ratio, one is NaN or +∞, all are -∞, or the efficiency is not positive.</exception>
    public static ParetoSmoothing Of(IEnumerable<double> logRatios, double relativeEfficiency = 1.0)
    {
        ArgumentNullException.ThrowIfNull(logRatios);
        double[] weights = [.. logRatios];
        if (weights.Length == 0)
        {
            throw PosteriorErrors.NoDraws(1, 0);
        }

        var bad = Array.FindIndex(weights, w => double.IsNaN(w) || double.IsPositiveInfinity(w));
        var greatest = weights.Max();
        if (bad >= 0 || double.IsNegativeInfinity(greatest))
        {
            throw PosteriorErrors.LogRatio(Math.Max(bad, 0), weights[Math.Max(bad, 0)]);
        }

        if (!(relativeEfficiency > 0.0))
        {
            throw PosteriorErrors.RelativeEfficiency(relativeEfficiency);
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] -= greatest;
        }

        var tail = LengthOfTail(weights.Length, relativeEfficiency);
        var k = tail < LeastTail ? double.NaN : Smooth(weights, tail);
        var total = LogTotal.Of(weights);
        return new(Array.ConvertAll(weights, w => w - total), k, tail);
    }

    /// <summary>The shape up to which these many draws give a useful estimate: 1 - 1 / log10 S, at most 0.7.</summary>
    /// <param name="draws">Number of draws.</param>
    public static double Threshold(int draws) => Math.Min(1.0 - (1.0 / Math.Log10(draws)), 0.7);

    /// <summary>How many draws an estimate with this shape needs: 10^(1 / (1 - max(k, 0))); infinite from 1 on.</summary>
    /// <param name="paretoK">The shape.</param>
    public static double LeastDraws(double paretoK) => paretoK >= 1.0 ? double.PositiveInfinity : Math.Pow(10.0, 1.0 / (1.0 - Math.Max(paretoK, 0.0)));

    private static int LengthOfTail(int draws, double relativeEfficiency) =>
        (int)Math.Ceiling(Math.Min(0.2 * draws, 3.0 * Math.Sqrt(draws / relativeEfficiency)));

    // The largest weights, in their order, become quantiles of the fitted tail; none becomes larger than the largest was.
    private static double Smooth(double[] weights, int tail)
    {
        int[] order = [.. Enumerable.Range(0, weights.Length).OrderBy(i => weights[i])];
        var first = weights.Length - tail;
        if (weights[order[^1]] == weights[order[first]])
        {
            return double.NegativeInfinity;
        }

        var cutoff = Math.Exp(weights[order[first - 1]]);
        var fit = ParetoFit.OfSorted([.. order.Skip(first).Select(i => Math.Exp(weights[i]) - cutoff)]);
        if (!double.IsFinite(fit.K))
        {
            return double.PositiveInfinity;
        }

        for (var i = 0; i < tail; i++)
        {
            weights[order[first + i]] = Math.Min(Math.Log(fit.QuantileAt((i + 0.5) / tail) + cutoff), 0.0);
        }

        return fit.K;
    }
}
