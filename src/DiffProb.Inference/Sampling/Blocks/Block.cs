namespace DiffProb;

/// <summary>A kernel at work in one chain: it moves its numbers of the position, and learns in warmup how to.</summary>
/// <remarks>It evaluates nothing, but asks: whoever runs the chain answers each question before it goes on.</remarks>
/// <param name="query">The question of the chain.</param>
internal abstract class Block(DensityQuery query)
{
    /// <summary>What it tells of each step.</summary>
    public abstract IReadOnlyList<string> StatisticNames { get; }

    /// <summary>All that it remembers, as numbers: as many at any time.</summary>
    public abstract double[] Memory { get; set; }

    /// <summary>What it learnt, for another run to begin with: as many numbers at any time.</summary>
    public abstract double[] Tuned { get; set; }

    /// <summary>Leapfrog steps of the last step.</summary>
    public virtual int Leapfrogs => 0;

    /// <summary>Whether the last step diverged.</summary>
    public virtual bool IsDivergent => false;

    /// <summary>Length of a step, as told to a listener.</summary>
    public virtual double StepSize => double.NaN;

    protected DensityQuery Query => query;

    /// <summary>Prepares at the beginning of a chain that does not begin where another ended.</summary>
    public virtual IEnumerable<DensityQuery> Begin(ChainPoint point, Key key) => [];

    /// <summary>One step.</summary>
    /// <param name="point">Where the chain is; moved in place.</param>
    /// <param name="key">Key of all random numbers of the step.</param>
    public abstract IEnumerable<DensityQuery> Move(ChainPoint point, Key key);

    /// <summary>Learns from a step of warmup, after all blocks moved.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="point">Where the chain is.</param>
    /// <param name="key">Key of all random numbers of the step.</param>
    public virtual IEnumerable<DensityQuery> Learn(int step, ChainPoint point, Key key) => [];

    /// <summary>What it tells of the last step, in the order of the names.</summary>
    public abstract void Tell(Span<double> numbers);

    /// <summary>The question for the log density at a position.</summary>
    protected DensityQuery Ask()
    {
        query.Kind = QueryKind.Density;
        return query;
    }
}

/// <summary>Where a chain is: its position with the log density, and with the gradient where that is known.</summary>
/// <param name="dimension">Length of a position.</param>
internal sealed class ChainPoint(int dimension)
{
    public double[] Position { get; } = new double[dimension];

    public double[] Gradient { get; } = new double[dimension];

    public double LogDensity { get; set; }

    public bool HasGradient { get; set; }

    public void CopyFrom(ChainPoint other)
    {
        other.Position.CopyTo(Position, 0);
        other.Gradient.CopyTo(Gradient, 0);
        (LogDensity, HasGradient) = (other.LogDensity, other.HasGradient);
    }
}
