using MathNet.Numerics.LinearAlgebra;

namespace DiffProb;

/// <summary>Gaussian processes against the formulas with an inverse matrix, and covariance functions at distances that are known.</summary>
public class GaussianProcessTests
{
    private static readonly double[] Inputs = [0.0, 0.5, 2.0];
    private static readonly double[] Seen = [0.3, -0.2, 1.5];

    [Fact]
    public void Covariances_at_a_distance_of_one_length_scale()
    {
        double At(CovarianceFunction k) => k.Between(new[] { 1.0 }, new[] { 3.0 }).ToDouble();
        Assert.Equal(2.0 * Math.Exp(-0.5), At(CovarianceFunction.SquaredExponential(2.0, 2.0)), 1e-15);
        Assert.Equal(2.0 * (1.0 + Math.Sqrt(3.0)) * Math.Exp(-Math.Sqrt(3.0)), At(CovarianceFunction.Matern32(2.0, 2.0)), 1e-15);
        Assert.Equal(2.0 * (1.0 + Math.Sqrt(5.0) + (5.0 / 3.0)) * Math.Exp(-Math.Sqrt(5.0)), At(CovarianceFunction.Matern52(2.0, 2.0)), 1e-15);
        Assert.Equal(2.0 * Math.Exp(-2.0 * Math.Pow(Math.Sin(Math.PI * 2.0 / 5.0) / 0.7, 2)), At(CovarianceFunction.Periodic(5.0, 0.7, 2.0)), 1e-14);
        Assert.Equal(6.0, At(CovarianceFunction.Linear(2.0)), 1e-15);
        Assert.Equal(6.0 + (2.0 * Math.Exp(-0.5)), At(CovarianceFunction.Linear(2.0) + CovarianceFunction.SquaredExponential(2.0, 2.0)), 1e-14);
        Assert.Equal(12.0 * Math.Exp(-0.5), At(CovarianceFunction.Linear(2.0) * CovarianceFunction.SquaredExponential(2.0, 2.0)), 1e-14);
    }

    [Fact]
    public void Inputs_may_be_vectors()
    {
        var x = Tensor.Matrix(new[,] { { 0.0, 0.0 }, { 3.0, 4.0 } });
        Assert.Equal(Math.Exp(-0.5), CovarianceFunction.SquaredExponential(5.0, 1.0).Between(x, x).ToArray()[1], 1e-15);
    }

    [Fact]
    public void The_law_after_values_are_seen_is_that_of_the_inverse_matrix()
    {
        var k = CovarianceFunction.Matern52(1.3, 0.8);
        double[] at = [1.0, 4.0];
        var law = GaussianProcess.Conditional(k, Inputs, Seen, 0.1, at, jitter: 0.0);
        Matrix<double> Dense(double[] x, double[] y) => Matrix<double>.Build.DenseOfRowMajor(x.Length, y.Length, k.Between(x, y).ToArray());
        var inverse = (Dense(Inputs, Inputs) + (0.1 * Matrix<double>.Build.DenseIdentity(3))).Inverse();
        var mean = Dense(at, Inputs) * inverse * Vector<double>.Build.Dense(Seen);
        var covariance = Dense(at, at) - (Dense(at, Inputs) * inverse * Dense(Inputs, at));
        Assert.All(law.Mean!.ToArray(), (m, i) => Assert.Equal(mean[i], m, 1e-12));
        Assert.All(law.Covariance.ToArray(), (c, i) => Assert.Equal(covariance[i / 2, i % 2], c, 1e-12));
    }

    /// <summary>The density of what is seen rises and falls with a length scale, and its derivative says so, at distance 0, too.</summary>
    [Fact]
    public void Hyperparameters_are_differentiable()
    {
        var scale = Tensor.Data("scale", Shape.Scalar);
        foreach (var k in new[] { CovarianceFunction.SquaredExponential(scale, 1.0), CovarianceFunction.Matern32(scale, 1.0), CovarianceFunction.Matern52(scale, 1.0) })
        {
            var log = GaussianProcess.Marginal(k, Inputs, 0.1).LogProb(Seen);
            var (f, slope) = (new Computation(log, scale), new Computation(Gradient.Of(log, scale)[0], scale));
            Assert.Equal((f.At([1.0 + 1e-5])[0] - f.At([1.0 - 1e-5])[0]) / 2e-5, slope.At([1.0])[0], 1e-7);
        }
    }
}
