namespace DiffProb;

/// <summary>What a summary shows.</summary>
public sealed record SummaryOptions
{
    /// <summary>Probabilities of the quantiles, from 0 to 1.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [0.05, 0.5, 0.95];

    /// <summary>Probability of the highest density interval, between 0 and 1.</summary>
    public double IntervalProbability { get; init; } = 0.9;

    /// <summary>Names of the quantities to show; null for all.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Whether the printed table has the Monte Carlo errors of the quantiles, too. The rows have them in any case.</summary>
    public bool ShowQuantileErrors { get; init; }
}
