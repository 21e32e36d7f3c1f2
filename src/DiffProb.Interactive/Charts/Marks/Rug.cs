namespace DiffProb;

/// <summary>Short lines on the lower edge: where something happened. Those that are not finite are left out.</summary>
/// <param name="name">What they show, in the legend; empty for none.</param>
/// <param name="at">Places along the horizontal axis.</param>
/// <exception cref="ChartException">There are none.</exception>
public sealed class Rug(string name, IEnumerable<double> at) : Mark(name)
{
    private readonly double[] at = Copy("Rug", "places", at);

    internal override bool HasColor => false;

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => (at, []);

    internal override void Draw(IPlot plot, string color) => plot.Rug(at, color);

    internal override void DrawKey(SvgPlot plot, double x, double y, string color)
    {
        foreach (var place in new[] { 4.0, 9.0, 14.0 })
        {
            plot.Segment(x + place, y, x + place, y + 10.0, new(color, 1.5));
        }
    }
}
