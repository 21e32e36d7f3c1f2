namespace DiffProb;

/// <summary>Motion in a log density under a metric: momenta are drawn, and points move in leapfrog steps, which keep volume and can be reversed.</summary>
/// <remarks>Source: Neal (2011), "MCMC using Hamiltonian dynamics", section 2.3.</remarks>
internal sealed class HamiltonianSystem(ILogDensity density, Metric metric)
{
    public int Dimension => density.Dimension;

    public Metric Metric => metric;

    /// <summary>Log density and gradient of the point's position.</summary>
    public void Evaluate(PhasePoint point) => point.LogDensity = density.Evaluate(point.Position, point.Gradient);

    /// <summary>A new momentum.</summary>
    public void Refresh(PhasePoint point, Key key)
    {
        Philox.StandardNormals(key, 0, point.Momentum);
        metric.ToMomentum(point.Momentum);
        metric.Velocity(point.Momentum, point.Velocity);
        point.KineticEnergy = 0.5 * PhaseVectors.Dot(point.Momentum, point.Velocity);
    }

    /// <summary>The part of a leapfrog step before the density is evaluated: half a step of the momentum, and a step of the position.</summary>
    /// <param name="point">Moved in place.</param>
    /// <param name="step">Step size; backward in time where it is negative.</param>
    public void Drift(PhasePoint point, double step) => metric.Drift(point, step);

    /// <summary>The part after it: the other half of the momentum's step.</summary>
    public void Kick(PhasePoint point, double step) => metric.Kick(point, step);

    /// <summary>Half a step of the momentum, a step of the position, and the other half.</summary>
    public void Leapfrog(PhasePoint point, double step)
    {
        Drift(point, step);
        Evaluate(point);
        Kick(point, step);
    }
}
