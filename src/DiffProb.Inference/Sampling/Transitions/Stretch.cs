using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Points of a trajectory that follow each other: both ends, the sum of the momenta, the weight, and the point that is drawn from them.</summary>
internal sealed class Stretch(int dimension)
{
    private readonly double[] sum = new double[dimension];
    private End first = new(dimension);
    private End last = new(dimension);
    private bool isPoint;

    /// <summary>Logarithm of the sum of the weights of its points.</summary>
    public double LogWeight { get; private set; }

    /// <summary>Energy of the point that is drawn.</summary>
    public double Energy { get; private set; }

    public PhasePoint Drawn { get; private set; } = new(dimension);

    private End Last => isPoint ? first : last;

    private double[] Sum => isPoint ? first.Momentum : sum;

    /// <summary>A stretch of one point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetTo(PhasePoint point, double logWeight, double energy)
    {
        first.CopyFrom(point);
        Drawn.CopyPositionFrom(point);
        (LogWeight, Energy, isPoint) = (logWeight, energy, true);
    }

    /// <summary>The same, the other way round.</summary>
    public void Reverse()
    {
        if (!isPoint)
        {
            (first, last) = (last, first);
        }
    }

    /// <summary>Adds the stretch that follows, and tells whether both together turn: the whole, or each half with the nearest point of the other.</summary>
    /// <param name="next">The other one; what it holds may be taken.</param>
    /// <param name="logWeight">Logarithm of the sum of both weights.</param>
    /// <param name="takesNext">Whether the point drawn from both is the other one's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Append(Stretch next, double logWeight, bool takesNext)
    {
        var end = next.Last;
        var turns = !PhaseVectors.GoAlong(first.Velocity, end.Velocity, Sum, next.Sum);
        if (!(isPoint && next.isPoint))
        {
            turns = turns
                || !PhaseVectors.GoAlong(first.Velocity, next.first.Velocity, Sum, next.first.Momentum)
                || !PhaseVectors.GoAlong(Last.Velocity, end.Velocity, Last.Momentum, next.Sum);
        }

        PhaseVectors.Add(Sum, next.Sum, sum);
        if (next.isPoint)
        {
            (last, next.first) = (next.first, last);
        }
        else
        {
            (last, next.last) = (next.last, last);
        }

        (isPoint, LogWeight) = (false, logWeight);
        if (takesNext)
        {
            (Drawn, next.Drawn) = (next.Drawn, Drawn);
            Energy = next.Energy;
        }

        return turns;
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
