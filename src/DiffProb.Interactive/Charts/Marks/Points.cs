namespace DiffProb;

/// <summary>Points of a scatter plot, with bars of error where they have them; one that is not finite is left out.</summary>
public sealed class Points : Mark
{
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[]? errors;
    private readonly double radius = 3.0;
    private readonly double opacity = 1.0;

    /// <summary>Points.</summary>
    /// <param name="name">What they show, in the legend; empty for none.</param>
    /// <param name="x">Places along the horizontal axis.</param>
    /// <param name="y">Places along the vertical axis: as many.</param>
    /// <param name="errors">Half of the length of each vertical bar, in the unit of y; null for none.</param>
    /// <exception cref="ChartException">There are no numbers, or not as many of the one as of the other.</exception>
    public Points(string name, IEnumerable<double> x, IEnumerable<double> y, IEnumerable<double>? errors = null)
        : base(name)
    {
        this.x = Copy("Points", "x", x);
        this.y = Copy("Points", "y", y, "x", this.x.Length);
        this.errors = errors is null ? null : Copy("Points", "errors", errors, "x", this.x.Length);
    }

    /// <summary>Radius, in units of the page; 640 are as wide as a chart.</summary>
    /// <exception cref="ChartException">It is not positive.</exception>
    public double Radius
    {
        get => radius;
        init => radius = Positive("radius of points", value, double.MaxValue);
    }

    /// <summary>From nearly 0, hardly seen, to 1: for many points upon each other.</summary>
    /// <exception cref="ChartException">It is not in (0, 1].</exception>
    public double Opacity
    {
        get => opacity;
        init => opacity = Positive("opacity of points", value, 1.0);
    }

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent =>
        (x, errors is null ? y : y.Zip(errors, (c, e) => c - e).Concat(y.Zip(errors, (c, e) => c + e)));

    internal override void Draw(IPlot plot, string color)
    {
        plot.Points(x, y, new(color, Radius, Opacity));
        if (errors is not null)
        {
            plot.Path([.. x.SelectMany(p => new[] { p, p, double.NaN })], [.. y.Zip(errors, (c, e) => new[] { c - e, c + e, double.NaN }).SelectMany(p => p)], new(color));
        }
    }

    internal override void DrawKey(SvgPlot plot, double x, double y, string color) => plot.Circle(x + 9.0, y + 5.0, new(color));
}
