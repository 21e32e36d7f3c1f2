namespace DiffProb;

/// <summary>What inference found: draws of each quantity by name, with what the sampler and the model tell of them. Immutable.</summary>
/// <example><code>
/// posterior.Summary()          // table: mean, sd, quantiles, intervals, errors, effective sizes, R-hat
/// posterior["theta"]           // chains × draws × 8
/// posterior.Loo()              // expected log predictive density, from the log-likelihood of each datum
/// posterior.Save("fit.nc");    // for ArviZ
/// </code></example>
[TypeFormatterSource]
public sealed class Posterior
{
    private OrderedDictionary<string, Draws> quantities;
    private OrderedDictionary<string, Draws> statistics = [];
    private OrderedDictionary<string, Draws> logLikelihood = [];
    private OrderedDictionary<string, Draws> predictive = [];
    private PositionDraws? origin;

    /// <summary>These quantities, in this order.</summary>
    /// <param name="quantities">Draws with different names, all of as many chains and draws.</param>
    /// <exception cref="ValueException">There is none, a name comes twice, or numbers of chains or draws differ.</exception>
    public Posterior(IEnumerable<Draws> quantities)
    {
        ArgumentNullException.ThrowIfNull(quantities);
        Draws[] given = [.. quantities];
        var counted = given.FirstOrDefault(q => q.Shape.Size > 0) ?? throw PosteriorErrors.NoQuantities();
        (ChainCount, DrawCount) = (counted.ChainCount, counted.Count);
        this.quantities = Named("Posterior", given);
    }

    /// <summary>Quantities and data that were drawn; of a program without sites, data alone.</summary>
    internal Posterior(IReadOnlyList<Draws> quantities, IReadOnlyList<Draws> predictive)
    {
        var counted = quantities.Concat(predictive).FirstOrDefault(q => q.Shape.Size > 0) ?? throw PosteriorErrors.NoQuantities();
        (ChainCount, DrawCount) = (counted.ChainCount, counted.Count);
        this.quantities = Named("Posterior", quantities);
        this.predictive = Named("Posterior", Steps.Together(predictive));
    }

    private Posterior(Posterior other)
    {
        (quantities, statistics, logLikelihood, predictive, origin) = (other.quantities, other.statistics, other.logLikelihood, other.predictive, other.origin);
        Prior = other.Prior;
        (ChainCount, DrawCount, Observed, Provenance, Ends) = (other.ChainCount, other.DrawCount, other.Observed, other.Provenance, other.Ends);
    }

    /// <summary>Number of chains.</summary>
    public int ChainCount { get; }

    /// <summary>Number of draws of each chain.</summary>
    public int DrawCount { get; }

    /// <summary>Names of the quantities, in their order.</summary>
    public IReadOnlyList<string> Names => quantities.Keys;

    /// <summary>The quantities, in their order.</summary>
    public IReadOnlyList<Draws> Quantities => quantities.Values;

    /// <summary>What the sampler tells of each draw, under the names of <see cref="SamplerStatistics"/>; empty unless it was given.</summary>
    public IReadOnlyList<Draws> Statistics => statistics.Values;

    /// <summary>Draws whose trajectory diverged: the energy rose by more than 1000, so that draws nearby are missing. 0 where no sampler tells of trajectories.</summary>
    public int Divergences => StatisticOrNull(SamplerStatistics.Divergent) is { } statistic ? Chains.Pooled(statistic.Rows(0)).Count(d => d != 0.0) : 0;

    /// <summary>Log-likelihood of each datum at each draw, in nats, by the name of the observation, in the shape of its rows and of the independent parts of an event.</summary>
    /// <remarks>
    /// <para>What was given; else, of draws that come from a program, it is computed when it is first asked for. Empty where there is neither.</para>
    /// <para>Where data share discrete sites that are summed out, it is the density of a datum given the other data, which is what leaving it out needs; elsewhere that is its density.
    /// Observations of the steps of a loop, "y[0]", "y[1]" ..., are one, "y".</para>
    /// <para>Source: Bürkner, Gabry and Vehtari (2021), Efficient leave-one-out cross-validation for Bayesian non-factorized normal and Student-t models, doi 10.1007/s00180-020-01045-4, section 2.</para>
    /// </remarks>
    public IReadOnlyList<Draws> LogLikelihood => Likelihoods.Values;

    /// <summary>Data that were drawn anew for each draw, by the name of the observation; empty unless this was made by a prediction, or they were given.</summary>
    public IReadOnlyList<Draws> Predictive => predictive.Values;

    /// <summary>Draws from the program without its data; null unless they were given.</summary>
    public Posterior? Prior { get; private init; }

    /// <summary>What was observed, by name; nothing where that is not known.</summary>
    public NamedTensors Observed { get; private init; } = new([]);

    /// <summary>Where the draws come from.</summary>
    public Provenance Provenance { get; private init; } = new();

