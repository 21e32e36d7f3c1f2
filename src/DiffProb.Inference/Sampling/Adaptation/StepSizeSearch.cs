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

    /// <summary>The step size from a point on.</summary>
    /// <param name="point">Where it begins; it stays.</param>
    /// <param name="stepSize">A first guess, positive.</param>
    /// <param name="key">Key of the momenta.</param>
    /// <exception cref="DiffProbException">None is small or large enough: the density has a jump, or no end.</exception>
    public double From(PhasePoint point, double stepSize, Key key)
    {
        var grows = IsAccepted(point, stepSize, key.Child(0));
        for (var i = 1UL; ; i++)
        {
            stepSize *= grows ? 2.0 : 0.5;
            if (stepSize > Largest)
            {
                throw InferenceErrors.StepSizeUnbounded();
            }

            if (stepSize < Smallest)
            {
                throw InferenceErrors.StepSizeVanishes();
            }

            if (IsAccepted(point, stepSize, key.Child(i)) != grows)
            {
                return stepSize;
            }
        }
    }

    private bool IsAccepted(PhasePoint point, double stepSize, Key key)
    {
        moving.CopyPositionFrom(point);
        system.Refresh(moving, key);
        var begin = moving.Energy;
        system.Leapfrog(moving, stepSize);
        return -Nuts.RiseOf(moving.Energy, begin) > Crossing;
    }
}
