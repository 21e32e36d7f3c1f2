namespace DiffProb;

/// <summary>Hamiltonian Monte Carlo along trajectories of one length: their end is accepted or refused.</summary>
/// <remarks>Source: Neal (2011), "MCMC using Hamiltonian dynamics", section 3.2.</remarks>
/// <param name="system">Where points move.</param>
/// <param name="length">Length of a trajectory in units of time; it has length / stepSize leapfrog steps, at least 1 and at most <paramref name="most"/>.</param>
/// <param name="most">Most leapfrog steps.</param>
internal sealed class Hmc(HamiltonianSystem system, double length, int most) : ITransition
{
    private readonly PhasePoint moving = new(system.Dimension);

    public TransitionInfo Next(PhasePoint point, double stepSize, Key key, CancellationToken cancellation)
    {
        moving.CopyPositionFrom(point);
        system.Refresh(moving, key);
        var begin = moving.Energy;
        var steps = (int)Math.Clamp(length / stepSize, 1.0, most);
        var done = 0;
        var rise = 0.0;
        for (; done < steps && rise <= Nuts.LargestRise; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            system.Leapfrog(moving, stepSize);
            rise = Nuts.RiseOf(moving.Energy, begin);
        }

        var isDivergent = rise > Nuts.LargestRise;
        var acceptance = isDivergent ? 0.0 : Math.Min(1.0, Math.Exp(-rise));
        if (!isDivergent && new ElementStream(key, 0).NextUniform() < acceptance)
        {
            point.CopyPositionFrom(moving);
            return new(acceptance, 0, done, false, moving.Energy);
        }

        return new(acceptance, 0, done, isDivergent, begin);
    }
}