    /// <summary>Where its chains ended; null where that is not known, as of a file.</summary>
    internal ChainEnds? Ends { get; private init; }

    /// <summary>Log-likelihood that was given, which files hold.</summary>
    internal IReadOnlyList<Draws> GivenLogLikelihood => logLikelihood.Values;

    /// <summary>Discrete sites of the program that were summed out.</summary>
    internal IReadOnlyList<string> SummedOut => origin?.DiscreteNames ?? [];

    private OrderedDictionary<string, Draws> Likelihoods =>
        logLikelihood.Count > 0 || origin is null ? logLikelihood : Named("LogLikelihood", origin.LogLikelihood);

    /// <summary>All draws of a quantity: chains × draws × shape.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ValueException">There is none of that name.</exception>
    public Tensor this[string name] => Of(name).ToTensor();

    /// <summary>Reads what was saved, in the format that the name ends with: .nc, .arrow, .parquet or .csv.</summary>
    /// <param name="path">The file. For "fit.csv", the files are fit_1.csv, fit_2.csv and so on, one for each chain, or fit.csv alone.</param>
    /// <exception cref="PosteriorFileException">There is no such file, its name ends otherwise, or it is broken; the message says where.</exception>
    public static Posterior Load(string path) => PosteriorFormat.OfFile(path).Load(path);

    /// <summary>Reads files of Stan, one for each chain, in the order of the chains.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="PosteriorFileException">A file is missing or broken, or differs from the first in its columns or number of draws.</exception>
    public static Posterior LoadCsv(params IReadOnlyList<string> paths) => StanCsv.LoadAll(paths);

    /// <summary>Draws of a quantity.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ValueException">There is none of that name.</exception>
    public Draws Of(string name) => Find(quantities, "Posterior", "quantity", name);

    /// <summary>Data that were drawn anew for each draw.</summary>
    /// <param name="observation">Name of the observation; null for the only one.</param>
    /// <exception cref="ValueException">There are none of that name, or several without a name given.</exception>
    public Draws PredictiveOf(string? observation = null) =>
        observation is not null ? Find(predictive, "PredictiveOf", "predictive draw", observation)
        : predictive.Count == 1 ? predictive.GetAt(0).Value
        : throw PosteriorErrors.WhichPredictive(predictive.Keys);

    /// <summary>What the sampler tells under a name, of each draw.</summary>
    /// <param name="name">Its name, such as <see cref="SamplerStatistics.Energy"/>.</param>
    /// <exception cref="ValueException">There is none of that name.</exception>
    public Draws Statistic(string name) => Find(statistics, "Posterior.Statistic", "statistic", name);

    /// <summary>The same with what the sampler tells.</summary>
    /// <param name="values">By name: chains × draws.</param>
    /// <exception cref="ValueException">Numbers of chains or draws differ from those of the quantities.</exception>
    public Posterior WithStatistics(IEnumerable<KeyValuePair<string, double[,]>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return WithStatistics(values.Select(v => Draws.OfMatrix(v.Key, v.Value)));
    }

    /// <summary>The same with the log-likelihood of each datum.</summary>
    /// <param name="values">In nats, by the name of the observation, in the shape of its data.</param>
    /// <exception cref="ValueException">A name comes twice, or numbers of chains or draws differ from those of the quantities.</exception>
    public Posterior WithLogLikelihood(IEnumerable<Draws> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(this) { logLikelihood = Named("WithLogLikelihood", values) };
    }

    /// <summary>The same with the log-likelihood of its program at each draw, so that files hold it, too.</summary>
    /// <exception cref="ValueException">The draws do not come from a program with data, or not in this process.</exception>
    public Posterior WithLogLikelihood() =>
        Likelihoods is { Count: > 0 } computed ? new(this) { logLikelihood = computed } : throw PosteriorErrors.WhichLikelihood("WithLogLikelihood", []);

    /// <summary>The same with a draw of each discrete site that was summed out, at each draw: of all of them together, given that draw and the data.</summary>
    /// <remarks>
    /// <para>They stand after the other quantities, under the names of the sites. Probabilities, "probs(z)", tell more of each site alone; draws tell what sites are together.</para>
    /// <para>Source: forward filtering, backward sampling (Carter and Kohn 1994, doi 10.1093/biomet/81.3.541), along the elimination of the sites, whatever their graph.</para>
    /// </remarks>
    /// <param name="seed">Seed; the same seed gives the same draws.</param>
    /// <exception cref="ValueException">No site was summed out, or the posterior does not know its program, as one from a file does not.</exception>
    public Posterior WithDiscreteDraws(ulong seed = 0)
    {
        if (origin is null || origin.DiscreteNames.Count == 0)
        {
            throw PosteriorErrors.NothingSummedOut(origin is not null);
        }

        var drawn = origin.Discrete(seed);
        return new(this) { quantities = Named("WithDiscreteDraws", quantities.Values.Where(q => drawn.All(d => d.Name != q.Name)).Concat(drawn)) };
    }

