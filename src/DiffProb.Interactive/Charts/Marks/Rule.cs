namespace DiffProb;

/// <summary>A straight line across the chart at one number: an exact answer, or a bound.</summary>
/// <param name="name">What it shows, in the legend; empty for none.</param>
/// <param name="at">Where it is.</param>
/// <param name="isVertical">Whether the number is one of the horizontal axis.</param>
public sealed class Rule(string name, double at, bool isVertical = false) : Mark(name)
{
    internal override bool HasColor => false;

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => isVertical ? ([at], []) : ([], [at]);

    internal override void Draw(IPlot plot, string color) => plot.Across(at, isVertical, color);

    internal override void DrawKey(SvgPlot plot, double x, double y, string color) => plot.Segment(x, y + 5.0, x + 18.0, y + 5.0, new(color, 1.5, true));
}
