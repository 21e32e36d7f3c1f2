using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Running mean and covariance of positions, of which the diagonal alone may be kept; shrunk towards a small multiple of the unit matrix.</summary>
/// <remarks>
/// Update: Welford (1962). Shrinkage as in Stan: n / (n + 5) times the estimate, and 10⁻³ · 5 / (n + 5) on the diagonal (Stan Reference Manual, MCMC sampling).
/// </remarks>
internal sealed class CovarianceEstimate
{
    private readonly int dimension;
    private readonly bool isDense;
    private readonly double[] mean;
    private readonly double[] sum;
    private readonly double[] before;
    private readonly double[] after;

    public CovarianceEstimate(MetricKind kind, int dimension)
    {
        (this.dimension, isDense) = (dimension, kind == MetricKind.Dense);
        mean = new double[dimension];
        (before, after) = (new double[dimension], new double[dimension]);
        sum = new double[isDense ? dimension * dimension : dimension];
    }

    /// <summary>How many positions are in it.</summary>
    public int Count { get; set; }

    /// <summary>Mean, then sums of products of deviations.</summary>
    public (double[] Mean, double[] Sum) Memory => (mean, sum);

    public void Clear()
    {
        Count = 0;
        Array.Clear(mean);
        Array.Clear(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> position)
    {
        Count++;
        for (var i = 0; i < dimension; i++)
        {
            before[i] = position[i] - mean[i];
            mean[i] += before[i] / Count;
            after[i] = position[i] - mean[i];
        }

        for (var i = 0; i < dimension; i++)
        {
            if (!isDense)
            {
                sum[i] += before[i] * after[i];
                continue;
            }

            for (var j = 0; j < dimension; j++)
            {
                sum[(i * dimension) + j] += before[j] * after[i];
            }
        }
    }

    /// <summary>The shrunk covariance: its diagonal, or all of it by rows.</summary>
    public double[] Shrunk()
    {
        var weight = Count / (Count + 5.0);
        var covariance = new double[sum.Length];
        TensorPrimitives.Multiply(sum, weight / (Count - 1.0), covariance);
        for (var i = 0; i < dimension; i++)
        {
            covariance[isDense ? (i * dimension) + i : i] += 1e-3 * (5.0 / (Count + 5.0));
        }

        return covariance;
    }
}
