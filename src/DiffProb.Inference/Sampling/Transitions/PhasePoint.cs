namespace DiffProb;

/// <summary>A point of phase space: position and momentum, with log density and gradient at the position, and the velocity of the momentum.</summary>
internal sealed class PhasePoint(int dimension)
{
    public double[] Position { get; } = new double[dimension];

    public double[] Momentum { get; } = new double[dimension];

    public double[] Velocity { get; } = new double[dimension];

    public double[] Gradient { get; } = new double[dimension];

    /// <summary>Log density at the position, in nats.</summary>
    public double LogDensity { get; set; }

    /// <summary>Half of momentum times velocity.</summary>
    public double KineticEnergy { get; set; }

    /// <summary>Potential and kinetic energy: the potential one is the negative log density.</summary>
    public double Energy => KineticEnergy - LogDensity;

    public void CopyFrom(PhasePoint other)
    {
        CopyPositionFrom(other);
        other.Momentum.CopyTo(Momentum, 0);
        other.Velocity.CopyTo(Velocity, 0);
        KineticEnergy = other.KineticEnergy;
    }

    public void CopyPositionFrom(PhasePoint other)
    {
        other.Position.CopyTo(Position, 0);
        other.Gradient.CopyTo(Gradient, 0);
        LogDensity = other.LogDensity;
    }
}
