namespace DiffProb;

/// <summary>Draws of several quantities by one model, or by one chain, for <see cref="Chart.Forest(string, ChartAxis, IReadOnlyList{ForestModel}, double)"/>. Immutable.</summary>
public sealed class ForestModel
{
    /// <summary>A model.</summary>
    /// <param name="name">Its name, in the legend; empty for none.</param>
    /// <param name="rows">Draws of each quantity.</param>
    public ForestModel(string name, params Series[] rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(rows);
        (Name, Rows) = (name, [.. rows]);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Draws of each quantity.</summary>
    public IReadOnlyList<Series> Rows { get; }
}
