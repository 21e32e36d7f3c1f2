namespace DiffProb;

/// <summary>Contract of renderings: shapes in the numbers of a panel's axes. A number that is not finite is a gap.</summary>
internal interface IPlot
{
    /// <summary>A line from each place to the next.</summary>
    void Path(double[] x, double[] y, Pen pen);

    /// <summary>What lies within a line that is closed.</summary>
    void Area(double[] x, double[] y, string color);

    /// <summary>Dots.</summary>
    void Points(double[] x, double[] y, Dot dot);

    /// <summary>Bars on zero, or on the lower edge where zero has no place.</summary>
    /// <param name="edges">Left and right edge of each.</param>
    /// <param name="heights">Where each ends.</param>
    /// <param name="color">Colour.</param>
    void Bars(double[] edges, double[] heights, string color);

    /// <summary>A dashed line from edge to edge.</summary>
    void Across(double at, bool isVertical, string color);

    /// <summary>Short lines that stand on the lower edge.</summary>
    void Rug(double[] x, string color);

    /// <summary>Numbers as colours.</summary>
    void Image(HeatMap map);

    /// <summary>Nodes and edges.</summary>
    void Graph(GraphDrawing graph);
}

/// <summary>How a line is drawn.</summary>
/// <param name="Color">Colour.</param>
/// <param name="Width">Width, in units of the page.</param>
/// <param name="IsDashed">Whether it is dashed.</param>
/// <param name="Opacity">From 0, unseen, to 1.</param>
internal sealed record Pen(string Color, double Width = 1.8, bool IsDashed = false, double Opacity = 1.0);

/// <summary>How a point is drawn.</summary>
/// <param name="Color">Colour.</param>
/// <param name="Radius">Radius, in units of the page.</param>
/// <param name="Opacity">From 0, unseen, to 1.</param>
internal sealed record Dot(string Color, double Radius = 3.0, double Opacity = 1.0);
