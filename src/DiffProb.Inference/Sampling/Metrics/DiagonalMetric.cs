using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Σ is diagonal: a variance for each number of the position.</summary>
internal sealed class DiagonalMetric : Metric
{
    private readonly double[] variance;
    private readonly double[] scale; // 1 / √variance

    public DiagonalMetric(int dimension)
    {
        (variance, scale) = (new double[dimension], new double[dimension]);
        Array.Fill(variance, 1.0);
        Array.Fill(scale, 1.0);
    }

    public override MetricKind Kind => MetricKind.Diagonal;

    public override ReadOnlySpan<double> InverseMass => variance;

    public override void ToMomentum(Span<double> normals) => TensorPrimitives.Multiply(normals, scale, normals);

    public override void Velocity(ReadOnlySpan<double> momentum, Span<double> velocity) => TensorPrimitives.Multiply(momentum, variance, velocity);

    public override void Set(ReadOnlySpan<double> inverseMass)
    {
        inverseMass.CopyTo(variance);
        TensorPrimitives.ReciprocalSqrt(inverseMass, scale);
    }
}
