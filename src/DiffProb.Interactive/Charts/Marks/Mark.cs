namespace DiffProb;

/// <summary>Something that is drawn between the axes of a chart. Immutable.</summary>
public abstract class Mark
{
    private protected Mark(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>What it shows, in the legend; empty for none.</summary>
    public string Name { get; }

    /// <summary>Whether its colour is taken from those that tell marks apart.</summary>
    internal virtual bool HasColor => true;

    /// <summary>The numbers along each axis that must be seen.</summary>
    internal abstract (IEnumerable<double> X, IEnumerable<double> Y) Extent { get; }

    /// <summary>Draws it.</summary>
    internal abstract void Draw(IPlot plot, string color);

    /// <summary>Draws the sign that stands for it in the legend, in a field of 18 by 10 units.</summary>
    internal virtual void DrawKey(SvgPlot plot, double x, double y, string color) => plot.Rectangle(x, y, 18.0, 10.0, color);

    /// <summary>A copy of the numbers.</summary>
    /// <exception cref="ChartException">There are none.</exception>
    private protected static double[] Copy(string mark, string what, IEnumerable<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers, what);
        double[] copy = [.. numbers];
        return copy.Length > 0 ? copy : throw ChartErrors.NoNumbers(mark, what);
    }

    /// <summary>A copy of as many numbers as there are others.</summary>
    /// <exception cref="ChartException">There are more or fewer.</exception>
    private protected static double[] Copy(string mark, string what, IEnumerable<double> numbers, string other, int count)
    {
        var copy = Copy(mark, what, numbers);
        return copy.Length == count ? copy : throw ChartErrors.CountsDiffer(mark, what, copy.Length, other, count);
    }

    /// <summary>A number above 0.</summary>
    /// <exception cref="ChartException">It is not, or is above the greatest.</exception>
    private protected static double Positive(string what, double given, double most) =>
        given > 0.0 && given <= most ? given : throw ChartErrors.NotPositive(what, given, most);
}
