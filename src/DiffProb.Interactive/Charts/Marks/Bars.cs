namespace DiffProb;

/// <summary>Bars that stand on zero: heights of a histogram, or one number for each of some things.</summary>
public sealed class Bars : Mark
{
    private readonly double[] edges;
    private readonly double[] heights;

    private Bars(string name, double[] edges, double[] heights)
        : base(name) => (this.edges, this.heights) = (edges, heights);

    /// <summary>One bar for each category of the horizontal axis.</summary>
    /// <param name="name">What they show, in the legend; empty for none.</param>
    /// <param name="heights">Where each ends.</param>
    /// <exception cref="ChartException">There are none.</exception>
    public static Bars Of(string name, IEnumerable<double> heights)
    {
        var copy = Copy("Bars", "heights", heights);
        return new(name, [.. Enumerable.Range(0, copy.Length).SelectMany(i => new[] { i - 0.4, i + 0.4 })], copy);
    }

    /// <summary>Bars of counts that others have made.</summary>
    /// <param name="name">What they show, in the legend; empty for none.</param>
    /// <param name="edges">Where the first begins, and where each ends, in order.</param>
    /// <param name="heights">Where each ends: one fewer.</param>
    /// <exception cref="ChartException">There are none, or not one fewer than edges.</exception>
    public static Bars Between(string name, IEnumerable<double> edges, IEnumerable<double> heights)
    {
        var places = Copy("Bars", "edges", edges);
        var copy = Copy("Bars", "heights", heights);
        return copy.Length == places.Length - 1
            ? new(name, [.. Enumerable.Range(0, copy.Length).SelectMany(i => new[] { places[i], places[i + 1] })], copy)
            : throw ChartErrors.CountsDiffer("Bars", "heights", copy.Length, "bins between the edges", places.Length - 1);
    }

    /// <summary>A histogram: as high as the density of the draws in each bin.</summary>
    /// <param name="name">What it shows, in the legend; empty for none.</param>
    /// <param name="draws">The draws; those that are not finite are left out.</param>
    /// <param name="bins">Number of bins of one width, at least 1; 0 for as many as the root of the number of draws.</param>
    /// <exception cref="ChartException">There is no finite draw, or the number of bins is negative.</exception>
    public static Bars Histogram(string name, IEnumerable<double> draws, int bins = 0)
    {
        double[] finite = [.. Copy("Histogram", "draws", draws).Where(double.IsFinite)];
        if (finite.Length == 0 || bins < 0)
        {
            throw bins < 0 ? ChartErrors.AtLeast("bins", 0, bins) : ChartErrors.NoNumbers("Histogram", "finite draws");
        }

        var count = bins > 0 ? bins : Math.Clamp((int)Math.Sqrt(finite.Length), 1, 100);
        var (low, high) = (finite.Min(), finite.Max());
        (low, high) = low < high ? (low, high) : (low - 0.5, high + 0.5);
        var width = (high - low) / count;
        var heights = new double[count];
        foreach (var draw in finite)
        {
            heights[Math.Min(count - 1, (int)((draw - low) / width))] += 1.0 / (finite.Length * width);
        }

        return new(name, [.. Enumerable.Range(0, count).SelectMany(i => new[] { low + (i * width), low + ((i + 1) * width) })], heights);
    }

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => (edges, heights.Append(0.0));

    internal override void Draw(IPlot plot, string color) => plot.Bars(edges, heights, color);
}
