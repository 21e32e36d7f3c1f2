namespace DiffProb;

/// <summary>Finds a step size that is right within a factor of two: at which the acceptance of one leapfrog step crosses 0.8.</summary>
/// <remarks>Source: Hoffman and Gelman (2014), JMLR 15, algorithm 4, with the bound of Stan.</remarks>
internal sealed class StepSizeSearch(HamiltonianSystem system)
{
    private const double Largest = 1e7;

    // Below it, a step moves no number of size 1 by more than some of its last bits.
    private const double Smallest = 1e-14;

    private static readonly double Crossing = Math.Log(0.8);

    private readonly PhasePoint moving = new(system.Dimension);

    /// <summary>The point whose log density and gradient are wanted.</summary>
    public PhasePoint Moving => moving;

    /// <summary>What was found, at the end.</summary>
    public double StepSize { get; private set; }

    /// <summary>The points at which log density and gradient are wanted, one after the other.</summary>
    /// <param name="point">Where it begins; it stays.</param>
    /// <param name="stepSize">A first guess, positive.</param>
    /// <param name="key">Key of the momenta.</param>
    /// <exception cref="DiffProbException">None is small or large enough: the density has a jump, or no end.</exception>
    public IEnumerable<PhasePoint> From(PhasePoint point, double stepSize, Key key)
    {
        StepSize = stepSize;
        var grows = false;
        for (var i = 0UL; ; i++)
        {
            moving.CopyPositionFrom(point);
            system.Refresh(moving, key.Child(i));
            var begin = moving.Energy;
            system.Drift(moving, StepSize);
            yield return moving;
            system.Kick(moving, StepSize);
            var isAccepted = -Nuts.RiseOf(moving.Energy, begin) > Crossing;
            if (i == 0)
            {
                grows = isAccepted;
            }
            else if (isAccepted != grows)
            {
                yield break;
            }

            StepSize *= grows ? 2.0 : 0.5;
            if (StepSize > Largest)
            {
                throw InferenceErrors.StepSizeUnbounded();
            }

            if (StepSize < Smallest)
            {
                throw InferenceErrors.StepSizeVanishes();
            }
        }
    }
}
