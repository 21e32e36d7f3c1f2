namespace DiffProb;

/// <summary>One number of a posterior in figures, in its own units.</summary>
public sealed record SummaryRow
{
    internal SummaryRow(Draws quantity, int index, SummaryOptions options)
    {
        var chains = quantity.Rows(index);
        var sorted = Chains.Pooled(chains);
        Mean = Chains.Mean(sorted);
        StandardDeviation = Math.Sqrt(Chains.Variance(sorted));
        Array.Sort(sorted);
        Name = quantity.ElementName(index);
        Quantiles = [.. options.Quantiles.Select(p => Quantile.OfSorted(sorted, p))];
        Interval = HighestDensityInterval.OfSorted(sorted, options.IntervalProbability);
        ErrorOfMean = MonteCarloError.Mean(chains);
        ErrorOfStandardDeviation = MonteCarloError.StandardDeviation(chains);
        ErrorsOfQuantiles = [.. options.Quantiles.Select(p => MonteCarloError.OfQuantile(chains, p))];
        EssBulk = EffectiveSampleSize.Bulk(chains);
        EssTail = EffectiveSampleSize.Tail(chains);
        RHat = DiffProb.RHat.Of(chains);
        IsConstant = sorted[0] == sorted[^1];
    }

    /// <summary>Name, with indices that start at 0: "theta[2]".</summary>
    public string Name { get; }

    /// <summary>Mean.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation.</summary>
    public double StandardDeviation { get; }

    /// <summary>Quantiles, at the probabilities asked for.</summary>
    public IReadOnlyList<double> Quantiles { get; }

    /// <summary>Highest density interval.</summary>
    public HighestDensityInterval Interval { get; }

    /// <summary>Monte Carlo standard error of the mean.</summary>
    public double ErrorOfMean { get; }

    /// <summary>Monte Carlo standard error of the standard deviation.</summary>
    public double ErrorOfStandardDeviation { get; }

    /// <summary>Monte Carlo standard errors of the quantiles.</summary>
    public IReadOnlyList<double> ErrorsOfQuantiles { get; }

    /// <summary>Effective sample size in the bulk.</summary>
    public double EssBulk { get; }

    /// <summary>Effective sample size in the tails.</summary>
    public double EssTail { get; }

    /// <summary>Rank-normalized split R-hat.</summary>
    public double RHat { get; }

    /// <summary>Whether all draws are the same, as those of a diagonal of ones are.</summary>
    internal bool IsConstant { get; }
}