    /// <summary>The same with data that were drawn anew for each draw.</summary>
    /// <param name="values">By the name of the observation.</param>
    /// <exception cref="ValueException">A name comes twice, or numbers of chains or draws differ from those of the quantities.</exception>
    public Posterior WithPredictive(IEnumerable<Draws> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(this) { predictive = Named("WithPredictive", values) };
    }

    /// <summary>The same with draws from the program without its data, so that files hold them, too.</summary>
    /// <param name="prior">Quantities, and data if it has some; as many chains and draws as it likes.</param>
    public Posterior WithPrior(Posterior prior)
    {
        ArgumentNullException.ThrowIfNull(prior);
        return new(this) { Prior = prior };
    }

    /// <summary>The same with what was observed.</summary>
    /// <param name="values">By the names of the observations.</param>
    public Posterior WithObserved(NamedTensors values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(this) { Observed = values };
    }

    /// <summary>The same with where it comes from.</summary>
    /// <param name="provenance">Where it comes from.</param>
    public Posterior WithProvenance(Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(provenance);
        return new(this) { Provenance = provenance };
    }

    /// <summary>A row for each number, with notes on what is wrong and what to do.</summary>
    /// <param name="options">What it shows; null for the 5, 50 and 95 % quantiles and the 90 % interval.</param>
    /// <exception cref="ValueException">A probability is outside 0 to 1.</exception>
    public PosteriorSummary Summary(SummaryOptions? options = null) => new(this, options ?? new());

    /// <summary>Expected log predictive density of a new datum each, by leaving each one out with smoothed importance weights (PSIS-LOO).</summary>
    /// <param name="observation">Name of the observation; null for the only one.</param>
    /// <exception cref="ValueException">There is no log-likelihood of that name, several without a name given, or one is not finite.</exception>
    public PsisLoo Loo(string? observation = null) => PsisLoo.Of(LikelihoodOf("Loo", observation));

    /// <summary>Expected log predictive density by the widely applicable information criterion (WAIC). Prefer <see cref="Loo"/>, which knows when it fails.</summary>
    /// <param name="observation">Name of the observation; null for the only one.</param>
    /// <exception cref="ValueException">There is no log-likelihood of that name, several without a name given, or one is not finite.</exception>
    public Waic Waic(string? observation = null) => DiffProb.Waic.Of(LikelihoodOf("Waic", observation));

    /// <summary>Writes files, in the format that the name ends with: .nc for ArviZ and xarray, .arrow, .parquet, or .csv as Stan writes it.</summary>
    /// <remarks><para>Each is written beside and then put in place, so that a file that was there before is whole until the new one is.</para></remarks>
    /// <param name="path">The file, in a folder that exists. For "fit.csv", the files are fit_1.csv, fit_2.csv and so on, one for each chain.</param>
    /// <exception cref="PosteriorFileException">The name ends otherwise, there is no such folder, or the format cannot hold a name.</exception>
    public void Save(string path)
    {
        var format = PosteriorFormat.OfFile(path);
        PosteriorErrors.CheckFolder(path);
        format.Save(this, path);
    }

    /// <summary>The summary.</summary>
    public override string ToString() => Summary().ToString();

    internal Posterior WithStatistics(IEnumerable<Draws> values) => new(this) { statistics = Named("WithStatistics", values) };

    /// <summary>The same with where its chains ended.</summary>
    internal Posterior WithEnds(ChainEnds ends) => new(this) { Ends = ends };

    /// <summary>The same with the positions that its draws come from.</summary>
    internal Posterior WithOrigin(PositionDraws positions) => new(this) { origin = positions };

    /// <summary>What the sampler tells under a name; null where it tells nothing.</summary>
    internal Draws? StatisticOrNull(string name) => statistics.GetValueOrDefault(name);

    private Draws LikelihoodOf(string word, string? observation) =>
        observation is not null ? Find(Likelihoods, word, "log-likelihood", observation)
        : Likelihoods is { Count: 1 } only ? only.GetAt(0).Value
        : throw PosteriorErrors.WhichLikelihood(word, Likelihoods.Keys);

    private static Draws Find(OrderedDictionary<string, Draws> draws, string word, string kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return draws.TryGetValue(name, out var found) ? found : throw PosteriorErrors.NoSuchName(word, kind, name, draws.Keys);
    }

    private OrderedDictionary<string, Draws> Named(string word, IEnumerable<Draws> given)
    {
        var named = new OrderedDictionary<string, Draws>();
        foreach (var draws in given)
        {
            if (draws.ChainCount != ChainCount || (draws.Count != DrawCount && draws.Shape.Size > 0))
            {
                throw PosteriorErrors.OtherSizes(word, draws, ChainCount, DrawCount);
            }

            if (!named.TryAdd(draws.Name, draws))
            {
                throw PosteriorErrors.NamedTwice(word, draws.Name);
            }
        }

        return named;
    }
}
