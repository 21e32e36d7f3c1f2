namespace DiffProb;

/// <summary>A step of all particles that leaves the density at an inverse temperature unchanged, with a scale that learns from how many are accepted.</summary>
internal interface IMove
{
    /// <summary>Learns the covariance of the particles.</summary>
    /// <param name="cloud">Particles.</param>
    /// <param name="weights">Their weights, which sum to 1.</param>
    void Learn(Cloud cloud, ReadOnlySpan<double> weights);

    /// <summary>Moves all particles.</summary>
    /// <param name="cloud">Particles with densities (and gradients, where the move uses them) at the inverse temperature.</param>
    /// <param name="inverseTemperature">In (0, 1].</param>
    /// <param name="key">Key of the random numbers.</param>
    /// <returns>Mean acceptance probability.</returns>
    double Step(Cloud cloud, double inverseTemperature, Key key);
}
