namespace DiffProb;

/// <summary>What lies between two lines: an interval of uncertainty, or the area under a density.</summary>
public sealed class Band : Mark
{
    private const int DensityPoints = 201;

    private readonly double[] x;
    private readonly double[] low;
    private readonly double[] high;
    private readonly bool hasOutline;

    /// <summary>A band.</summary>
    /// <param name="name">What it shows, in the legend; empty for none.</param>
    /// <param name="x">Places along the horizontal axis.</param>
    /// <param name="low">The lower edge: as many.</param>
    /// <param name="high">The upper edge: as many.</param>
    /// <exception cref="ChartException">There are no numbers, or not as many of the one as of the other.</exception>
    public Band(string name, IEnumerable<double> x, IEnumerable<double> low, IEnumerable<double> high)
        : base(name)
    {
        this.x = Copy("Band", "x", x);
        this.low = Copy("Band", "low", low, "x", this.x.Length);
        this.high = Copy("Band", "high", high, "x", this.x.Length);
    }

    private Band(string name, double[] x, double[] y)
        : this(name, x, new double[x.Length], y) => hasOutline = true;

    /// <summary>The density that draws come from, smoothed.</summary>
    /// <remarks>
    /// <para>Estimate: mean of normal densities around the draws, of bandwidth 0.9 min(standard deviation, interquartile range / 1.34) n^(-1/5).</para>
    /// <para>Source: Silverman (1986), Density Estimation for Statistics and Data Analysis, equation 3.31.</para>
    /// </remarks>
    /// <param name="name">What it shows, in the legend; empty for none.</param>
    /// <param name="draws">The draws; those that are not finite are left out.</param>
    /// <exception cref="ChartException">There is no finite draw.</exception>
    public static Band Density(string name, IEnumerable<double> draws)
    {
        var sorted = Sorted(draws);
        var (width, quartiles) = (Width(sorted), Quartiles(sorted));

        // Far outliers do not stretch the axis: at most four quartile ranges beyond the quartiles, where there is such a range.
        var reach = quartiles > 0.0 ? 5.4 * quartiles : double.PositiveInfinity;
        var low = Math.Max(sorted[0] - (3.0 * width), sorted[sorted.Length / 4] - reach);
        var high = Math.Min(sorted[^1] + (3.0 * width), sorted[3 * sorted.Length / 4] + reach);
        double[] places = [.. Enumerable.Range(0, DensityPoints).Select(i => low + ((high - low) * i / (DensityPoints - 1)))];
        return Under(name, places, [.. places.Select(x => DensityAt(sorted, x, width))]);
    }

    /// <summary>The bandwidth that <see cref="Density"/> smoothes draws with, in their unit.</summary>
    /// <param name="draws">The draws; those that are not finite are left out.</param>
    /// <exception cref="ChartException">There is no finite draw.</exception>
    public static double Bandwidth(IEnumerable<double> draws) => Width(Sorted(draws));

    /// <summary>The area under a curve, with the curve.</summary>
    internal static Band Under(string name, double[] x, double[] y) => new(name, x, y);

    /// <summary>Places and heights of the density that draws come from.</summary>
    internal static (double[] X, double[] Y) Curve(IEnumerable<double> draws)
    {
        var band = Density("", draws);
        return (band.x, band.high);
    }

    /// <summary>Whether it is what others are compared with, and has no colour of its own.</summary>
    internal bool IsNeutral { get; init; }

    internal override bool HasColor => !IsNeutral;

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => (x, low.Concat(high));

    internal override void Draw(IPlot plot, string color)
    {
        plot.Area([.. x, .. x.Reverse()], [.. high, .. low.Reverse()], color);
        if (hasOutline)
        {
            plot.Path(x, high, new(color));
        }
    }

    private static double[] Sorted(IEnumerable<double> draws)
    {
        double[] sorted = [.. Copy("Density", "draws", draws).Where(double.IsFinite).Order()];
        return sorted.Length > 0 ? sorted : throw ChartErrors.NoNumbers("Density", "finite draws");
    }

    // Draws that are all the same have a peak of their own width.
    private static double Width(double[] sorted)
    {
        var mean = sorted.Average();
        var deviation = Math.Sqrt(sorted.Average(d => (d - mean) * (d - mean)));
        var quartiles = Quartiles(sorted);
        var spread = quartiles > 0.0 ? Math.Min(deviation, quartiles) : deviation;
        return spread > 0.0 ? 0.9 * spread * Math.Pow(sorted.Length, -0.2) : Math.Max(1e-3, 1e-3 * Math.Abs(mean));
    }

    // The range of the quartiles as a standard deviation, which it is for a normal.
    private static double Quartiles(double[] sorted) => (sorted[3 * sorted.Length / 4] - sorted[sorted.Length / 4]) / 1.34;

    // What is eight bandwidths away adds less than 1e-14.
    private static double DensityAt(double[] sorted, double x, double width)
    {
        var sum = 0.0;
        for (var i = FirstFrom(sorted, x - (8.0 * width)); i < sorted.Length && sorted[i] <= x + (8.0 * width); i++)
        {
            var z = (x - sorted[i]) / width;
            sum += Math.Exp(-0.5 * z * z);
        }

        return sum / (sorted.Length * width * Math.Sqrt(2.0 * Math.PI));
    }

    private static int FirstFrom(double[] sorted, double least)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < least ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
