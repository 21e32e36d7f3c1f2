namespace DiffProb;

/// <summary>How the particles of a tempered run move at each temperature.</summary>
public enum MoveKind
{
    /// <summary>Hamiltonian Monte Carlo: for densities with a gradient.</summary>
    Hamiltonian,

    /// <summary>Random walk Metropolis, with the covariance of the particles: without gradients, and in few dimensions.</summary>
    RandomWalk,
}
