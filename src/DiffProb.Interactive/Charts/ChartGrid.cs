namespace DiffProb;

/// <summary>Charts in rows and columns, under one title and one legend. Immutable.</summary>
[TypeFormatterSource(PreferredMimeTypes = ["text/html", "image/svg+xml"])]
public sealed class ChartGrid : Figure
{
    private readonly Chart?[,] charts;

    /// <summary>A grid.</summary>
    /// <param name="title">What all of it shows.</param>
    /// <param name="charts">[rows, columns]: the charts, the first row on top; null for an empty place.</param>
    /// <exception cref="ChartException">The title is empty, or there is no chart.</exception>
    public ChartGrid(string title, Chart?[,] charts)
        : base(title)
    {
        ArgumentNullException.ThrowIfNull(charts);
        this.charts = (Chart?[,])charts.Clone();
        if (!this.charts.Cast<Chart?>().Any(c => c is not null))
        {
            throw ChartErrors.NoNumbers("ChartGrid", "charts");
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows => charts.GetLength(0);

    /// <summary>Number of columns.</summary>
    public int Columns => charts.GetLength(1);

    /// <summary>Whether each chart stands under its own title, as well as all under that of the grid.</summary>
    public bool HasChartTitles { get; init; } = true;

    /// <summary>The chart at a place; null for an empty one.</summary>
    /// <param name="row">Row, from 0 on top.</param>
    /// <param name="column">Column, from 0.</param>
    public Chart? this[int row, int column] => charts[row, column];

    /// <summary>All charts, row by row.</summary>
    internal IEnumerable<Chart> All => charts.Cast<Chart?>().OfType<Chart>();

    internal override IEnumerable<string> Words =>
        new[] { Title, Note }.Where(w => w.Length > 0).Concat(All.SelectMany(c => c.Words.Where(w => w != c.Note && (HasChartTitles || w != c.Title)))).Distinct();

    internal override string Summary => $"{Title}: {string.Join("; ", All.Select(c => c.Title))}";

    internal override Sheet ToSheet() => Sheet.Of(this);
}
