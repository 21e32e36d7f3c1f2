namespace DiffProb;

/// <summary>Energy Bayesian fraction of missing information (E-BFMI) of Hamiltonian Monte Carlo: how well resampled momenta explore the energies. Below 0.3 they do not.</summary>
/// <remarks><para><b>Estimate</b>: Σ (Eₙ - Eₙ₋₁)² / Σ (Eₙ - mean E)². <b>Source</b>: Betancourt (2016), arXiv:1604.00695, equation 2.</para></remarks>
public static class EnergyFraction
{
    /// <summary>Least value that raises no concern.</summary>
    public const double Least = 0.3;

    /// <summary>The fraction of each chain; NaN where a chain has fewer than two draws, or energies that are all equal or not finite.</summary>
    /// <param name="energy">Energies in nats, chains × draws.</param>
    /// <exception cref="ValueException">There is no chain, or no draw.</exception>
    public static double[] Of(double[,] energy) => Array.ConvertAll(Chains.Rows(energy), Of);

    private static double Of(double[] energies)
    {
        if (Chains.IsUndefined([energies]))
        {
            return double.NaN;
        }

        var (mean, steps, spread) = (Chains.Mean(energies), 0.0, 0.0);
        for (var n = 0; n < energies.Length; n++)
        {
            steps += n == 0 ? 0.0 : (energies[n] - energies[n - 1]) * (energies[n] - energies[n - 1]);
            spread += (energies[n] - mean) * (energies[n] - mean);
        }

        return steps / spread;
    }
}
