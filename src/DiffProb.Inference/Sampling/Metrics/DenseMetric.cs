using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Σ is a full matrix: momenta are L⁻ᵀ z for Σ = L Lᵀ, so that their covariance is Σ⁻¹.</summary>
internal sealed class DenseMetric : Metric
{
    private readonly int dimension;
    private readonly double[] covariance;
    private readonly double[] factor;

    public DenseMetric(int dimension)
    {
        this.dimension = dimension;
        (covariance, factor) = (new double[dimension * dimension], new double[dimension * dimension]);
        for (var i = 0; i < dimension; i++)
        {
            covariance[(i * dimension) + i] = factor[(i * dimension) + i] = 1.0;
        }
    }

    public override MetricKind Kind => MetricKind.Dense;

    public override ReadOnlySpan<double> InverseMass => covariance;

    // Backward substitution by rows of L, each of which is a column of Lᵀ.
    public override void ToMomentum(Span<double> normals)
    {
        for (var i = dimension - 1; i >= 0; i--)
        {
            var row = factor.AsSpan(i * dimension, i + 1);
            normals[i] /= row[i];
            TensorPrimitives.MultiplyAdd(row[..i], -normals[i], normals[..i], normals[..i]);
        }
    }

    // L z, from the last row up: each needs the numbers before it.
    public override void ToDisplacement(Span<double> normals)
    {
        for (var i = dimension - 1; i >= 0; i--)
        {
            normals[i] = Summation.Dot<double>(factor.AsSpan(i * dimension, i + 1), normals[..(i + 1)]);
        }
    }

    public override void Velocity(ReadOnlySpan<double> momentum, Span<double> velocity)
    {
        for (var i = 0; i < dimension; i++)
        {
            velocity[i] = TensorPrimitives.Dot(covariance.AsSpan(i * dimension, dimension), momentum);
        }
    }

    public override void Set(ReadOnlySpan<double> inverseMass)
    {
        inverseMass.CopyTo(covariance);
        Factor();
    }

    // Cholesky by rows; the regularized covariance is positive definite, but for rounding.
    private void Factor()
    {
        for (var i = 0; i < dimension; i++)
        {
            var row = factor.AsSpan(i * dimension, dimension);
            for (var j = 0; j <= i; j++)
            {
                var other = factor.AsSpan(j * dimension, j);
                var rest = covariance[(i * dimension) + j] - TensorPrimitives.Dot(row[..j], other);
                row[j] = j < i ? rest / factor[(j * dimension) + j]
                    : rest > 0.0 ? Math.Sqrt(rest) : throw InferenceErrors.MetricNotPositive(i);
            }
        }
    }
}
