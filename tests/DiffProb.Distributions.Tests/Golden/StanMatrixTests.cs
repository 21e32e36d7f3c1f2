using System.Text.Json;

namespace DiffProb;

/// <summary>Log densities of random matrices as Stan computes them, where they lie beside the checkout.</summary>
public sealed class StanMatrixTests
{
    /// <summary>Stan's density is that of the correlation matrix L Lᵀ: less by the logarithm of |det ∂(L Lᵀ)/∂L| = Π Lᵢᵢ^(D - 1 - i), i from 0.</summary>
    [Fact]
    public void Correlation_matrices() => Each("LKJ_stan_output.json", (parameters, x) =>
    {
        var (factor, dimension) = (x.Cholesky(), x.Shape[^1]);
        var powers = Tensor.Vector([.. Enumerable.Range(0, dimension).Select(i => dimension - 1.0 - i)]);
        return new LKJCholesky(dimension, parameters[1][0]).LogProb(factor) - (powers * factor.Diagonal().Log()).Sum(-1);
    });

    [Fact]
    public void Wishart_matrices() => Each("Wishart_stan_output.json", (parameters, x) => new Wishart(parameters[0][0], covariance: parameters[1].Reshape(x.Shape)).LogProb(x));

    [Fact]
    public void Inverse_Wishart_matrices() => Each("InverseWishart_stan_output.json", (parameters, x) => new InverseWishart(parameters[0][0], parameters[1].Reshape(x.Shape)).LogProb(x));

    private static void Each(string file, Func<Tensor[], Tensor, Tensor> logDensity)
    {
        foreach (var entry in ExternalFolder.Read(file))
        {
            var dimensions = entry.GetProperty("dims").EnumerateArray().Select(n => n.GetInt32()).ToArray();
            Tensor[] parameters = [.. entry.GetProperty("params").EnumerateArray().Select(Numbers)];
            var actual = logDensity(parameters, Numbers(entry.GetProperty("X")).Reshape(dimensions)).ToDouble();
            var expected = entry.GetProperty("lpdf")[0].GetDouble();
            Assert.True(Math.Abs(actual - expected) <= 1e-12 * Math.Abs(expected), $"{actual:R} is not {expected:R}");
        }
    }

    // Symmetric matrices: the order of rows and columns is all the same.
    private static Tensor Numbers(JsonElement list) => Tensor.Vector([.. list.EnumerateArray().Select(v => v.GetDouble())]);
}
