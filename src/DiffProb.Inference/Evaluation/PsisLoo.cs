using System.Globalization;

namespace DiffProb;

/// <summary>Leave-one-out elpd, by Pareto smoothed importance weights: each datum's posterior without it is that with it, weighted by one over its likelihood.</summary>
/// <remarks><para><b>Source</b>: Vehtari, Gelman, Gabry (2017), doi:10.1007/s11222-016-9696-4; weights and threshold of Vehtari, Simpson, Gelman, Yao, Gabry (2024), arXiv:1507.02646.</para></remarks>
[TypeFormatterSource]
public sealed class PsisLoo : ElpdEstimate
{
    private PsisLoo(Draws likelihood, Datum[] data)
        : base("PSIS-LOO", likelihood, Array.ConvertAll(data, d => d.Elpd), Array.ConvertAll(data, d => d.LogDensity - d.Elpd))
    {
        ParetoK = Tensor.Of(likelihood.Shape, Array.ConvertAll(data, d => d.ParetoK));
        PointwiseErrors = Tensor.Of(likelihood.Shape, Array.ConvertAll(data, d => d.Error));
        Threshold = ParetoSmoothing.Threshold(DrawCount);
        HighCount = data.Count(d => d.ParetoK > Threshold);
        VeryHighCount = data.Count(d => d.ParetoK > 1.0);
        MonteCarloError = HighCount > 0 ? double.NaN : Math.Sqrt(data.Sum(d => d.Error * d.Error));
        Notes = [.. NotesOf(likelihood, data)];
    }

    /// <summary>Shape of the tail of each datum's weights, in the shape of the data; above the threshold its elpd is not to be trusted.</summary>
    public Tensor ParetoK { get; }

    /// <summary>Monte Carlo standard error of each datum's elpd, in nats.</summary>
    public Tensor PointwiseErrors { get; }

    /// <summary>Greatest shape that these many draws allow.</summary>
    public double Threshold { get; }

    /// <summary>How many data have a shape above the threshold.</summary>
    public int HighCount { get; }

    /// <summary>How many data have a shape above 1, where the weights have no mean.</summary>
    public int VeryHighCount { get; }

    /// <summary>Monte Carlo standard error of the elpd, in nats; NaN if a shape is above the threshold.</summary>
    public double MonteCarloError { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes { get; }

    /// <summary>The estimate from log-likelihoods.</summary>
    /// <param name="likelihood">Log-likelihood of each datum, in nats: chains × draws × data.</param>
    /// <param name="relativeEfficiency">Effective sample size over number of draws, of each datum's likelihood; null to take it from the draws.</param>
    /// <exception cref="ValueException">There is no datum, a single draw, or a log-likelihood that is not finite.</exception>
    public static PsisLoo Of(Draws likelihood, double? relativeEfficiency = null)
    {
        var rows = Data("Loo", likelihood);
        var data = new Datum[rows.Length];
        Parallel.For(0, data.Length, i => data[i] = Leave(rows[i], relativeEfficiency));
        return new(likelihood, data);
    }

    /// <summary>The figures, the shapes and the notes.</summary>
    public override string ToString() => string.Join('\n', (string[])[ElpdText.Of(this), ElpdText.Shapes(this), .. Notes]);

    private static Datum Leave(double[][] chains, double? given)
    {
        var log = Chains.Pooled(chains);
        var greatest = log.Max();
        var efficiency = given ?? Efficiency(chains, greatest);
        var smoothing = ParetoSmoothing.Of(log.Select(l => -l), efficiency);
        double[] joint = [.. log.Zip(smoothing.LogWeights, (l, w) => l + w)];
        var elpd = LogTotal.Of(joint);

        // The error of the weighted mean, as a part of it; its logarithm's is that of a log-normal with these moments.
        var relative = joint.Index().Sum(j => Math.Exp(2.0 * smoothing.LogWeights[j.Index]) * Math.Pow(Math.Exp(log[j.Index] - elpd) - 1.0, 2)) / efficiency;
        return new(elpd, LogMean(log), smoothing.ParetoK, Math.Sqrt(Log1p.Of(relative)));
    }

    private static double Efficiency(double[][] chains, double greatest)
    {
        var effective = EffectiveSampleSize.Mean(Chains.Map(chains, l => Math.Exp(l - greatest)));
        return double.IsNaN(effective) ? 1.0 : effective / (chains.Length * chains[0].Length);
    }

    private IEnumerable<string> NotesOf(Draws likelihood, Datum[] data)
    {
        if (HighCount > 0)
        {
            const int most = 5;
            var names = data.Index().Where(d => d.Item.ParetoK > Threshold).OrderByDescending(d => d.Item.ParetoK)
                .Take(most).Select(d => $"{likelihood.ElementName(d.Index)} ({d.Item.ParetoK.ToString("F2", CultureInfo.InvariantCulture)})");
            yield return $"Pareto k is above {Threshold.ToString("F2", CultureInfo.InvariantCulture)} for {HighCount} of {data.Length} data: {string.Join(", ", names)}{(HighCount > most ? " ..." : "")}. "
                + "The posterior changes too much without them, and the elpd is likely too high.\n"
                + "  try looking at these data first; a model with heavier tails; or exact leaving out of each of these, by running the program without it.";
        }

        if (data.Any(d => double.IsNaN(d.ParetoK)))
        {
            yield return "Pareto k is unknown: there are too few draws for a tail.\n  try at least 25 draws, and better 1000.";
        }
    }

    private readonly record struct Datum(double Elpd, double LogDensity, double ParetoK, double Error);
}
