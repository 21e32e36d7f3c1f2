using System.Globalization;

namespace DiffProb;

/// <summary>Where a chain ended: what another run may begin with.</summary>
/// <param name="Position">Unconstrained numbers.</param>
/// <param name="StepSize">Length of its leapfrog steps.</param>
/// <param name="InverseMass">Its metric: the diagonal, or all of the matrix by rows.</param>
internal sealed record ChainEnd(double[] Position, double StepSize, double[] InverseMass);

/// <summary>Draws from the posterior of a program, by chains, with what the sampler tells of each draw. Immutable.</summary>
[TypeFormatterSource]
public sealed class Sampled
{
    internal const int DivergentPlace = 4;

    internal static readonly string[] StatisticNames = ["accept_stat", "stepsize", "treedepth", "n_leapfrog", "divergent", "energy", "lp"];

    private readonly Dictionary<string, int> places;
    private readonly double[][][] draws;

    internal Sampled(string[] names, Shape[] shapes, double[][][] draws, double[][,] statistics, double[][] unconstrained, ChainEnd[] ends, MetricKind metric, int warmup, bool isCanceled)
    {
        places = names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i);
        this.draws = draws;
        (Names, Shapes, Ends, Metric, Warmup, IsCanceled) = (Array.AsReadOnly(names), Array.AsReadOnly(shapes), ends, metric, warmup, isCanceled);
        (Statistics, Unconstrained) = (statistics, unconstrained);
        Draws = statistics[0].GetLength(1);
    }

    /// <summary>Sites, then recorded values, then probabilities of discrete sites, as in "probs(z)".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The shape of each: rows of the plates, then that of an event.</summary>
    public IReadOnlyList<Shape> Shapes { get; }

    /// <summary>Number of chains.</summary>
    public int Chains => Ends.Count;

    /// <summary>Draws of each chain after warmup.</summary>
    public int Draws { get; }

    /// <summary>Steps of each chain before its first draw.</summary>
    public int Warmup { get; }

    /// <summary>Whether it was stopped before all draws were made.</summary>
    public bool IsCanceled { get; }

    /// <summary>What can be asked of <see cref="Statistic"/>: accept_stat, stepsize, treedepth, n_leapfrog, divergent, energy and lp.</summary>
    public static IReadOnlyList<string> Statisticals => Array.AsReadOnly(StatisticNames);

    /// <summary>Divergences after warmup: where the energy rose by more than 1000, so that draws nearby are missing.</summary>
    public int Divergences => (int)Statistic("divergent").ToArray().Sum();

    internal IReadOnlyList<ChainEnd> Ends { get; }

    internal MetricKind Metric { get; }

    internal Provenance Provenance { get; init; } = new();

    /// <summary>[chains, draws] of each statistic.</summary>
    internal double[][,] Statistics { get; }

    /// <summary>Unconstrained draws of each chain, one after the other.</summary>
    internal double[][] Unconstrained { get; }

    /// <summary>Draws of a site or recorded value.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>[chains, draws, ...shape].</returns>
    /// <exception cref="DiffProbException">There is none of that name.</exception>
    public Tensor this[string name]
    {
        get
        {
            var place = PlaceOf(name);
            return Tensor.Of(Shape.Of([Chains, Draws, .. Shapes[place]]), [.. draws[place].SelectMany(chain => chain)]);
        }
    }

    /// <summary>What the sampler tells of each draw.</summary>
    /// <param name="name">One of <see cref="Statisticals"/>.</param>
    /// <returns>[chains, draws].</returns>
    /// <exception cref="DiffProbException">There is none of that name.</exception>
    public Tensor Statistic(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var place = Array.IndexOf(StatisticNames, name);
        return place < 0 ? throw InferenceErrors.NoSuchName("statistic", name, StatisticNames) : Tensor.Matrix(Statistics[place]);
    }

    /// <summary>The draws as a posterior, with what the sampler tells of them: for summaries, comparison and files.</summary>
    /// <exception cref="ValueException">It was stopped before a draw was made.</exception>
    public Posterior ToPosterior() =>
        new Posterior(Names.Select((name, i) => DiffProb.Draws.Owning(name, Shapes[i], draws[i])))
            .WithStatistics(StatisticNames.Select((name, i) => KeyValuePair.Create(name, Statistics[i])))
            .WithProvenance(Provenance);

    /// <summary>A row for each number: mean, standard deviation, quantiles, intervals, errors, effective sample sizes and R-hat, with notes on what is wrong.</summary>
    /// <param name="options">What is shown; null for what is usual.</param>
    public PosteriorSummary Summary(SummaryOptions? options = null) => ToPosterior().Summary(options);

    /// <summary>Draws of a chain, one after the other: [draws * size].</summary>
    internal double[][] DrawsOf(string name) => draws[PlaceOf(name)];

    private int PlaceOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return places.TryGetValue(name, out var place) ? place : throw InferenceErrors.NoSuchName("site or recorded value", name, Names);
    }

    /// <summary>How many draws of what, and what to beware of.</summary>
    public override string ToString()
    {
        var of = string.Join(", ", Names.Zip(Shapes, (n, s) => s.Rank == 0 ? n : $"{n} {s}"));
        var divergences = Divergences == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Divergences} divergences");
        return string.Create(CultureInfo.InvariantCulture, $"{Chains} chains of {Draws} draws{(IsCanceled ? " (stopped)" : "")}{divergences}: {of}");
    }
}
