namespace DiffProb;

/// <summary>Intervals in rows, each with a point, a thick inner and a thin outer part: medians and quantiles of a forest.</summary>
public sealed class IntervalRows : Mark
{
    private readonly double[] rows;
    private readonly double[] middles;
    private readonly (double Low, double High)[] inner;
    private readonly (double Low, double High)[] outer;

    /// <summary>Intervals in rows.</summary>
    /// <param name="name">What they show, in the legend; empty for none.</param>
    /// <param name="rows">Places along the vertical axis.</param>
    /// <param name="middles">Where each has its point: as many.</param>
    /// <param name="inner">Ends of each thick part: as many.</param>
    /// <param name="outer">Ends of each thin part: as many.</param>
    /// <exception cref="ChartException">There are no numbers, or not as many of the one as of the other.</exception>
    public IntervalRows(string name, IEnumerable<double> rows, IEnumerable<double> middles, IEnumerable<(double Low, double High)> inner, IEnumerable<(double Low, double High)> outer)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(outer);
        this.rows = Copy("IntervalRows", "rows", rows);
        this.middles = Copy("IntervalRows", "middles", middles, "rows", this.rows.Length);
        (this.inner, this.outer) = ([.. inner], [.. outer]);
        foreach (var (what, given) in new[] { ("inner", this.inner), ("outer", this.outer) })
        {
            if (given.Length != this.rows.Length)
            {
                throw ChartErrors.CountsDiffer("IntervalRows", what, given.Length, "rows", this.rows.Length);
            }
        }
    }

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => (Ends(outer).Concat(middles), rows);

    internal override void Draw(IPlot plot, string color)
    {
        plot.Path(Ends(outer), Twice(rows), new(color, 1.5));
        plot.Path(Ends(inner), Twice(rows), new(color, 4.5));
        plot.Points(middles, rows, new(color, 4.5));
        plot.Points(middles, rows, new("#ffffff", 2.0));
    }

    internal override void DrawKey(SvgPlot plot, double x, double y, string color)
    {
        plot.Segment(x, y + 5.0, x + 18.0, y + 5.0, new(color, 1.5));
        plot.Segment(x + 5.0, y + 5.0, x + 13.0, y + 5.0, new(color, 4.5));
    }

    private static double[] Ends((double Low, double High)[] intervals) => [.. intervals.SelectMany(i => new[] { i.Low, i.High, double.NaN })];

    private static double[] Twice(double[] rows) => [.. rows.SelectMany(r => new[] { r, r, double.NaN })];
}
