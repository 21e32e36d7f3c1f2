namespace DiffProb;

/// <summary>What is measured along an edge of a chart.</summary>
/// <param name="Label">What it is, in words.</param>
/// <param name="Unit">Its unit; null says that there is none: a count, a ratio, a name.</param>
/// <exception cref="ChartException">The label or the unit is empty.</exception>
public sealed record ChartAxis(string Label, string? Unit = null)
{
    private readonly string label = Labelled(Label);
    private readonly string? unit = Measured(Label, Unit);

    /// <summary>What it is, in words.</summary>
    public string Label
    {
        get => label;
        init => label = Labelled(value);
    }

    /// <summary>Its unit; null says that there is none: a count, a ratio, a name.</summary>
    public string? Unit
    {
        get => unit;
        init => unit = Measured(label, value);
    }

    /// <summary>Whether equal distances are equal ratios; numbers are then positive.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Names of the places 0, 1, …, where the axis counts things; null for numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The least and the greatest number shown; null for what the marks need.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Label and unit, as they stand beside the edge.</summary>
    internal string Text => Unit is null ? Label : $"{Label} ({Unit})";

    /// <summary>An axis of numbers without a unit.</summary>
    /// <param name="label">What it is, in words.</param>
    public static implicit operator ChartAxis(string label) => new(label);

    private static string Labelled(string label) => string.IsNullOrWhiteSpace(label) ? throw ChartErrors.NoLabel() : label;

    private static string? Measured(string label, string? unit) => unit is not null && string.IsNullOrWhiteSpace(unit) ? throw ChartErrors.NoUnit(label) : unit;
}
