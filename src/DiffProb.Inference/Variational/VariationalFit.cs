using System.Globalization;

namespace DiffProb;

/// <summary>A guide fitted to the posterior of a program: its parameters, how good it is, and draws from it. Immutable.</summary>
/// <example><code>
/// fit.Elbo                     // the bound, with its standard error
/// fit.ParetoK                  // above 0.7: the guide misses a part of the posterior
/// fit.Posterior(4000)          // draws of all sites and recorded values
/// </code></example>
[TypeFormatterSource]
public sealed class VariationalFit
{
    private readonly GuidedProgram program;
    private readonly VariationalOptions options;
    private readonly Lazy<ImportanceWeights> weights;

    internal VariationalFit(GuidedProgram program, VariationalOptions options, NamedTensors parameters, IReadOnlyList<double> history)
    {
        (this.program, this.options, Parameters, History) = (program, options, parameters, history);
        weights = new(Judge);
    }

    /// <summary>The family of the guide, in words.</summary>
    public string Guide => program.Guide.ToString()!;

    /// <summary>Estimate of the bound at each step, before the step, in nats; of a search for a mode, the log density.</summary>
    public IReadOnlyList<double> History { get; }

    /// <summary>Fitted values of all parameters: those of the guide, and those of the model, which are learnt with it.</summary>
    public NamedTensors Parameters { get; }

    /// <summary>Fitted values of the model's parameters: what a sampler of the same program may stand at.</summary>
    public NamedTensors ModelParameters => new(program.ModelParameters.Select(name => KeyValuePair.Create(name, Parameters[name])));

    /// <summary>What was done at each site for each term of the bound, and why; empty for a search for a mode.</summary>
    public Plan Plan { get; internal init; } = new([], new Dictionary<(string, string), Estimator>());

    /// <summary>The state after the last step, from which a fit can go on; null for a search for a mode.</summary>
    public Checkpoint? Checkpoint { get; internal init; }

    /// <summary>Whether it was stopped before the last step.</summary>
    public bool IsCanceled { get; internal init; }

    /// <summary>Whether the bound had ceased to rise; of a search for a mode, how it rose in its last half.</summary>
    public BoundConvergence Convergence => BoundConvergence.Of(History, options.Tolerance);

    /// <summary>Whether the bound had ceased to rise, or the gradient vanishes at the mode that was searched.</summary>
    public bool IsConverged => IsSearched ?? Convergence.IsReached;

    /// <summary>Evidence lower bound of all data, E log p - log q, from draws of the fitted guide; NaN for a point.</summary>
    public Estimate Elbo => weights.Value.Elbo;

    /// <summary>Log evidence by importance sampling from the fitted guide: in expectation a lower bound, too, and the closer the smaller <see cref="ParetoK"/> is; NaN for a point.</summary>
    public Estimate LogEvidence => weights.Value.LogEvidence;

    /// <summary>Shape of the tail of the importance weights p / q: above 0.7 the guide misses a part of the posterior; NaN for a point.</summary>
    /// <remarks>
    /// <para>Where all sites of the guide lie in one plate and no term of the model mixes its rows, each row has weights of its own: then the greatest of <see cref="ParetoKs"/>.</para>
    /// <para><b>Source</b>: Yao, Vehtari, Simpson, Gelman (2018), Yes, but did it work?, arXiv:1802.02538. -∞ where all weights are equal: the guide is the posterior.</para>
    /// </remarks>
    public double ParetoK => weights.Value.ParetoK;

    /// <summary>Shape of the tail of the weights of each row that has its own, for <c>Chart.ParetoK</c>; of the only ones elsewhere.</summary>
    public IReadOnlyList<double> ParetoKs => weights.Value.ParetoKs;

    /// <summary>What to beware of, and what to do.</summary>
    public IReadOnlyList<string> Notes => [.. FindNotes()];

    internal bool? IsSearched { get; init; }

    private bool IsPoint => program.Guide.Kind.IsDelta;

    private double Threshold => ParetoSmoothing.Threshold(options.EvaluationDraws);

