using System.Runtime.CompilerServices;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ToMomentum(Span<double> normals)
    {
        for (var i = 0; i < scale.Length; i++)
        {
            normals[i] *= scale[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ToDisplacement(Span<double> normals)
    {
        for (var i = 0; i < scale.Length; i++)
        {
            normals[i] /= scale[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Velocity(ReadOnlySpan<double> momentum, Span<double> velocity)
    {
        for (var i = 0; i < variance.Length; i++)
        {
            velocity[i] = variance[i] * momentum[i];
        }
    }

    public override void Drift(PhasePoint point, double step) => PhaseVectors.Drift(point, variance, 0.5 * step, step);

    public override void Kick(PhasePoint point, double step) => point.KineticEnergy = 0.5 * PhaseVectors.Kick(point, variance, 0.5 * step);

    public override void Set(ReadOnlySpan<double> inverseMass)
    {
        inverseMass.CopyTo(variance);
        for (var i = 0; i < variance.Length; i++)
        {
            scale[i] = 1.0 / Math.Sqrt(variance[i]);
        }
    }
}
