namespace DiffProb;

/// <summary>What the weights p / q of a guide's draws say of it.</summary>
/// <param name="Elbo">Mean of log p - log q, the evidence lower bound, in nats.</param>
/// <param name="LogEvidence">Logarithm of the mean weight, with the error of the delta method, in nats.</param>
/// <param name="ParetoK">Shape of the tail of the weights (Yao et al. 2018, arXiv:1802.02538).</param>
internal sealed record ImportanceWeights(Estimate Elbo, Estimate LogEvidence, double ParetoK)
{
    public static ImportanceWeights Unknown { get; } = new(new(double.NaN, double.NaN), new(double.NaN, double.NaN), double.NaN);

    public static ImportanceWeights Of(double[] logRatios)
    {
        var count = logRatios.Length;
        var total = LogTotal.Of(logRatios);
        var k = logRatios.Any(r => double.IsNaN(r) || double.IsPositiveInfinity(r)) || double.IsNegativeInfinity(logRatios.Max()) ? double.NaN : ParetoSmoothing.Of(logRatios).ParetoK;
        return new(
            MeanOf(logRatios),
            new(total - Math.Log(count), MeanOf(Array.ConvertAll(logRatios, r => Math.Exp(r - total) * count)).StandardError),
            k);
    }

    private static Estimate MeanOf(double[] numbers)
    {
        var mean = numbers.Average();
        return new(mean, Math.Sqrt(numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Length - 1.0) / numbers.Length));
    }
}
