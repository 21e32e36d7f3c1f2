namespace DiffProb;

/// <summary>Which covariance of the posterior the momenta know.</summary>
public enum MetricKind
{
    /// <summary>The variance of each unconstrained number.</summary>
    Diagonal,

    /// <summary>The covariance of all: for posteriors whose numbers depend strongly on each other. A step takes dimension² operations.</summary>
    Dense,
}

/// <summary>The kinetic energy of a Hamiltonian system: momenta are normal with precision Σ, the inverse mass, an estimate of the covariance of positions.</summary>
/// <remarks>Source: Betancourt (2017), arXiv 1701.02434, section 4.2.1.</remarks>
internal abstract class Metric
{
    /// <summary>Which one it is.</summary>
    public abstract MetricKind Kind { get; }

    /// <summary>The inverse mass as numbers: the diagonal, or all of the matrix by rows.</summary>
    public abstract ReadOnlySpan<double> InverseMass { get; }

    /// <summary>A momentum from independent standard normal numbers, in place.</summary>
    public abstract void ToMomentum(Span<double> normals);

    /// <summary>Velocity of a momentum: Σ p.</summary>
    public abstract void Velocity(ReadOnlySpan<double> momentum, Span<double> velocity);

    /// <summary>A step of a random walk whose covariance is Σ, from independent standard normal numbers, in place.</summary>
    public abstract void ToDisplacement(Span<double> normals);

    /// <summary>Half a step of the momentum, the velocity, and a step of the position.</summary>
    public virtual void Drift(PhasePoint point, double step)
    {
        PhaseVectors.AddMultiple(point.Gradient, 0.5 * step, point.Momentum);
        Velocity(point.Momentum, point.Velocity);
        PhaseVectors.AddMultiple(point.Velocity, step, point.Position);
    }

    /// <summary>Half a step of the momentum, the velocity, and the kinetic energy.</summary>
    public virtual void Kick(PhasePoint point, double step)
    {
        PhaseVectors.AddMultiple(point.Gradient, 0.5 * step, point.Momentum);
        Velocity(point.Momentum, point.Velocity);
        point.KineticEnergy = 0.5 * PhaseVectors.Dot(point.Momentum, point.Velocity);
    }

    /// <summary>Replaces the inverse mass.</summary>
    public abstract void Set(ReadOnlySpan<double> inverseMass);

    /// <summary>The metric of unit mass.</summary>
    public static Metric Unit(MetricKind kind, int dimension) => kind switch
    {
        MetricKind.Diagonal => new DiagonalMetric(dimension),
        MetricKind.Dense => new DenseMetric(dimension),
        _ => throw InferenceErrors.MetricUnknown(kind),
    };
}
