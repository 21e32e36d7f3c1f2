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
    private readonly OrderedDictionary<string, Draws> quantities;
    private OrderedDictionary<string, Draws> statistics = [];
    private OrderedDictionary<string, Draws> logLikelihood = [];

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

    private Posterior(Posterior other)
    {
        (quantities, statistics, logLikelihood) = (other.quantities, other.statistics, other.logLikelihood);
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

    /// <summary>Log-likelihood of each datum, in nats, by the name of the observation; empty unless it was given.</summary>
    public IReadOnlyList<Draws> LogLikelihood => logLikelihood.Values;

    /// <summary>What was observed, by name; null unless it was given.</summary>
    public NamedTensors? Observed { get; private init; }

    /// <summary>Where the draws come from.</summary>
    public Provenance Provenance { get; private init; } = new();

    /// <summary>Where its chains ended; null where that is not known, as of a file.</summary>
    internal ChainEnds? Ends { get; private init; }

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

    /// <summary>What the sampler tells under a name; null where it tells nothing.</summary>
    internal Draws? StatisticOrNull(string name) => statistics.GetValueOrDefault(name);

    private Draws LikelihoodOf(string word, string? observation) =>
        observation is not null ? Find(logLikelihood, word, "log-likelihood", observation)
        : logLikelihood.Count == 1 ? logLikelihood.GetAt(0).Value
        : throw PosteriorErrors.WhichLikelihood(word, logLikelihood.Keys);

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
