using System.Globalization;

namespace DiffProb;

/// <summary>Numbers along an axis as places on the page, and the numbers that are written beside it.</summary>
internal sealed class AxisScale
{
    private readonly bool isLogarithmic;
    private readonly IReadOnlyList<string>? categories;
    private readonly double start;
    private readonly double end;

    private AxisScale(ChartAxis? axis, double low, double high, double start, double end)
    {
        (isLogarithmic, categories) = (axis?.IsLogarithmic ?? false, axis?.Categories);
        (Low, High, this.start, this.end) = (low, high, start, end);
    }

    /// <summary>The least number shown, or its logarithm to base ten.</summary>
    public double Low { get; }

    /// <summary>The greatest number shown, or its logarithm to base ten.</summary>
    public double High { get; }

    /// <summary>Whether equal distances are equal ratios.</summary>
    public bool IsLogarithmic => isLogarithmic;

    /// <summary>Names of the places 0, 1, …; null for numbers.</summary>
    public IReadOnlyList<string>? Categories => categories;

    /// <summary>Units of the page for a unit of the axis.</summary>
    public double Density => Math.Abs(end - start) / (High - Low);

    /// <summary>A scale over all that the marks need.</summary>
    /// <param name="title">Title of the chart, for messages.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="numbers">What the marks need.</param>
    /// <param name="margin">How much is left free at each end, as a part of the range.</param>
    /// <param name="start">Where on the page the least number is.</param>
    /// <param name="end">Where on the page the greatest number is.</param>
    /// <exception cref="ChartException">A number has no place on the axis, or none is finite.</exception>
    public static AxisScale Of(string title, ChartAxis axis, IEnumerable<double> numbers, double margin, double start, double end)
    {
        if (axis.Range is { } range)
        {
            return double.IsFinite(range.High - range.Low) && range.Low < range.High && (!axis.IsLogarithmic || range.Low > 0.0)
                ? new(axis, Placed(axis, range.Low), Placed(axis, range.High), start, end)
                : throw ChartErrors.WrongRange(title, axis.Label, range.Low, range.High);
        }

        if (axis.Categories is { } names)
        {
            // What fills its places ends with them.
            var free = margin > 0.0 ? 0.6 : 0.5;
            return new(axis, -free, names.Count - 1.0 + free, start, end);
        }

        double[] finite = [.. numbers.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            throw ChartErrors.NothingFinite(title, axis.Label);
        }

        var (least, greatest) = (finite.Min(), finite.Max());
        if (axis.IsLogarithmic && least <= 0.0)
        {
            throw ChartErrors.NotOnLogarithmicAxis(title, axis.Label, least);
        }

        var (low, high) = (Placed(axis, least), Placed(axis, greatest));
        var left = low < high ? margin * (high - low) : Math.Max(0.5, 0.1 * Math.Abs(low));
        return new(axis, low - left, high + left, start, end);
    }

    /// <summary>Units of the page, from an edge on.</summary>
    public static AxisScale Page(double start, double length) => new(null, 0.0, length, start, start + length);

    /// <summary>The same numbers between other places of the page.</summary>
    public AxisScale Between(ChartAxis axis, double from, double to) => new(axis, Low, High, from, to);

    /// <summary>A number, or its logarithm to base ten where those are what is even.</summary>
    public double Placed(double number) => isLogarithmic ? Math.Log10(number) : number;

    /// <summary>The same scale, over a longer range around the same middle.</summary>
    public AxisScale Widened(ChartAxis axis, double factor)
    {
        var (middle, half) = (0.5 * (Low + High), 0.5 * factor * (High - Low));
        return new(axis, middle - half, middle + half, start, end);
    }

    /// <summary>Where on the page a number is; NaN where it has no place.</summary>
    public double this[double number] => start + ((Placed(number) - Low) / (High - Low) * (end - start));

    /// <summary>Numbers that are written beside the axis, and how.</summary>
    /// <param name="most">How many there are at most, roughly.</param>
    public IEnumerable<(double At, string Text)> Ticks(int most) => categories is { } names ? names.Select((name, i) => ((double)i, name))
        : isLogarithmic ? Powers(most)
        : Steps(most);

    private static double Placed(ChartAxis axis, double number) => axis.IsLogarithmic ? Math.Log10(number) : number;

    private IEnumerable<(double At, string Text)> Steps(int most)
    {
        var step = NiceStep((High - Low) / most);
        if (Math.Floor(High / step) - Math.Ceiling(Low / step) < 2.0)
        {
            // One number, or two, do not tell how far apart others are.
            step = NiceStep(0.39 * step);
        }

        for (var i = Math.Ceiling(Low / step); i <= Math.Floor(High / step); i++)
        {
            yield return (i * step, Text(i * step, step));
        }
    }

    private IEnumerable<(double At, string Text)> Powers(int most)
    {
        int[] leading = High - Low < 1.5 ? [1, 2, 5] : [1];
        var apart = Math.Max(1, (int)Math.Ceiling((High - Low) / most));
        for (var power = (int)Math.Floor(Low); power <= High; power++)
        {
            foreach (var digit in power % apart == 0 ? leading : [])
            {
                var number = digit * Math.Pow(10.0, power);
                if (Math.Log10(number) >= Low && Math.Log10(number) <= High)
                {
                    yield return (number, Text(number, number));
                }
            }
        }
    }

    // One, two or five times a power of ten, and no less.
    private static double NiceStep(double least)
    {
        var power = Math.Pow(10.0, Math.Floor(Math.Log10(least)));
        return (least / power) switch
        {
            <= 1.0 => power,
            <= 2.0 => 2.0 * power,
            <= 5.0 => 5.0 * power,
            _ => 10.0 * power,
        };
    }

    // With as many digits as tell neighbours apart.
    private static string Text(double number, double step)
    {
        var largest = Math.Max(Math.Abs(number), step);
        if (largest is >= 1e6 or < 1e-4)
        {
            return number.ToString("0.###e0", CultureInfo.InvariantCulture);
        }

        var digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 10);
        return (number + 0.0).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
