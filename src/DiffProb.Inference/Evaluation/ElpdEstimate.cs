namespace DiffProb;

/// <summary>Expected log pointwise predictive density (elpd): how well a model predicts data that it has not seen, in nats; more is better.</summary>
/// <remarks><para><b>Source</b>: Vehtari, Gelman, Gabry (2017), doi:10.1007/s11222-016-9696-4.</para></remarks>
public abstract class ElpdEstimate
{
    private protected ElpdEstimate(string method, Draws likelihood, double[] elpd, double[] effective)
    {
        (Method, Observation, DrawCount) = (method, likelihood.Name, likelihood.ChainCount * likelihood.Count);
        Pointwise = Tensor.Of(likelihood.Shape, elpd);
        PointwiseParameters = Tensor.Of(likelihood.Shape, effective);
        (Elpd, StandardError) = Total(elpd);
        (EffectiveParameters, EffectiveParametersError) = Total(effective);
    }

    /// <summary>Name of the estimate.</summary>
    public string Method { get; }

    /// <summary>Name of the observation.</summary>
    public string Observation { get; }

    /// <summary>Sum over the data, in nats.</summary>
    public double Elpd { get; }

    /// <summary>Its standard error over data: √(N · variance between data).</summary>
    public double StandardError { get; }

    /// <summary>Effective number of parameters: by how much the data seen are predicted better.</summary>
    public double EffectiveParameters { get; }

    /// <summary>Its standard error over data.</summary>
    public double EffectiveParametersError { get; }

    /// <summary>-2 elpd, the scale of a deviance.</summary>
    public double InformationCriterion => -2.0 * Elpd;

    /// <summary>Elpd of each datum, in the shape of the data.</summary>
    public Tensor Pointwise { get; }

    /// <summary>Part of each datum in the effective number of parameters, in the shape of the data.</summary>
    public Tensor PointwiseParameters { get; }

    /// <summary>What is wrong and what to do, a note each; empty if nothing is.</summary>
    public abstract IReadOnlyList<string> Notes { get; }

    /// <summary>Number of draws, over all chains.</summary>
    internal int DrawCount { get; }

    /// <summary>Sum of parts, and its standard error if the parts were drawn independently; NaN of a single one.</summary>
    internal static (double Sum, double Error) Total(double[] parts) => (parts.Sum(), Math.Sqrt(parts.Length * Chains.Variance(parts)));

    /// <summary>The log-likelihoods of each datum, a row for each chain, all of them finite.</summary>
    private protected static double[][][] Data(string word, Draws likelihood)
    {
        ArgumentNullException.ThrowIfNull(likelihood);
        if (likelihood.Shape.Size == 0)
        {
            throw PosteriorErrors.NoData(word, likelihood.Name);
        }

        if (likelihood.ChainCount * likelihood.Count < 2)
        {
            throw PosteriorErrors.TooFewDraws(word, likelihood.ChainCount * likelihood.Count);
        }

        var data = new double[likelihood.Shape.Size][][];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = likelihood.Rows(i);
            for (var c = 0; c < data[i].Length; c++)
            {
                var d = Array.FindIndex(data[i][c], x => !double.IsFinite(x));
                if (d >= 0)
                {
                    throw PosteriorErrors.Likelihood(word, likelihood.ElementName(i), c, d, data[i][c][d]);
                }
            }
        }

        return data;
    }

    /// <summary>Log of the mean likelihood of a datum.</summary>
    private protected static double LogMean(double[] logLikelihoods) => LogTotal.Of(logLikelihoods) - Math.Log(logLikelihoods.Length);
}
