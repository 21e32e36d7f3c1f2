namespace DiffProb;

/// <summary>What happened on the way to one draw.</summary>
/// <param name="Acceptance">Mean acceptance probability along the trajectory, in [0, 1].</param>
/// <param name="Depth">Doublings of the trajectory; 0 where it does not double.</param>
/// <param name="Leapfrogs">Leapfrog steps, each with a gradient.</param>
/// <param name="IsDivergent">Whether the energy rose by more than 1000 on the way: steps are too long for the curvature there.</param>
/// <param name="Energy">Energy of the draw with its momentum.</param>
internal readonly record struct TransitionInfo(double Acceptance, int Depth, int Leapfrogs, bool IsDivergent, double Energy);

/// <summary>A step of a Markov chain along a trajectory, which leaves a density unchanged. One thread uses it at a time.</summary>
/// <remarks>It evaluates nothing: whoever runs it does so at the points that it asks for, one chain at a time or many at once.</remarks>
/// <param name="system">Where points move.</param>
internal abstract class Transition(HamiltonianSystem system)
{
    protected HamiltonianSystem System => system;

    /// <summary>The point whose log density and gradient are wanted.</summary>
    public abstract PhasePoint Moving { get; }

    /// <summary>Begins a step, and asks for the first point.</summary>
    /// <param name="point">The draw, with log density and gradient; it stays.</param>
    /// <param name="stepSize">Length of a leapfrog step.</param>
    /// <param name="key">Key of all random numbers of the step.</param>
    public abstract void Begin(PhasePoint point, double stepSize, Key key);

    /// <summary>Goes on with log density and gradient of <see cref="Moving"/>.</summary>
    /// <returns>Whether another point is asked for.</returns>
    public abstract bool Advance();

    /// <summary>The end of a step.</summary>
    /// <param name="point">Receives the next draw, with log density and gradient.</param>
    public abstract TransitionInfo End(PhasePoint point);

    /// <summary>A whole step in the density of the system.</summary>
    /// <param name="point">The draw; replaced by the next one. It is as it was if the step is stopped.</param>
    /// <param name="stepSize">Length of a leapfrog step.</param>
    /// <param name="key">Key of all random numbers of the step.</param>
    /// <param name="cancellation">Stops between two leapfrog steps.</param>
    public TransitionInfo Next(PhasePoint point, double stepSize, Key key, CancellationToken cancellation)
    {
        Begin(point, stepSize, key);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            system.Evaluate(Moving);
        }
        while (Advance());
        return End(point);
    }
}
