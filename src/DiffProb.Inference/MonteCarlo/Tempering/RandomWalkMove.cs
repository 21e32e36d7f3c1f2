using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Random walk Metropolis of all particles side by side, with steps in the shape of their covariance whose length is steered to an acceptance of 0.234.</summary>
/// <remarks>Source: Roberts, Gelman, Gilks (1997), doi:10.1214/aoap/1034625254, for the acceptance and the first length, 2.38 / √dimension.</remarks>
internal sealed class RandomWalkMove(TemperedDensity density, MetricKind kind, int particles, int dimension) : IMove
{
    private const double TargetAcceptance = 0.234;

    private readonly Metric metric = Metric.Unit(kind, dimension);
    private readonly Cloud moving = new(particles, dimension);
    private readonly double[] normals = new double[dimension];
    private readonly double[] step = new double[dimension];
    private double scale = 2.38 / Math.Sqrt(dimension);

    public void Learn(Cloud cloud, ReadOnlySpan<double> weights) => metric.Set(CloudCovariance.Of(cloud, weights, kind));

    public double Step(Cloud cloud, double inverseTemperature, Key key)
    {
        for (var i = 0; i < particles; i++)
        {
            // Σ L⁻ᵀ z = L z has covariance Σ.
            Philox.StandardNormals(key.Child((ulong)i), 0, normals);
            metric.ToMomentum(normals);
            metric.Velocity(normals, step);
            TensorPrimitives.MultiplyAdd(step, scale, cloud.PositionOf(i), moving.PositionOf(i));
        }

        density.Evaluate(inverseTemperature, moving);
        var uniforms = new double[particles];
        Philox.Uniforms(key.Child("accept"), 0, uniforms);
        var sum = 0.0;
        for (var i = 0; i < particles; i++)
        {
            var rise = moving.DensityOf(i, inverseTemperature) - cloud.DensityOf(i, inverseTemperature);
            var acceptance = rise >= 0.0 ? 1.0 : Math.Exp(rise);
            sum += acceptance;
            if (uniforms[i] < acceptance)
            {
                cloud.Take(moving, i, i);
            }
        }

        var mean = sum / particles;
        scale *= Math.Exp(mean - TargetAcceptance);
        return mean;
    }
}
