namespace DiffProb;

/// <summary>The values of a discrete distribution with their probabilities: all of them, or all counts below 20,000.</summary>
internal sealed class Atoms
{
    private const int MostCounts = 20_000;

    public Atoms(Distribution distribution)
    {
        Values = distribution is IFinite { Cardinality: not null } finite
            ? finite.EnumerateSupport()
            : Tensor.Vector([.. Enumerable.Range(0, MostCounts).Select(k => (double)k)]);
        Count = Values.Shape[0];
        var points = new Points(Count);
        LogMasses = new Computation(points.Gather(distribution.LogDensity(points.Spread(Values)))).At();
        Masses = Array.ConvertAll(LogMasses, Math.Exp);
    }

    public int Count { get; }

    /// <summary>[Count, ...Shape].</summary>
    public Tensor Values { get; }

    public double[] LogMasses { get; }

    public double[] Masses { get; }

    /// <summary>Mean of a function of the rows of <see cref="Values"/>, for each element of an event.</summary>
    public double[] Expectation(Func<double, int, double> f)
    {
        var (values, size) = (Values.ToArray(), Values.Shape.Size / Count);
        return [.. Enumerable.Range(0, size).Select(e => Enumerable.Range(0, Count).Sum(a => Masses[a] * f(values[(a * size) + e], e)))];
    }

    public double Entropy => -Enumerable.Range(0, Count).Sum(a => Masses[a] == 0.0 ? 0.0 : Masses[a] * LogMasses[a]);
}
