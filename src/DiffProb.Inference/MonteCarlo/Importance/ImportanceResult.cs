using System.Globalization;
using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Particles from the prior or from a guide, weighed by importance: the evidence, weighted and equally weighted draws, and whether the weights can be trusted. Immutable.</summary>
/// <remarks>
/// <para><b>Estimate</b>: the evidence is the mean weight, which is unbiased; means under the posterior are weighted means, whose bias falls as 1 / particles.</para>
/// <para><b>Source</b>: Owen (2013), "Monte Carlo theory, methods and examples", sections 9.1 to 9.3; Vehtari et al. (2024), arXiv 1507.02646, for k.</para>
/// </remarks>
[TypeFormatterSource]
public sealed class ImportanceResult
{
    private readonly double[] weights;
    private readonly Posterior? proposed;

    internal ImportanceResult(double logEvidence, double[] logWeights, double[] weights, Posterior posterior, Posterior? proposed)
    {
        (LogEvidence, this.weights, Posterior, this.proposed) = (logEvidence, weights, posterior, proposed);
        LogWeights = Array.AsReadOnly(logWeights);
        var particles = weights.Length;
        EffectiveSampleSize = Math.Min(1.0 / TensorPrimitives.SumOfSquares(weights), particles);
        StandardError = Math.Sqrt(Math.Max((particles / EffectiveSampleSize) - 1.0, 0.0) / (particles - 1.0));
        ParetoK = ParetoSmoothing.Of(logWeights).ParetoK;
        Notes = Array.AsReadOnly(ImportanceNotes.Of(this));
    }

    /// <summary>Logarithm of the evidence (marginal likelihood), in nats.</summary>
    public double LogEvidence { get; }

    /// <summary>Standard error of <see cref="LogEvidence"/>: that of the mean weight, divided by it. Far too small where <see cref="ParetoK"/> is above its threshold.</summary>
    public double StandardError { get; }

    /// <summary>1 / Σ w² of the weights that sum to 1: how many equal weights these are worth.</summary>
    public double EffectiveSampleSize { get; }

    /// <summary>Shape of the tail of the weights: see <see cref="ParetoSmoothing.ParetoK"/>.</summary>
    public double ParetoK { get; }

    /// <summary>Number of particles.</summary>
    public int Particles => weights.Length;

    /// <summary>Log weight of each particle, in nats: the joint density over that of its draw.</summary>
    public IReadOnlyList<double> LogWeights { get; }

    /// <summary>Draws chosen by weight, equally weighted: one chain.</summary>
    public Posterior Posterior { get; }

    /// <summary>All particles as they were drawn, in the order of <see cref="LogWeights"/>: one chain.</summary>
    /// <exception cref="DiffProbException">Particles were not kept.</exception>
    public Posterior Proposed => proposed ?? throw InferenceErrors.ParticlesNotKept();

    /// <summary>What is wrong and what to do; empty where all is well.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Mean under the posterior: the weighted mean of all particles, which is more exact than that of the chosen draws.</summary>
    /// <param name="name">A site or recorded value.</param>
    /// <returns>Of its shape.</returns>
    /// <exception cref="DiffProbException">There is none of that name, or particles were not kept.</exception>
    public Tensor Mean(string name)
    {
        var draws = Proposed.Of(name);
        return Tensor.Of(draws.Shape, Weighted(draws, null));
    }

    /// <summary>Standard error of <see cref="Mean"/>: √Σ w² (x - mean)², for weights that sum to 1.</summary>
    /// <param name="name">A site or recorded value.</param>
    /// <returns>Of its shape.</returns>
    /// <exception cref="DiffProbException">There is none of that name, or particles were not kept.</exception>
    public Tensor MeanError(string name)
    {
        var draws = Proposed.Of(name);
        return Tensor.Of(draws.Shape, Weighted(draws, Weighted(draws, null)));
    }

    /// <summary>Evidence, effective sample size, k, and notes.</summary>
    public override string ToString() => string.Join('\n', [Line, .. Notes]);

    internal string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"log evidence {LogEvidence:G6} ± {StandardError:G2}; {Particles} particles, worth {EffectiveSampleSize:F1} equal ones; Pareto k {ParetoK:F2}");

    // Weighted means; or, around means, the roots of weighted squares.
    private double[] Weighted(Draws draws, double[]? means)
    {
        var values = draws.Chain(0);
        var result = new double[draws.Shape.Size];
        for (var i = 0; i < weights.Length; i++)
        {
            for (var k = 0; k < result.Length; k++)
            {
                var x = values[(i * result.Length) + k];
                var d = means is null ? 0.0 : weights[i] * (x - means[k]);
                result[k] += means is null ? weights[i] * x : d * d;
            }
        }

        return means is null ? result : Array.ConvertAll(result, Math.Sqrt);
    }
}
