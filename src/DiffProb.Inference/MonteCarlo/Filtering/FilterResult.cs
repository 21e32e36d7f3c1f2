using System.Globalization;

namespace DiffProb;

/// <summary>What particle filters found: the evidence, filtered means, whole paths, and how the particles held out along the observations. Immutable.</summary>
/// <remarks>
/// <para><b>Estimate</b>: the evidence of each run is unbiased, and <see cref="LogEvidence"/> is the logarithm of their mean.</para>
/// <para>Paths are those of the particles of the last observation, with all their ancestors: draws from the smoothed posterior, of which early sites may descend from few
/// (<see cref="Ancestors"/>).</para>
/// </remarks>
[TypeFormatterSource]
public sealed class FilterResult
{
    private readonly Dictionary<string, (Tensor Mean, Tensor Deviation)> filtered = [];
    private readonly Posterior? posterior;

    internal FilterResult(ParticleProgram program, FilterRun[] runs, FilterOptions options)
    {
        double[] logs = [.. runs.Select(r => r.LogEvidence)];
        (LogEvidence, StandardError) = (EvidenceRuns.Mean(logs), EvidenceRuns.StandardError(logs));
        LogEvidences = Array.AsReadOnly(logs);
        Particles = options.Particles;
        Resamplings = Array.AsReadOnly(Array.ConvertAll(runs, r => r.Resamplings));
        int[] weighed = [.. Enumerable.Range(0, program.Segments.Length).Where(s => program.Segments[s].IsWeighed)];
        Observations = Array.AsReadOnly(Array.ConvertAll(weighed, s => TitleOf(program.Segments[s].Observed)));
        EffectiveSampleSizes = Tensor.Of(Shape.Of(runs.Length, weighed.Length), [.. runs.SelectMany(r => weighed.Select(s => r.EffectiveSampleSizes[s]))]);
        Ancestors = Array.AsReadOnly(Array.ConvertAll(weighed, s => runs.Average(r => r.Ancestors[s])));
        for (var q = 0; q < program.Names.Length; q++)
        {
            filtered[program.Names[q]] = Combined(program.Shapes[q], Array.ConvertAll(runs, r => r.Filtered[q]));
        }

        if (options.KeepPaths)
        {
            posterior = new Posterior(program.Names.Select((name, q) => Draws.Owning(name, program.Shapes[q], Array.ConvertAll(runs, r => r.Paths[q]))))
                .WithProvenance(new() { Sampler = "smc", Seed = options.Seed });
        }

        Notes = Array.AsReadOnly(FilterNotes.Of(this));
    }

    /// <summary>Logarithm of the evidence (marginal likelihood), in nats: of the mean over runs.</summary>
    public double LogEvidence { get; }

    /// <summary>Standard error of <see cref="LogEvidence"/>, from the spread of the runs; NaN for one run.</summary>
    public double StandardError { get; }

    /// <summary>Log evidence of each run, in nats; each exponential is unbiased.</summary>
    public IReadOnlyList<double> LogEvidences { get; }

    /// <summary>Particles of each run.</summary>
    public int Particles { get; }

    /// <summary>Number of runs.</summary>
    public int Runs => LogEvidences.Count;

    /// <summary>Steps of the filter: the observations and factors at which particles were weighed, in order.</summary>
    public IReadOnlyList<string> Observations { get; }

    /// <summary>Effective sample size after each observation, before resampling: [runs, observations].</summary>
    public Tensor EffectiveSampleSizes { get; }

    /// <summary>How many different particles of each observation the last ones descend from, on average over runs.</summary>
    public IReadOnlyList<double> Ancestors { get; }

    /// <summary>How often each run resampled.</summary>
    public IReadOnlyList<int> Resamplings { get; }

    /// <summary>Equally weighted paths, a chain for each run: draws of all sites given all data.</summary>
    /// <exception cref="DiffProbException">Paths were not kept.</exception>
    public Posterior Posterior => posterior ?? throw InferenceErrors.PathsNotKept();

    /// <summary>What is wrong and what to do; empty where all is well.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Mean of a site or recorded value given the data up to the observation that follows it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Of its shape: rows of the plates, then an event.</returns>
    /// <exception cref="DiffProbException">There is none of that name.</exception>
    public Tensor FilteredMean(string name) => Of(name).Mean;

    /// <summary>Standard deviation of a site or recorded value given the data up to the observation that follows it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Of its shape: rows of the plates, then an event.</returns>
    /// <exception cref="DiffProbException">There is none of that name.</exception>
    public Tensor FilteredDeviation(string name) => Of(name).Deviation;

    /// <summary>Evidence, the weakest observations, and notes.</summary>
    public override string ToString() => string.Join('\n', [Line, TextTable.Of(FilterTable.Header, [.. FilterTable.Weakest(this, 5)]), .. Notes]);

    internal string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"log evidence {LogEvidence:G8} ± {StandardError:G2}; {Runs} runs of {Particles} particles over {Observations.Count} observations, resampled {Resamplings.Average():F1} times");

    private (Tensor Mean, Tensor Deviation) Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return filtered.TryGetValue(name, out var found) ? found : throw PosteriorErrors.NoSuchName("FilteredMean", "site or recorded value", name, filtered.Keys);
    }

    private static string TitleOf(string[] observed) => observed.Length switch
    {
        0 => "(guide)",
        1 => observed[0],
        var n => $"{observed[0]} and {n - 1} more",
    };

    // Runs count as their evidence says: together they are one system of weighted particles.
    private static (Tensor Mean, Tensor Deviation) Combined(Shape shape, FilteredMoments[] runs)
    {
        var total = LogTotal.Of(Array.ConvertAll(runs, r => r.LogEvidence));
        var weights = Array.ConvertAll(runs, r => Math.Exp(r.LogEvidence - total));
        var (mean, square) = (new double[shape.Size], new double[shape.Size]);
        for (var r = 0; r < runs.Length; r++)
        {
            for (var k = 0; k < mean.Length; k++)
            {
                mean[k] += weights[r] * runs[r].Mean[k];
            }
        }

        for (var r = 0; r < runs.Length; r++)
        {
            for (var k = 0; k < mean.Length; k++)
            {
                var d = runs[r].Mean[k] - mean[k];
                square[k] += weights[r] * (runs[r].Variance[k] + (d * d));
            }
        }

        return (Tensor.Of(shape, mean), Tensor.Of(shape, Array.ConvertAll(square, Math.Sqrt)));
    }
}
