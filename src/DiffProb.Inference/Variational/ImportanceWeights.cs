namespace DiffProb;

/// <summary>Log weights log p - log q of draws, in nats.</summary>
/// <param name="Rows">Draw after draw, of each row that has weights of its own.</param>
/// <param name="Apart">Of each draw, what is added and reads no draw.</param>
internal sealed record LogWeights(double[] Rows, double[] Apart)
{
    public int Count => Apart.Length;

    public int RowCount => Rows.Length / Count;

    /// <summary>Of whole draws.</summary>
    public double[] OfDraws() => [.. Enumerable.Range(0, Count).Select(d => Apart[d] + Rows.AsSpan(d * RowCount, RowCount).ToArray().Sum())];

    /// <summary>Of all draws in one row.</summary>
    public double[] OfRow(int row) => [.. Enumerable.Range(0, Count).Select(d => Rows[(d * RowCount) + row])];
}

/// <summary>What the weights p / q of a guide's draws say of it.</summary>
/// <param name="Elbo">Mean of log p - log q, the evidence lower bound, in nats.</param>
/// <param name="LogEvidence">Logarithm of the mean weight, summed over rows with weights of their own, with the error of the delta method, in nats.</param>
/// <param name="ParetoKs">Shapes of the tails of the weights, of each row (Yao et al. 2018, arXiv:1802.02538).</param>
internal sealed record ImportanceWeights(Estimate Elbo, Estimate LogEvidence, IReadOnlyList<double> ParetoKs)
{
    public static ImportanceWeights Unknown { get; } = new(new(double.NaN, double.NaN), new(double.NaN, double.NaN), []);

    /// <summary>The greatest shape; NaN where one is not known.</summary>
    public double ParetoK => ParetoKs.Count == 0 ? double.NaN : ParetoKs.Max(k => double.IsNaN(k) ? double.PositiveInfinity : k) is var k && double.IsPositiveInfinity(k) ? double.NaN : k;

    public static ImportanceWeights Of(LogWeights weights)
    {
        var rows = Enumerable.Range(0, weights.RowCount).Select(weights.OfRow).ToArray();
        Estimate[] evidences = [.. rows.Select(LogMean)];
        return new(
            MeanOf(weights.OfDraws()),
            new(weights.Apart[0] + evidences.Sum(e => e.Mean), Math.Sqrt(evidences.Sum(e => e.StandardError * e.StandardError))),
            Array.AsReadOnly(Array.ConvertAll(rows, ShapeOf)));
    }

    private static Estimate LogMean(double[] logRatios)
    {
        var (count, total) = (logRatios.Length, LogTotal.Of(logRatios));
        return new(total - Math.Log(count), MeanOf(Array.ConvertAll(logRatios, r => Math.Exp(r - total) * count)).StandardError);
    }

    private static double ShapeOf(double[] logRatios) =>
        Array.TrueForAll(logRatios, r => r < double.PositiveInfinity) && logRatios.Max() > double.NegativeInfinity ? ParetoSmoothing.Of(logRatios).ParetoK : double.NaN;

    private static Estimate MeanOf(double[] numbers)
    {
        var mean = numbers.Average();
        return new(mean, Math.Sqrt(numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Length - 1.0) / numbers.Length));
    }
}
