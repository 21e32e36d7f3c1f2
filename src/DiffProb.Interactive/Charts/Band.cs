namespace DiffProb;

/// <summary>What lies between two lines: an interval of uncertainty, or the area under a density.</summary>
public sealed class Band : Mark
{
    private readonly double[] x;
    private readonly double[] low;
    private readonly double[] high;

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

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => (x, low.Concat(high));

    internal override void Draw(SvgPlot plot, string color) => plot.Area([.. x, .. x.Reverse()], [.. high, .. low.Reverse()], color);
}
