namespace DiffProb;

/// <summary>A log density that nobody evaluates here: the chain asks for it by its queries.</summary>
/// <param name="dimension">Length of a position.</param>
internal sealed class Unasked(int dimension) : ILogDensity
{
    public int Dimension => dimension;

    public double Evaluate(ReadOnlySpan<double> position, Span<double> gradient) => throw new InvalidOperationException("Chains ask by queries.");
}
