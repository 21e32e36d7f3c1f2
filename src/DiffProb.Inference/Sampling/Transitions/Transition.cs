namespace DiffProb;

/// <summary>What happened on the way to one draw.</summary>
/// <param name="Acceptance">Mean acceptance probability along the trajectory, in [0, 1].</param>
/// <param name="Depth">Doublings of the trajectory; 0 where it does not double.</param>
/// <param name="Leapfrogs">Leapfrog steps, each with a gradient.</param>
/// <param name="IsDivergent">Whether the energy rose by more than 1000 on the way: steps are too long for the curvature there.</param>
/// <param name="Energy">Energy of the draw with its momentum.</param>
internal readonly record struct TransitionInfo(double Acceptance, int Depth, int Leapfrogs, bool IsDivergent, double Energy);

/// <summary>A step of a Markov chain that leaves a density unchanged. One thread uses it at a time.</summary>
internal interface ITransition
{
    /// <summary>From one draw to the next.</summary>
    /// <param name="point">The draw, with log density and gradient; replaced by the next one. It is as it was if the step is stopped.</param>
    /// <param name="stepSize">Length of a leapfrog step.</param>
    /// <param name="key">Key of all random numbers of the step.</param>
    /// <param name="cancellation">Stops between two leapfrog steps.</param>
    TransitionInfo Next(PhasePoint point, double stepSize, Key key, CancellationToken cancellation);
}
