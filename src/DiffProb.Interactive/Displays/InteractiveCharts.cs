namespace DiffProb;

/// <summary>What draws the charts of a notebook, in the cell that shows this: plotly.js, once for all of them. See <see cref="Displays.Interactive"/>.</summary>
[TypeFormatterSource]
public sealed class InteractiveCharts
{
    internal InteractiveCharts()
    {
    }

    /// <summary>What it is, in words.</summary>
    public override string ToString() => "Charts are interactive from here on.";

    // The script stands first, so that the words are not there without it.
    internal Fragment ToFragment() => new Fragment().Raw(PlotlyPage.Library.TrimEnd()).Line(ToString());
}
