namespace DiffProb;

/// <summary>Numbers that have a name: draws of a group, or heights of a line. Immutable.</summary>
public sealed class Series
{
    /// <summary>Numbers with their name.</summary>
    /// <param name="name">The name, in the legend or beside its row.</param>
    /// <param name="values">The numbers: at least one.</param>
    /// <exception cref="ChartException">There is no name, or no number.</exception>
    public Series(string name, IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Name = string.IsNullOrWhiteSpace(name) ? throw ChartErrors.NoText("The name of a series") : name;
        Values = [.. values];
        if (Values.Count == 0)
        {
            throw ChartErrors.NoNumbers($"Series \"{name}\"", "values");
        }
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The numbers.</summary>
    public IReadOnlyList<double> Values { get; }
}
