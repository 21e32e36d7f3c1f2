namespace DiffProb;

/// <summary>A chart: marks between two axes, under a title. Immutable; <see cref="ToSvg"/> draws it.</summary>
/// <example><code>
/// var chart = new Chart("Loss", "step", new ChartAxis("loss", "nats"), new Line("fit", steps, losses), new Rule("exact", 0.5));
/// File.WriteAllText("loss.svg", chart.ToSvg());
/// </code></example>
[TypeFormatterSource]
public sealed class Chart
{
    /// <summary>A chart.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">What is measured along the horizontal axis.</param>
    /// <param name="y">What is measured along the vertical axis.</param>
    /// <param name="marks">What is drawn, from back to front: at least one.</param>
    /// <exception cref="ChartException">A title or label is empty, there is no mark, or a number does not fit an axis.</exception>
    public Chart(string title, ChartAxis x, ChartAxis y, params Mark[] marks)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(marks);
        (Title, X, Y, Marks) = (title, x, y, [.. marks]);
        if (string.IsNullOrWhiteSpace(title) || string.IsNullOrWhiteSpace(x.Label) || string.IsNullOrWhiteSpace(y.Label))
        {
            throw ChartErrors.NoTitle(title, x.Label, y.Label);
        }

        if (Marks.Count == 0)
        {
            throw ChartErrors.NoMarks(title);
        }
    }

    /// <summary>What it shows.</summary>
    public string Title { get; init; }

    /// <summary>The horizontal axis.</summary>
    public ChartAxis X { get; }

    /// <summary>The vertical axis.</summary>
    public ChartAxis Y { get; }

    /// <summary>What is drawn, from back to front.</summary>
    public IReadOnlyList<Mark> Marks { get; }

    /// <summary>Whether a unit along one axis is as long as one along the other: for maps and pictures.</summary>
    public bool HasSquareUnits { get; init; }

    /// <summary>The chart as a picture in SVG: an element of HTML, or a file of its own. Text is text, and nothing is loaded.</summary>
    /// <exception cref="ChartException">A number does not fit a logarithmic axis, or no number is finite.</exception>
    public string ToSvg() => SvgChart.Of(this);
}
