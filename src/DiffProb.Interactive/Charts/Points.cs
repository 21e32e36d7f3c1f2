namespace DiffProb;

/// <summary>Points, with bars of error where they have them; one that is not finite is left out.</summary>
public sealed class Points : Mark
{
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[]? errors;

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

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent =>
        (x, errors is null ? y : y.Zip(errors, (c, e) => c - e).Concat(y.Zip(errors, (c, e) => c + e)));

    internal override void Draw(SvgPlot plot, string color)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (errors is not null)
            {
                plot.Path([x[i], x[i]], [y[i] - errors[i], y[i] + errors[i]], color, false);
            }

            plot.Point(x[i], y[i], color);
        }
    }

    internal override void DrawKey(SvgPlot plot, double x, double y, string color) => plot.Circle(x + 9.0, y + 5.0, color);
}
