namespace DiffProb;

/// <summary>A chart: marks between two axes, under a title. Immutable.</summary>
/// <remarks>Its words, such as <see cref="Density"/>, make the charts that have a name of their own; the constructor makes any other.</remarks>
/// <example><code>
/// var chart = new Chart("Loss", "step", new ChartAxis("loss", "nats"), new Line("fit", steps, losses), new Rule("exact", 0.5));
/// chart.SaveSvg("loss.svg");
/// </code></example>
[TypeFormatterSource(PreferredMimeTypes = ["text/html", "image/svg+xml"])]
public sealed class Chart : Figure
{
    /// <summary>A chart.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">What is measured along the horizontal axis.</param>
    /// <param name="y">What is measured along the vertical axis.</param>
    /// <param name="marks">What is drawn, from back to front: at least one.</param>
    /// <exception cref="ChartException">The title is empty, or there is no mark.</exception>
    public Chart(string title, ChartAxis x, ChartAxis y, params Mark[] marks)
        : base(title)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(marks);
        (X, Y, Marks) = (x, y, [.. marks]);
        if (Marks.Count == 0)
        {
            throw ChartErrors.NoMarks(title);
        }
    }

    /// <summary>The horizontal axis.</summary>
    public ChartAxis X { get; }

    /// <summary>The vertical axis.</summary>
    public ChartAxis Y { get; }

    /// <summary>What is drawn, from back to front.</summary>
    public IReadOnlyList<Mark> Marks { get; }

    /// <summary>Whether a unit along one axis is as long as one along the other: for maps and pictures.</summary>
    public bool HasSquareUnits { get; init; }

    /// <summary>Lines through numbers at the same places.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="at">Places along the horizontal axis.</param>
    /// <param name="lines">Heights of each line there.</param>
    /// <exception cref="ChartException">There are no numbers, or not as many of the one as of the other.</exception>
    public static Chart Line(string title, ChartAxis x, ChartAxis y, IReadOnlyList<double> at, params Series[] lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return new(title, x, y, [.. lines.Select(l => new Line(l.Name, at, l.Values))]);
    }

    /// <summary>A scatter plot.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="across">Places along the horizontal axis.</param>
    /// <param name="up">Places along the vertical axis: as many.</param>
    /// <exception cref="ChartException">There are no numbers, or not as many of the one as of the other.</exception>
    public static Chart Scatter(string title, ChartAxis x, ChartAxis y, IReadOnlyList<double> across, IReadOnlyList<double> up) =>
        new(title, x, y, new Points("", across, up));

    /// <summary>A histogram: as high as the density of the draws in each bin.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="quantity">What was drawn, with its unit.</param>
    /// <param name="draws">The draws; those that are not finite are left out.</param>
    /// <param name="bins">Number of bins of one width, at least 1; 0 for as many as the root of the number of draws.</param>
    /// <exception cref="ChartException">There is no finite draw, or the number of bins is negative.</exception>
    public static Chart Histogram(string title, ChartAxis quantity, IReadOnlyList<double> draws, int bins = 0) =>
        new(title, quantity, DensityChart.Height(quantity), Bars.Histogram("", draws, bins));

    /// <summary>Densities that groups of draws come from, smoothed as <see cref="Band.Density"/> does; the bandwidths are in the note.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="quantity">What was drawn, with its unit.</param>
    /// <param name="groups">Draws of each group: at least one group.</param>
    /// <exception cref="ChartException">There is no group, or one without a finite draw.</exception>
    public static Chart Density(string title, ChartAxis quantity, params Series[] groups) => DensityChart.Of(title, quantity, groups);

    /// <summary>Medians and intervals of quantities of one unit, in rows.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="value">What all quantities are measured in.</param>
    /// <param name="rows">Draws of each quantity, the first on top.</param>
    /// <exception cref="ChartException">There is no row, or one without a finite draw.</exception>
    public static Chart Forest(string title, ChartAxis value, params Series[] rows) => ForestChart.Of(title, value, [new("", rows)], 0.9);

    /// <summary>Medians and intervals of quantities of one unit, in rows, by several models or chains: the thick interval has half of the draws.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="value">What all quantities are measured in.</param>
    /// <param name="models">Models; rows of one name are beside each other.</param>
    /// <param name="probability">Part of the draws within the thin interval, as many being below as above; in (0.5, 1).</param>
    /// <exception cref="ChartException">There is no row, or one without a finite draw, or the probability is outside of its bounds.</exception>
    public static Chart Forest(string title, ChartAxis value, IReadOnlyList<ForestModel> models, double probability = 0.9) => ForestChart.Of(title, value, models, probability);

    /// <summary>Each chain of each quantity: its density on the left, its draws in their order on the right.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="quantities">Quantities of as many chains and draws each.</param>
    /// <param name="divergent">[chains, draws]: which draws ended a divergent trajectory, marked below the draws; null for none.</param>
    /// <exception cref="ChartException">There is no quantity, or two differ in chains or draws.</exception>
    public static ChartGrid Trace(string title, IReadOnlyList<Quantity> quantities, bool[,]? divergent = null) => TraceChart.Of(title, quantities, divergent);

    /// <summary>How the ranks of each chain's draws among all draws are spread: evenly, within the band, where chains agree.</summary>
    /// <remarks>
    /// <para>Draws of one rank have the mean of the ranks that they take up.</para>
    /// <para>Band: where chains agree and draws are independent, all bars of all chains lie within it with a probability of at least 95 % (hypergeometric counts, Bonferroni).</para>
    /// <para>Source: Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Rank-normalization, folding, and localization, section 5.</para>
    /// </remarks>
    /// <param name="title">What it shows.</param>
    /// <param name="quantity">The quantity.</param>
    /// <param name="bins">Number of bars for each chain, at least 2; 0 for 20, or fewer for less than 200 draws.</param>
    /// <exception cref="ChartException">There are fewer draws than bins.</exception>
    public static ChartGrid Rank(string title, Quantity quantity, int bins = 0) => RankChart.Of(title, quantity, bins);

    /// <summary>Every quantity against every other, with its density on the diagonal, and divergent draws in a colour of their own.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="quantities">Two or more quantities of as many chains and draws each.</param>
    /// <param name="divergent">[chains, draws]: which draws ended a divergent trajectory; null for none.</param>
    /// <exception cref="ChartException">There are fewer than two quantities, or two differ in chains or draws.</exception>
    public static ChartGrid Pair(string title, IReadOnlyList<Quantity> quantities, bool[,]? divergent = null) => PairChart.Of(title, quantities, divergent);

    /// <summary>A bar for each thing.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="things">What the things are.</param>
    /// <param name="y">What is measured of them.</param>
    /// <param name="names">Name of each thing.</param>
    /// <param name="heights">Number of each thing: as many.</param>
    /// <exception cref="ChartException">There is none, or not as many of the one as of the other.</exception>
    public static Chart Bar(string title, ChartAxis things, ChartAxis y, IReadOnlyList<string> names, IReadOnlyList<double> heights)
    {
        ArgumentNullException.ThrowIfNull(things);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(heights);
        return names.Count == heights.Count
            ? new(title, things with { Categories = names }, y, Bars.Of("", heights))
            : throw ChartErrors.CountsDiffer("Bar", "heights", heights.Count, "names", names.Count);
    }

    /// <summary>Numbers of a grid as colours; the middles of the cells are at 0, 1, … of each axis.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">What columns are.</param>
    /// <param name="y">What rows are.</param>
    /// <param name="scale">What the colours measure.</param>
    /// <param name="values">[rows, columns]: the first row lies at the bottom. Numbers that are not finite are left blank.</param>
    /// <exception cref="ChartException">There is no number.</exception>
    public static Chart HeatMap(string title, ChartAxis x, ChartAxis y, ChartAxis scale, double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(title, x, y, new HeatMap(values, (-0.5, values.GetLength(1) - 0.5), (-0.5, values.GetLength(0) - 0.5), scale));
    }

    /// <summary>A picture in shades of grey.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="grey">[rows, columns]: numbers from 0, black, to 1, white; the first row is on top.</param>
    /// <exception cref="ChartException">There is no number.</exception>
    public static Chart Image(string title, double[,] grey)
    {
        ArgumentNullException.ThrowIfNull(grey);
        var (rows, columns) = (grey.GetLength(0), grey.GetLength(1));
        var pixels = new HeatMap(grey, (0.0, Math.Max(1, columns)), (Math.Max(1, rows), 0.0), new ChartAxis("shade") { Range = (0.0, 1.0) }) { IsGrey = true };
        return new(title, new("width", "pixels"), new("height", "pixels"), pixels) { HasSquareUnits = true };
    }

    /// <summary>Nodes in layers, and arrows between them.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="nodes">The nodes: at least one, each with a name of its own.</param>
    /// <param name="edges">The arrows, in no circle.</param>
    /// <exception cref="ChartException">There is no node, two have one name, an arrow has no node at an end, or arrows form a circle.</exception>
    public static GraphChart Graph(string title, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges) => new(title, nodes, edges);

    /// <summary>Energies of Hamiltonian Monte Carlo beside their changes from draw to draw: alike where momenta are renewed well enough; E-BFMI is in the note.</summary>
    /// <remarks>
    /// <para>Estimate: E-BFMI is the mean square change over the variance, for each chain; values below 0.3 are low.</para>
    /// <para>Source: Betancourt (2016), Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo, arXiv 1604.00695.</para>
    /// </remarks>
    /// <param name="title">What it shows.</param>
    /// <param name="energies">[chains, draws]: two draws or more, in nats.</param>
    /// <exception cref="ChartException">There are fewer draws, or one is not finite.</exception>
    public static Chart Energy(string title, double[,] energies) => EnergyChart.Of(title, energies);

    /// <summary>Shapes of the tails of importance weights, one for each datum; those above the threshold are marked.</summary>
    /// <remarks><para>Source: Vehtari, Simpson, Gelman, Yao and Gabry (2024), Pareto smoothed importance sampling, section 3.2.4.</para></remarks>
    /// <param name="title">What it shows.</param>
    /// <param name="shapes">Pareto's k for each datum; those that are not finite are left out.</param>
    /// <param name="threshold">Above which estimates cannot be relied on.</param>
    /// <exception cref="ChartException">There is none.</exception>
    public static Chart ParetoK(string title, IReadOnlyList<double> shapes, double threshold = 0.7) => ParetoChart.Of(title, shapes, threshold);

    /// <summary>The evidence lower bound at each step, with its running mean.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="history">The estimate at each step, in nats.</param>
    /// <exception cref="ChartException">There is none.</exception>
    public static Chart Elbo(string title, IReadOnlyList<double> history) => ElboChart.Of(title, history);

    /// <summary>The density of data beside those of data that a model made.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="quantity">What a datum is, with its unit.</param>
    /// <param name="observed">The data.</param>
    /// <param name="replicated">[draws, data]: data made with each draw; of more than fifty, fifty that are evenly spaced are shown.</param>
    /// <exception cref="ChartException">There are no finite data.</exception>
    public static Chart PosteriorPredictive(string title, ChartAxis quantity, IReadOnlyList<double> observed, double[,] replicated) =>
        PredictiveChart.Of(title, quantity, observed, replicated);

    /// <summary>Simulation-based calibration: how far the ranks of true values among draws are from uniform, with the band that they stay in if they are.</summary>
    /// <remarks>
    /// <para>Band: with a probability of 95 % all of a curve lies within it, if ranks are uniform; it is exact at up to 100 places of the axis.</para>
    /// <para>Source: Säilynoja, Bürkner and Vehtari (2022), Graphical test for discrete uniformity, section 2.2.</para>
    /// </remarks>
    /// <param name="title">What it shows.</param>
    /// <param name="draws">Number of draws that each rank is among: ranks are from 0 to it.</param>
    /// <param name="ranks">Ranks of each quantity, as many of each.</param>
    /// <exception cref="ChartException">There are none, not as many of each, or one is no whole number from 0 to draws.</exception>
    public static Chart Calibration(string title, int draws, params Series[] ranks) => CalibrationChart.Of(title, draws, ranks);

    internal override IEnumerable<string> Words =>
        new[] { Title, Note, X.Text, Y.Text }.Concat(Marks.Select(m => m.Name)).Concat(Marks.OfType<HeatMap>().Where(h => !h.IsGrey).Select(h => h.Scale.Text)).Where(w => w.Length > 0);

    internal override string Summary =>
        $"{Title}: {string.Join(", ", Marks.Select(m => m.Name).Where(n => n.Length > 0).DefaultIfEmpty("a chart"))}, {Y.Text} by {X.Text}";

    internal override Sheet ToSheet() => Sheet.Of(this);
}
