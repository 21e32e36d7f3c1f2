using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Hamiltonian Monte Carlo of all particles side by side: about a quarter of the way round a normal distribution, in steps whose length is steered to an acceptance of 0.8.</summary>
/// <remarks>Source: Buchholz, Chopin, Jacob (2021), "Adaptive tuning of Hamiltonian Monte Carlo within sequential Monte Carlo", arXiv 1808.07730.</remarks>
internal sealed class HamiltonianMove(TemperedDensity density, MetricKind kind, int particles, int dimension) : IMove
{
    private const double TargetAcceptance = 0.8;
    private const int MostSteps = 64;

    private readonly Metric metric = Metric.Unit(kind, dimension);
    private readonly Cloud moving = new(particles, dimension);
    private readonly double[] momentum = new double[particles * dimension];
    private readonly double[] velocity = new double[dimension];
    private readonly double[] energy = new double[particles];
    private double stepSize = Math.Pow(dimension, -0.25);

    public void Learn(Cloud cloud, ReadOnlySpan<double> weights) => metric.Set(CloudCovariance.Of(cloud, weights, kind));

    public double Step(Cloud cloud, double inverseTemperature, Key key)
    {
        moving.CopyFrom(cloud);
        for (var i = 0; i < cloud.Count; i++)
        {
            Philox.StandardNormals(key.Child((ulong)i), 0, MomentumOf(i));
            metric.ToMomentum(MomentumOf(i));
            energy[i] = EnergyOf(cloud, i, inverseTemperature);
        }

        // From half of the quarter to one and a half: no length is that of a closed orbit for long.
        var length = (0.5 + new ElementStream(key.Child("length"), 0).NextUniform()) * (Math.PI / 2.0);
        var steps = (int)Math.Clamp(Math.Round(length / stepSize), 1.0, MostSteps);
        for (var s = 0; s < steps; s++)
        {
            Leapfrog(inverseTemperature);
        }

        return Accept(cloud, inverseTemperature, key.Child("accept"));
    }

    private Span<double> MomentumOf(int i) => momentum.AsSpan(i * dimension, dimension);

    private double EnergyOf(Cloud cloud, int i, double inverseTemperature)
    {
        metric.Velocity(MomentumOf(i), velocity);
        return (0.5 * TensorPrimitives.Dot(MomentumOf(i), velocity)) - cloud.DensityOf(i, inverseTemperature);
    }

    private void Leapfrog(double inverseTemperature)
    {
        TensorPrimitives.MultiplyAdd(moving.Gradient, 0.5 * stepSize, momentum, momentum);
        for (var i = 0; i < particles; i++)
        {
            metric.Velocity(MomentumOf(i), velocity);
            TensorPrimitives.MultiplyAdd(velocity, stepSize, moving.PositionOf(i), moving.PositionOf(i));
        }

        density.Evaluate(inverseTemperature, moving);
        TensorPrimitives.MultiplyAdd(moving.Gradient, 0.5 * stepSize, momentum, momentum);
    }

    private double Accept(Cloud cloud, double inverseTemperature, Key key)
    {
        var uniforms = new double[particles];
        Philox.Uniforms(key, 0, uniforms);
        var sum = 0.0;
        for (var i = 0; i < particles; i++)
        {
            var rise = EnergyOf(moving, i, inverseTemperature) - energy[i];
            var acceptance = rise <= 0.0 ? 1.0 : Math.Exp(-rise);
            acceptance = double.IsNaN(acceptance) ? 0.0 : acceptance;
            sum += acceptance;
            if (uniforms[i] < acceptance)
            {
                cloud.Take(moving, i, i);
            }
        }

        var mean = sum / particles;
        stepSize *= Math.Exp(mean - TargetAcceptance);
        return mean;
    }
}
