using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>The no-U-turn sampler: trajectories double until they turn back on themselves, and the draw is one of their points, by its weight.</summary>
/// <remarks>
/// Multinomial weights, drawn uniformly within a subtree and progressively between the old trajectory and the new half, which is favoured; the criterion of turning
/// is that of a metric, of each subtree and also of each half with the nearest point of the other half. The tree is built without recursion: after a point, all
/// subtrees that it completes are joined.
/// Source: Hoffman and Gelman (2014), JMLR 15; Betancourt (2017), arXiv 1701.02434, appendix A; the checks across halves: Stan 2.21 (2019), release notes.
/// </remarks>
internal sealed class Nuts : Transition
{
    /// <summary>A rise of the energy beyond this is a divergence.</summary>
    internal const double LargestRise = 1000.0;

    private readonly int mostDoublings;
    private readonly PhasePoint forward;
    private readonly PhasePoint backward;
    private readonly Stretch whole;
    private readonly Stretch[] waiting; // by level, the first half of a stretch of 2^(level + 1) points

    private Stretch grown;
    private PhasePoint moving;
    private double stepSize;
    private double direction;
    private double begin;
    private double acceptance;
    private int depth;
    private int points; // of the new half
    private int leapfrogs;
    private bool isDivergent;
    private ElementStream random;

    public Nuts(HamiltonianSystem system, int mostDoublings)
        : base(system)
    {
        this.mostDoublings = mostDoublings;
        var dimension = system.Dimension;
        (forward, backward) = (new(dimension), new(dimension));
        (whole, grown) = (new(dimension), new(dimension));
        waiting = [.. Enumerable.Range(0, mostDoublings).Select(_ => new Stretch(dimension))];
        moving = forward;
    }

    public override PhasePoint Moving => moving;

    /// <summary>How much an energy lies above another one: ∞ where it is not finite.</summary>
    internal static double RiseOf(double energy, double begin) => double.IsFinite(energy) ? energy - begin : double.PositiveInfinity;

    public override void Begin(PhasePoint point, double stepSize, Key key)
    {
        this.stepSize = stepSize;
        (acceptance, leapfrogs, isDivergent, depth, random) = (0.0, 0, false, 0, new(key, 0));
        forward.CopyPositionFrom(point);
        System.Refresh(forward, key);
        backward.CopyFrom(forward);
        begin = forward.Energy;
        whole.SetTo(forward, 0.0, begin);
        Double();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Advance()
    {
        System.Kick(moving, direction * stepSize);
        leapfrogs++;
        var energy = moving.Energy;
        var rise = RiseOf(energy, begin);
        isDivergent |= rise > LargestRise;
        acceptance += rise > 0.0 ? Math.Exp(-rise) : 1.0;
        grown.SetTo(moving, -rise, energy);
        if (isDivergent || !Join())
        {
            return false;
        }

        if (++points < 1 << depth)
        {
            System.Drift(moving, direction * stepSize);
            return true;
        }

        depth++;
        if (Takes() || depth == mostDoublings)
        {
            return false;
        }

        Double();
        return true;
    }

    public override TransitionInfo End(PhasePoint point)
    {
        point.CopyPositionFrom(whole.Drawn);
        return new(acceptance / leapfrogs, depth, leapfrogs, isDivergent, whole.Energy);
    }

    // Begins a new half at one of the ends.
    private void Double()
    {
        direction = random.NextUniform() > 0.5 ? 1.0 : -1.0;
        moving = direction > 0.0 ? forward : backward;
        points = 0;
        System.Drift(moving, direction * stepSize);
    }

    // Joins the new point with the stretches that it completes; false where one of them turns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Join()
    {
        var level = 0;
        for (; ((points >> level) & 1) == 1; level++)
        {
            var half = waiting[level];
            var total = LogAddExp.Of(half.LogWeight, grown.LogWeight);
            if (half.Append(grown, total, random.NextUniform() < Math.Exp(grown.LogWeight - total)))
            {
                return false;
            }

            (waiting[level], grown) = (grown, half);
        }

        if (level < depth)
        {
            (waiting[level], grown) = (grown, waiting[level]);
        }

        return true;
    }

    // Adds the new half to the trajectory, and tells whether that turns. As seen in the direction in which it grew, its last point is beside the first new one.
    private bool Takes()
    {
        if (direction < 0.0)
        {
            whole.Reverse();
        }

        var takesNew = random.NextUniform() < Math.Exp(grown.LogWeight - whole.LogWeight);
        var turns = whole.Append(grown, LogAddExp.Of(whole.LogWeight, grown.LogWeight), takesNew);
        if (direction < 0.0)
        {
            whole.Reverse();
        }

        return turns;
    }
}
