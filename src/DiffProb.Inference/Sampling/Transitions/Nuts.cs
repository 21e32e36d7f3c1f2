using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>The no-U-turn sampler: trajectories double until they turn back on themselves, and the draw is one of their points, by its weight.</summary>
/// <remarks>
/// Multinomial weights, drawn uniformly within a subtree and progressively between the old trajectory and the new half, which is favoured; the criterion of turning
/// is that of a metric, of each subtree and also of each half with the nearest point of the other half.
/// Source: Hoffman and Gelman (2014), JMLR 15; Betancourt (2017), arXiv 1701.02434, appendix A; the checks across halves: Stan 2.21 (2019), release notes.
/// </remarks>
internal sealed class Nuts : ITransition
{
    /// <summary>A rise of the energy beyond this is a divergence.</summary>
    internal const double LargestRise = 1000.0;

    private readonly HamiltonianSystem system;
    private readonly int mostDoublings;
    private readonly PhasePoint forward;
    private readonly PhasePoint backward;
    private readonly Stretch whole;
    private readonly Stretch grown;
    private readonly Stretch[] halves;

    private double stepSize;
    private double begin;
    private double acceptance;
    private int leapfrogs;
    private bool isDivergent;
    private ElementStream random;
    private CancellationToken cancellation;

    public Nuts(HamiltonianSystem system, int mostDoublings)
    {
        (this.system, this.mostDoublings) = (system, mostDoublings);
        var dimension = system.Dimension;
        (forward, backward) = (new(dimension), new(dimension));
        (whole, grown) = (new(dimension), new(dimension));
        halves = [.. Enumerable.Range(0, mostDoublings).Select(_ => new Stretch(dimension))];
    }

    /// <summary>How much an energy lies above another one: ∞ where it is not finite.</summary>
    internal static double RiseOf(double energy, double begin) => double.IsFinite(energy) ? energy - begin : double.PositiveInfinity;

    public TransitionInfo Next(PhasePoint point, double stepSize, Key key, CancellationToken cancellation)
    {
        (this.stepSize, this.cancellation) = (stepSize, cancellation);
        (acceptance, leapfrogs, isDivergent, random) = (0.0, 0, false, new(key, 0));
        forward.CopyPositionFrom(point);
        system.Refresh(forward, key);
        backward.CopyFrom(forward);
        begin = forward.Energy;
        whole.SetTo(forward, 0.0, begin);
        var depth = 0;
        while (depth < mostDoublings)
        {
            var goesForward = random.NextUniform() > 0.5;
            var (moving, direction) = goesForward ? (forward, 1.0) : (backward, -1.0);
            if (!Grow(grown, depth, moving, direction))
            {
                break;
            }

            depth++;

            // The trajectory as seen in the direction in which it grew: its last point is beside the first new one.
            if (!goesForward)
            {
                whole.Reverse();
            }

            var takesNew = random.NextUniform() < Math.Exp(grown.LogWeight - whole.LogWeight);
            var turns = whole.Append(grown, takesNew);
            if (!goesForward)
            {
                whole.Reverse();
            }

            if (turns)
            {
                break;
            }
        }

        point.CopyPositionFrom(whole.Drawn);
        return new(acceptance / Math.Max(1, leapfrogs), depth, leapfrogs, isDivergent, whole.Energy);
    }

    /// <summary>A stretch of 2^depth points beyond one that moves along; false where it diverges, or a part of it turns.</summary>
    private bool Grow(Stretch into, int depth, PhasePoint moving, double direction)
    {
        if (depth == 0)
        {
            return Step(into, moving, direction);
        }

        var second = halves[depth - 1];
        if (!Grow(into, depth - 1, moving, direction) || !Grow(second, depth - 1, moving, direction))
        {
            return false;
        }

        var share = second.LogWeight - LogAddExp.Of(into.LogWeight, second.LogWeight);
        return !into.Append(second, random.NextUniform() < Math.Exp(share));
    }

    private bool Step(Stretch into, PhasePoint moving, double direction)
    {
        cancellation.ThrowIfCancellationRequested();
        system.Leapfrog(moving, direction * stepSize);
        leapfrogs++;
        var energy = moving.Energy;
        var rise = RiseOf(energy, begin);
        isDivergent |= rise > LargestRise;
        acceptance += Math.Min(1.0, Math.Exp(-rise));
        into.SetTo(moving, -rise, energy);
        return rise <= LargestRise;
    }

    /// <summary>Points of a trajectory that follow each other: both ends, the sum of the momenta, the weight, and the point that is drawn from them.</summary>
    private sealed class Stretch(int dimension)
    {
        private readonly double[] sum = new double[dimension];
        private readonly double[] across = new double[dimension];
        private End first = new(dimension);
        private End last = new(dimension);

        public double LogWeight { get; private set; }

        public double Energy { get; private set; }

        public PhasePoint Drawn { get; } = new(dimension);

        /// <summary>A stretch of one point.</summary>
        public void SetTo(PhasePoint point, double logWeight, double energy)
        {
            first.CopyFrom(point);
            last.CopyFrom(point);
            point.Momentum.CopyTo(sum, 0);
            Drawn.CopyPositionFrom(point);
            (LogWeight, Energy) = (logWeight, energy);
        }

        /// <summary>The same, the other way round.</summary>
        public void Reverse() => (first, last) = (last, first);

        /// <summary>Adds the stretch that follows, and tells whether both together turn; the other's ends may be taken.</summary>
        public bool Append(Stretch next, bool takesNext)
        {
            TensorPrimitives.Add(sum, next.first.Momentum, across);
            var turns = Turns(first, next.first, across);
            TensorPrimitives.Add(next.sum, last.Momentum, across);
            turns |= Turns(last, next.last, across);
            TensorPrimitives.Add(sum, next.sum, sum);
            turns |= Turns(first, next.last, sum);
            (last, next.last) = (next.last, last);
            LogWeight = LogAddExp.Of(LogWeight, next.LogWeight);
            if (takesNext)
            {
                Drawn.CopyPositionFrom(next.Drawn);
                Energy = next.Energy;
            }

            return turns;
        }

        private static bool Turns(End a, End b, double[] sum) =>
            !(TensorPrimitives.Dot<double>(a.Velocity, sum) > 0.0 && TensorPrimitives.Dot<double>(b.Velocity, sum) > 0.0);
    }

    /// <summary>An end of a stretch.</summary>
    private sealed class End(int dimension)
    {
        public double[] Momentum { get; } = new double[dimension];

        public double[] Velocity { get; } = new double[dimension];

        public void CopyFrom(PhasePoint point)
        {
            point.Momentum.CopyTo(Momentum, 0);
            point.Velocity.CopyTo(Velocity, 0);
        }
    }
}
