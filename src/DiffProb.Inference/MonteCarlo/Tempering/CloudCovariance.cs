namespace DiffProb;

/// <summary>Covariance of weighted particles: its diagonal, or all of it by rows; shrunk as that of warmup is.</summary>
internal static class CloudCovariance
{
    public static double[] Of(Cloud cloud, ReadOnlySpan<double> weights, MetricKind kind)
    {
        var (n, d) = (cloud.Count, cloud.Dimension);
        var mean = new double[d];
        var squares = 0.0;
        for (var i = 0; i < n; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(cloud.PositionOf(i), weights[i], mean, mean);
            squares += weights[i] * weights[i];
        }

        var isDense = kind == MetricKind.Dense;
        var sum = new double[isDense ? d * d : d];
        var deviation = new double[d];
        for (var i = 0; i < n; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Subtract(cloud.PositionOf(i), mean, deviation);
            for (var r = 0; r < d; r++)
            {
                if (!isDense)
                {
                    sum[r] += weights[i] * deviation[r] * deviation[r];
                    continue;
                }

                var row = sum.AsSpan(r * d, d);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(deviation, weights[i] * deviation[r], row, row);
            }
        }

        return Shrunk(sum, d, isDense, 1.0 / squares);
    }

    // Effective particles take the place of positions.
    private static double[] Shrunk(double[] sum, int dimension, bool isDense, double size)
    {
        var weight = size / (size + 5.0);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] *= weight;
        }

        for (var i = 0; i < dimension; i++)
        {
            sum[isDense ? (i * dimension) + i : i] += 1e-3 * (5.0 / (size + 5.0));
        }

        return sum;
    }
}
