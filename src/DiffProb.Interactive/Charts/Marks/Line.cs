namespace DiffProb;

/// <summary>A line through points in their order; a point that is not finite is a gap.</summary>
public sealed class Line : Mark
{
    private readonly double[] x;
    private readonly double[] y;
    private readonly bool isDashed;
    private readonly double width = 1.8;
    private readonly double opacity = 1.0;

    /// <summary>A line.</summary>
    /// <param name="name">What it shows, in the legend; empty for none.</param>
    /// <param name="x">Places along the horizontal axis.</param>
    /// <param name="y">Places along the vertical axis: as many.</param>
    /// <param name="isDashed">Whether it is dashed: what a line is compared with.</param>
    /// <exception cref="ChartException">There are no numbers, or not as many of the one as of the other.</exception>
    public Line(string name, IEnumerable<double> x, IEnumerable<double> y, bool isDashed = false)
        : base(name)
    {
        this.x = Copy("Line", "x", x);
        this.y = Copy("Line", "y", y, "x", this.x.Length);
        this.isDashed = isDashed;
    }

    /// <summary>Width, in units of the page; 640 are as wide as a chart.</summary>
    /// <exception cref="ChartException">It is not positive.</exception>
    public double Width
    {
        get => width;
        init => width = Positive("width of a line", value, double.MaxValue);
    }

    /// <summary>From nearly 0, hardly seen, to 1: for many lines upon each other.</summary>
    /// <exception cref="ChartException">It is not in (0, 1].</exception>
    public double Opacity
    {
        get => opacity;
        init => opacity = Positive("opacity of a line", value, 1.0);
    }

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => (x, y);

    internal override void Draw(IPlot plot, string color) => plot.Path(x, y, new(color, Width, isDashed, Opacity));

    internal override void DrawKey(SvgPlot plot, double x, double y, string color) => plot.Segment(x, y + 5.0, x + 18.0, y + 5.0, new(color, 1.8, isDashed));
}
