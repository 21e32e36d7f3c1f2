using DiffProb;
using Web;

namespace WebTests;

/// <summary>Questions to the service, and their exact answers.</summary>
internal static class Questions
{
    internal static OrderRequest Known { get; } = new([80, 95, 110, 120, 101, 99, 87, 130, 75, 105], 8, 5, 3, 20);

    /// <summary>A question of its own for each number: other data, and one of 80 numbers of days.</summary>
    internal static OrderRequest Number(int i, int steps) =>
        Known with { Demand = [.. Enumerable.Range(0, 2 + (i % 80)).Select(day => 100.0 + (20.0 * Math.Sin((7 * day) + i)))], Steps = steps, Seed = (ulong)i };

    /// <summary>Expected profit of a quantity: Σ over days of E price min(q, d) - expense q - penalty P(d > q), for normal d.</summary>
    internal static double Profit(OrderRequest known, double quantity) => known.Demand.Average(mean =>
    {
        var z = (quantity - mean) / known.Spread;
        var lost = known.Spread * (Density(z) - (z * (1.0 - Below(z))));
        return (known.Price * (quantity - (quantity - mean) - lost)) - (known.Expense * quantity) - (known.Penalty * (1.0 - Below(z)));
    });

    /// <summary>Its derivative: price P(d > q) - expense + penalty times the density at q.</summary>
    internal static double Slope(OrderRequest known, double quantity) => known.Demand.Average(mean =>
    {
        var z = (quantity - mean) / known.Spread;
        return (known.Price * (1.0 - Below(z))) - known.Expense + (known.Penalty * Density(z) / known.Spread);
    });

    /// <summary>Where it is greatest.</summary>
    internal static double Best(OrderRequest known) => Enumerable.Range(0, 20_001).Select(i => 50.0 + (0.005 * i)).MaxBy(q => Profit(known, q));

    private static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2.0 * Math.PI);

    private static double Below(double z) => new Normal(0.0, 1.0).Cdf(z).ToDouble();
}