    /// <summary>Fitted value of a parameter.</summary>
    /// <param name="parameter">Its name.</param>
    /// <exception cref="DiffProbException">There is none of that name.</exception>
    public Tensor this[string parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return Parameters.TryGetValue(parameter, out var value) ? value : throw InferenceErrors.NoSuchName("parameter", parameter, Parameters.Keys);
        }
    }

    /// <summary>Draws of the fitted guide: all sites and recorded values of the model, and probabilities of its discrete sites that were summed out.</summary>
    /// <remarks>
    /// <para>The statistic "log_ratio" is log p - log q of each draw. All rows of the plates are drawn, also those of minibatches. A guide of one point gives the same draw again and again.</para>
    /// </remarks>
    /// <param name="draws">How many, at least 1.</param>
    /// <param name="seed">Same seed, same bits.</param>
    /// <exception cref="ValueException">The number is less than 1.</exception>
    public Posterior Posterior(int draws = 1000, ulong seed = 0)
    {
        var (weights, columns) = Draw(draws, seed);
        return Whole([LogRatios(weights), .. columns], $"variational: {Guide}", seed);
    }

    /// <summary>Draws that are resampled from draws of the guide by their smoothed importance weights, which takes the guide's error away as far as the weights of whole draws can be trusted.</summary>
    /// <remarks><para><b>Source</b>: sampling importance resampling (Rubin 1988) with Pareto smoothed weights (Vehtari et al. 2024, arXiv:1507.02646), by systematic resampling.</para></remarks>
    /// <param name="draws">How many, at least 1.</param>
    /// <param name="candidates">Draws of the guide that they are taken from, at least as many; 0 for ten times as many.</param>
    /// <param name="seed">Same seed, same bits.</param>
    /// <exception cref="ValueException">A number is out of its range, or the weight of a draw is not finite.</exception>
    /// <exception cref="DiffProbException">Pareto's k of the weights of whole draws is above 1: they have no mean.</exception>
    public Posterior Resampled(int draws = 1000, int candidates = 0, ulong seed = 0)
    {
        var count = candidates == 0 ? checked(10 * Math.Max(draws, 1)) : candidates;
        if (draws < 1 || count < draws)
        {
            throw draws < 1 ? InferenceErrors.OptionOutside(nameof(draws), "at least 1", draws)
                : InferenceErrors.OptionOutside(nameof(candidates), string.Create(CultureInfo.InvariantCulture, $"at least the {draws} draws"), count);
        }

        var (weights, columns) = Draw(count, seed);
        var ratios = LogRatios(weights);
        var smoothed = ParetoSmoothing.Of(ratios.Numbers);
        if (smoothed.ParetoK > 1.0)
        {
            throw InferenceErrors.WeightsWithoutMean(smoothed.ParetoK, count);
        }

        double[] shares = [.. smoothed.LogWeights.Select(Math.Exp)];
        var chosen = Resampler.Choose(ResamplingKind.Systematic, shares, draws, Key.FromSeed(seed).Child("resampling"));
        Column[] all = [ratios, .. columns];
        return Whole([.. all.Select(d => d.At(chosen))], $"variational, resampled: {Guide}", seed);
    }

    /// <summary>Family, bounds, convergence and what to beware of.</summary>
    public override string ToString()
    {
        var stopped = IsCanceled ? " (stopped)" : "";
        var lines = new List<string> { string.Create(CultureInfo.InvariantCulture, $"guide: {Guide}, {History.Count} steps{stopped}, {(IsConverged ? "converged" : "not converged")}") };
        if (!IsPoint)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"ELBO {Elbo}, log evidence {LogEvidence}, Pareto k {ParetoK:G3}"));
        }

        return string.Join('\n', lines.Concat(Notes));
    }

    private IEnumerable<string> FindNotes()
    {
        if (!IsConverged)
        {
            yield return IsSearched is null
                ? $"The fit has {Convergence}.\n  try more steps, a larger learning rate while the bound rises steadily, or a smaller one where it jumps."
                : "The gradient does not vanish where the search for the mode ended.\n  try more steps, or proper priors: the density may have no maximum.";
        }

        if (!IsPoint && !(ParetoK <= Threshold))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Pareto's k of the importance weights is {ParetoK:G3}, above {Threshold:G2}: the guide misses a part of the posterior, and neither its draws nor resampled ones can be trusted.\n")
                + "  try a richer guide (Guide.MultivariateNormal, Guide.Flow), a program whose sites are less dependent, or Markov chains from Infer.nuts (in C#, Infer().Nuts()).";
        }
    }

    private ImportanceWeights Judge() => IsPoint ? ImportanceWeights.Unknown : ImportanceWeights.Of(Draw(options.EvaluationDraws, options.Seed).Weights);

    private sealed record Column(string Name, Shape Shape, double[] Numbers)
    {
        public Column At(int[] draws) => this with { Numbers = [.. draws.SelectMany(d => Numbers[(d * Shape.Size)..((d + 1) * Shape.Size)])] };
    }

    private static Column LogRatios(LogWeights weights) => new("log_ratio", Shape.Scalar, weights.OfDraws());

    // Blocks have keys of their own, so that more draws do not take more memory at a time.
    private (LogWeights Weights, Column[] Columns) Draw(int draws, ulong seed)
    {
        if (draws < 1)
        {
            throw InferenceErrors.OptionOutside(nameof(draws), "at least 1", draws);
        }

        var guide = program.Draws(options.Engine, Parameters, draws);
        var all = guide.Names.Zip(guide.Shapes).Prepend(("apart", Shape.Scalar)).Prepend(("rows", guide.Rows));
        Column[] columns = [.. all.Select(c => new Column(c.Item1, c.Item2, new double[checked(draws * c.Item2.Size)]))];
        var key = Key.FromSeed(seed).Child("guide");
        for (var first = 0; first < draws; first += guide.Count)
        {
            var block = guide.Run(key.Child((ulong)(first / guide.Count)));
            var count = Math.Min(guide.Count, draws - first);
            for (var c = 0; c < columns.Length; c++)
            {
                var size = columns[c].Shape.Size;
                block[c].AsSpan(0, count * size).CopyTo(columns[c].Numbers.AsSpan(first * size));
            }
        }

        return (new(columns[0].Numbers, columns[1].Numbers), columns[2..]);
    }

    private static Posterior Whole(Column[] columns, string sampler, ulong seed) =>
        new Posterior(columns.Skip(1).Select(c => Draws.Owning(c.Name, c.Shape, [c.Numbers])))
            .WithStatistics([Draws.Owning(columns[0].Name, columns[0].Shape, [columns[0].Numbers])])
            .WithProvenance(new() { Sampler = sampler, Seed = seed });
}
