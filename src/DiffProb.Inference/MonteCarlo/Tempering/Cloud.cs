namespace DiffProb;

/// <summary>Positions of particles, one after the other, with what is known of each.</summary>
internal sealed class Cloud(int count, int dimension)
{
    public int Count => count;

    public int Dimension => dimension;

    public double[] Positions { get; } = new double[checked(count * dimension)];

    /// <summary>In nats, on the unconstrained space.</summary>
    public double[] LogPrior { get; } = new double[count];

    /// <summary>In nats.</summary>
    public double[] LogLikelihood { get; } = new double[count];

    /// <summary>Of the log prior and inverse temperature times the log likelihood.</summary>
    public double[] Gradient { get; } = new double[count * dimension];

    public Span<double> PositionOf(int particle) => Positions.AsSpan(particle * dimension, dimension);

    public Span<double> GradientOf(int particle) => Gradient.AsSpan(particle * dimension, dimension);

    /// <summary>Log density at an inverse temperature: -∞ where it is not a number.</summary>
    public double DensityOf(int particle, double inverseTemperature)
    {
        var density = LogPrior[particle] + (inverseTemperature * LogLikelihood[particle]);
        return double.IsFinite(density) ? density : double.NegativeInfinity;
    }

    /// <summary>One particle as in another cloud.</summary>
    public void Take(Cloud other, int from, int to)
    {
        other.PositionOf(from).CopyTo(PositionOf(to));
        other.GradientOf(from).CopyTo(GradientOf(to));
        (LogPrior[to], LogLikelihood[to]) = (other.LogPrior[from], other.LogLikelihood[from]);
    }

    /// <summary>All as in another cloud.</summary>
    public void CopyFrom(Cloud other)
    {
        other.Positions.CopyTo(Positions, 0);
        other.Gradient.CopyTo(Gradient, 0);
        other.LogPrior.CopyTo(LogPrior, 0);
        other.LogLikelihood.CopyTo(LogLikelihood, 0);
    }
}
