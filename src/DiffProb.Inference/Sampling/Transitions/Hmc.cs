namespace DiffProb;

/// <summary>Hamiltonian Monte Carlo along trajectories of one length: their end is accepted or refused.</summary>
/// <remarks>Source: Neal (2011), "MCMC using Hamiltonian dynamics", section 3.2.</remarks>
/// <param name="system">Where points move.</param>
/// <param name="length">Length of a trajectory in units of time; it has length / stepSize leapfrog steps, at least 1 and at most <paramref name="most"/>.</param>
/// <param name="most">Most leapfrog steps.</param>
internal sealed class Hmc(HamiltonianSystem system, double length, int most) : Transition(system)
{
    private readonly PhasePoint moving = new(system.Dimension);
    private Key key;
    private double stepSize;
    private double begin;
    private double rise;
    private int steps;
    private int done;

    public override PhasePoint Moving => moving;

    public override void Begin(PhasePoint point, double stepSize, Key key)
    {
        (this.stepSize, this.key, done) = (stepSize, key, 0);
        moving.CopyPositionFrom(point);
        System.Refresh(moving, key);
        begin = moving.Energy;
        steps = (int)Math.Clamp(length / stepSize, 1.0, most);
        System.Drift(moving, stepSize);
    }

    public override bool Advance()
    {
        System.Kick(moving, stepSize);
        rise = Nuts.RiseOf(moving.Energy, begin);
        if (++done == steps || rise > Nuts.LargestRise)
        {
            return false;
        }

        System.Drift(moving, stepSize);
        return true;
    }

    public override TransitionInfo End(PhasePoint point)
    {
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
