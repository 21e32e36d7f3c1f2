namespace DiffProb;

/// <summary>A log density of real vectors with its gradient: what Hamiltonian samplers move in. One thread uses it at a time.</summary>
internal interface ILogDensity
{
    /// <summary>Length of a position.</summary>
    int Dimension { get; }

    /// <summary>Log density at a position, in nats up to a constant; NaN or an infinity where it is not finite.</summary>
    /// <param name="position">As many numbers as the dimension.</param>
    /// <param name="gradient">Receives the derivative in each.</param>
    double Evaluate(ReadOnlySpan<double> position, Span<double> gradient);
}
