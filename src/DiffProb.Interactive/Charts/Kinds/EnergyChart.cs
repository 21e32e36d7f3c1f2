namespace DiffProb;

/// <summary>Energies of Hamiltonian Monte Carlo, and their changes.</summary>
internal static class EnergyChart
{
    /// <summary>Two densities.</summary>
    public static Chart Of(string title, double[,] energies)
    {
        var quantity = new Quantity(new ChartAxis("energy", "nats"), energies);
        if (quantity.DrawsPerChain < 2)
        {
            throw ChartErrors.AtLeast("draws of Energy", 2, quantity.DrawsPerChain);
        }

        var chains = quantity.Chains;
        var mean = quantity.Pooled.Average();
        var rates = chains.Select(c => DensityChart.Short(Bfmi(c)));
        var axis = new ChartAxis("energy, less its mean", "nats");
        return new(
            title,
            axis,
            DensityChart.Height(axis),
            Band.Density("energy", chains.SelectMany(c => c).Select(e => e - mean)),
            Band.Density("change from draw to draw", chains.SelectMany(Changes)))
        {
            Note = $"E-BFMI of each chain: {string.Join(", ", rates)}; below 0.3 is low",
        };
    }

    private static IEnumerable<double> Changes(double[] energies) => energies.Skip(1).Zip(energies, (after, before) => after - before);

    // The sum of squares of changes over that of deviations.
    private static double Bfmi(double[] energies)
    {
        var mean = energies.Average();
        return Changes(energies).Sum(c => c * c) / energies.Sum(e => (e - mean) * (e - mean));
    }
}
