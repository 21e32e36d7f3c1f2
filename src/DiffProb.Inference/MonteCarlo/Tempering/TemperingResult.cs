using System.Globalization;

namespace DiffProb;

/// <summary>What tempered particles found: the evidence, draws from the posterior, and the ladder of temperatures that they climbed. Immutable.</summary>
/// <remarks>
/// <para><b>Estimate</b>: <see cref="LogEvidence"/> is the logarithm of the mean evidence of the runs. Temperatures and moves learn from the particles, which leaves a bias of order 1 / particles
/// (Beskos, Jasra, Kantas, Thiery 2016, arXiv 1306.6462).</para>
/// </remarks>
[TypeFormatterSource]
public sealed class TemperingResult
{
    private readonly double[][] ladders;

    internal TemperingResult(TemperedProgram program, TemperedRun[] runs, TemperingOptions options)
    {
        double[] logs = [.. runs.Select(r => r.LogEvidence)];
        (LogEvidence, StandardError) = (EvidenceRuns.Mean(logs), EvidenceRuns.StandardError(logs));
        LogEvidences = Array.AsReadOnly(logs);
        Particles = options.Particles;
        Dead = runs.Sum(r => r.Dead);
        ladders = Array.ConvertAll(runs, r => r.InverseTemperatures.ToArray());
        EffectiveSampleSizes = Array.AsReadOnly(Array.ConvertAll(runs, r => Tensor.Of([.. r.EffectiveSampleSizes])));
        Acceptances = Array.AsReadOnly(Array.ConvertAll(runs, r => Tensor.Of([.. r.Acceptances])));
        Posterior = new Posterior(program.Names.Select((name, q) => Draws.Owning(name, program.Shapes[q], Array.ConvertAll(runs, r => r.Draws[q]))))
            .WithProvenance(new() { Sampler = "tempered", Seed = options.Seed });
        Notes = Array.AsReadOnly(TemperingNotes.Of(this));
    }

    /// <summary>Logarithm of the evidence (marginal likelihood), in nats: of the mean over runs.</summary>
    public double LogEvidence { get; }

    /// <summary>Standard error of <see cref="LogEvidence"/>, from the spread of the runs; NaN for one run.</summary>
    public double StandardError { get; }

    /// <summary>Log evidence of each run, in nats.</summary>
    public IReadOnlyList<double> LogEvidences { get; }

    /// <summary>Particles of each run.</summary>
    public int Particles { get; }

    /// <summary>Number of runs.</summary>
    public int Runs => LogEvidences.Count;

    /// <summary>Particles of the prior, over all runs, at which the likelihood is zero or no number.</summary>
    public int Dead { get; }

    /// <summary>Effective sample size at each temperature, before resampling: a vector for each run.</summary>
    public IReadOnlyList<Tensor> EffectiveSampleSizes { get; }

    /// <summary>Mean acceptance of the moves at each temperature: a vector for each run.</summary>
    public IReadOnlyList<Tensor> Acceptances { get; }

    /// <summary>Equally weighted draws, a chain for each run.</summary>
    public Posterior Posterior { get; }

    /// <summary>What is wrong and what to do; empty where all is well.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Inverse temperatures of a run, from 0 (the prior) to 1 (the posterior).</summary>
    /// <param name="run">Number of the run, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such run.</exception>
    public IReadOnlyList<double> Ladder(int run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(run);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(run, ladders.Length);
        return Array.AsReadOnly(ladders[run]);
    }

    /// <summary>Evidence, the runs, and notes.</summary>
    public override string ToString() => string.Join('\n', [Line, TextTable.Of(Header, [.. Rows()]), .. Notes]);

    internal static string[] Header => ["run", "log evidence", "temperatures", "least ess", "acceptance"];

    internal string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"log evidence {LogEvidence:G8} ± {StandardError:G2}; {Runs} runs of {Particles} particles");

    internal IEnumerable<string[]> Rows() => Enumerable.Range(0, Runs).Select(r => new[]
    {
        Text(r + 1.0, "F0"), Text(LogEvidences[r], "G8"), Text(ladders[r].Length - 1.0, "F0"),
        Text(EffectiveSampleSizes[r].ToArray().Min(), "F1"), Text(Acceptances[r].ToArray().Average(), "F2"),
    });

    private static string Text(double x, string form) => x.ToString(form, CultureInfo.InvariantCulture);
}
