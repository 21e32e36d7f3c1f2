using System.Globalization;

namespace DiffProb;

/// <summary>Densities of groups of draws.</summary>
internal static class DensityChart
{
    /// <summary>A smoothed density for each group.</summary>
    public static Chart Of(string title, ChartAxis quantity, Series[] groups)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        ArgumentNullException.ThrowIfNull(groups);
        var unit = quantity.Unit is null ? "" : $" {quantity.Unit}";
        var widths = groups.Select(g => $"{Short(Band.Bandwidth(g.Values))}{unit}{(groups.Length == 1 ? "" : $" ({g.Name})")}");
        return new(title, quantity, Height(quantity), [.. groups.Select(g => Band.Density(g.Name, g.Values))])
        {
            Note = $"normal kernels of bandwidth {string.Join(", ", widths)}",
        };
    }

    /// <summary>The axis of a density, which is a probability by what it is a density of.</summary>
    public static ChartAxis Height(ChartAxis quantity) =>
        quantity?.Unit is { } unit ? new("density", $"1/{unit}") : new("density");

    /// <summary>A number in three digits.</summary>
    public static string Short(double number) => number.ToString("G3", CultureInfo.InvariantCulture);
}
