namespace DiffProb;

/// <summary>Elpd by the widely applicable information criterion: the log density of the data seen, less the variance of each datum's log-likelihood.</summary>
/// <remarks><para><b>Source</b>: Watanabe (2010), JMLR 11; Vehtari, Gelman, Gabry (2017), doi:10.1007/s11222-016-9696-4, section 2.3.</para></remarks>
[TypeFormatterSource]
public sealed class Waic : ElpdEstimate
{
    private const double MostVariance = 0.4;

    private Waic(Draws likelihood, double[] elpd, double[] variances)
        : base("WAIC", likelihood, elpd, variances)
    {
        HighCount = variances.Count(v => v > MostVariance);
        Notes = HighCount == 0 ? [] :
        [
            $"the variance of the log-likelihood is above 0.4 for {HighCount} of {variances.Length} data, where WAIC is unreliable.\n  try Loo, which says where it fails.",
        ];
    }

    /// <summary>How many data have a variance above 0.4, where the estimate is unreliable.</summary>
    public int HighCount { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes { get; }

    /// <summary>The estimate from log-likelihoods.</summary>
    /// <param name="likelihood">Log-likelihood of each datum, in nats: chains × draws × data.</param>
    /// <exception cref="ValueException">There is no datum, a single draw, or a log-likelihood that is not finite.</exception>
    public static Waic Of(Draws likelihood)
    {
        double[][] data = Array.ConvertAll(Data("Waic", likelihood), Chains.Pooled);
        var variances = Array.ConvertAll(data, d => Chains.Variance(d));
        return new(likelihood, [.. data.Zip(variances, (d, v) => LogMean(d) - v)], variances);
    }

    /// <summary>The figures and the notes.</summary>
    public override string ToString() => string.Join('\n', (string[])[ElpdText.Of(this), .. Notes]);
}
