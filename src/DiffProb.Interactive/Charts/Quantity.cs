namespace DiffProb;

/// <summary>A number that was sampled: its name and unit, and the draws of every chain. Immutable.</summary>
public sealed class Quantity
{
    private readonly double[][] chains;

    /// <summary>A quantity.</summary>
    /// <param name="axis">Its name and unit.</param>
    /// <param name="draws">[chains, draws]: all finite.</param>
    /// <exception cref="ChartException">There is no draw, or one is not finite.</exception>
    public Quantity(ChartAxis axis, double[,] draws)
    {
        ArgumentNullException.ThrowIfNull(axis);
        ArgumentNullException.ThrowIfNull(draws);
        Axis = axis;
        chains = [.. Enumerable.Range(0, draws.GetLength(0)).Select(c => Enumerable.Range(0, draws.GetLength(1)).Select(d => draws[c, d]).ToArray())];
        if (draws.Length == 0)
        {
            throw ChartErrors.NoNumbers($"Quantity \"{axis.Label}\"", "draws");
        }

        foreach (var (chain, numbers) in chains.Index())
        {
            if (Array.FindIndex(numbers, n => !double.IsFinite(n)) is >= 0 and var draw)
            {
                throw ChartErrors.NotFinite(axis.Label, chain, draw, numbers[draw]);
            }
        }
    }

    /// <summary>Its name and unit.</summary>
    public ChartAxis Axis { get; }

    /// <summary>Draws of each chain.</summary>
    internal IReadOnlyList<double[]> Chains => chains;

    /// <summary>Draws of each chain.</summary>
    internal int DrawsPerChain => chains[0].Length;

    /// <summary>Draws of all chains, chain by chain.</summary>
    internal double[] Pooled => [.. chains.SelectMany(c => c)];
}
