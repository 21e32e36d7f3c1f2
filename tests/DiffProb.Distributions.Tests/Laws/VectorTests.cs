using MathNet.Numerics.LinearAlgebra;

namespace DiffProb;

/// <summary>Continuous laws of vectors and matrices: mass, draws against the density, gradients along the path against those of the density.</summary>
/// <remarks>Means are judged at 5 standard errors: a correct one fails 6 seeds in 10 million; there are about 100 comparisons for each example.</remarks>
public class VectorTests
{
    private const int Count = 60_000;
    private const int Directions = 8;

    [Theory]
    [MemberData(nameof(Examples.Vectors), MemberType = typeof(Examples))]
    public void Total_mass_is_one(string name)
    {
        var (mean, error) = Mean(new ImportanceSample(DistributionCatalogue.Find(name), Count, 70).Weights);
        Assert.True(error < 0.02, $"too noisy to judge: ± {error}");
        Assert.True(Math.Abs(mean - 1.0) <= 5.0 * error, $"{mean} ± {error} is not 1");
    }

    /// <summary>How many draws lie left of three points, in eight directions.</summary>
    [Theory]
    [MemberData(nameof(Examples.Vectors), MemberType = typeof(Examples))]
    public void Draws_follow_the_density(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var sample = new ImportanceSample(example, Count, 71);
        var draws = example.Distribution.Support.FromReals.InverseOf(example.Distribution.Sample(Count, seed: 72));
        foreach (var direction in RandomDirections(sample.Dimensions))
        {
            var (drawn, weighted) = (sample.Project(draws, direction), sample.Project(sample.Unconstrained, direction));
            foreach (var edge in new[] { -0.7, 0.0, 0.7 })
            {
                var (left, leftError) = Mean([.. drawn.Select(x => x < edge ? 1.0 : 0.0)]);
                var (exact, exactError) = Mean([.. weighted.Select((x, i) => x < edge ? sample.Weights[i] : 0.0)]);
                var error = Math.Sqrt((leftError * leftError) + (exactError * exactError));
                Assert.True(Math.Abs(left - exact) <= 5.0 * error, $"{left} of the draws, but {exact} ± {error} of the law, lie left of {edge}");
            }
        }
    }

    /// <summary>d/dθ E sin(a·t), t unconstrained: along the draws, and as the mean of sin times the derivative of the log density.</summary>
    [Theory]
    [MemberData(nameof(Examples.VectorsWithPaths), MemberType = typeof(Examples))]
    public void Gradients_along_the_path_are_those_of_the_density(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var sample = new ImportanceSample(example, Count, 73);
        var map = example.Distribution.Support.FromReals;
        var direction = sample.Spread.Transpose().Solve(RandomDirections(sample.Dimensions)[0]);
        Tensor Cost(Tensor unconstrained) =>
            ((unconstrained.Reshape(sample.Dimensions) - Tensor.Vector([.. sample.Centre])) * Tensor.Vector([.. direction])).Sum().Sin();

        var points = new Points(Count);
        var (slots, d) = points.Parameterize(example);
        var path = Cost(map.InverseOf(d.SampleFrom(new NoiseSource("z", points.Axes)).BroadcastTo(d.Shape)));
        var slot = points.Slot("t", sample.Unconstrained.Shape.Skip(1));
        var t = points.Spread(slot);
        var score = Cost(t).StopGradient() * d.LogDensity(map.ForwardOf(t));
        double[][] values = [.. points.Repeat(example), sample.Unconstrained.ToArray()];
        for (var k = 0; k < slots.Length; k++)
        {
            if (example.Distribution.Parameters[k].Path == PathKind.None)
            {
                continue;
            }

            var along = new Computation(Gradient.Of(path.SumOver(points.Axes), slots[k])[0], slots).At(values[..^1]);
            var weighed = new Computation(Gradient.Of(score.SumOver(points.Axes), slots[k])[0], [.. slots, slot]).At(values);
            var size = along.Length / Count;
            for (var e = 0; e < size; e++)
            {
                var (mean, error) = Mean([.. Enumerable.Range(0, Count).Select(i => along[(i * size) + e])]);
                var (exact, exactError) = Mean([.. Enumerable.Range(0, Count).Select(i => sample.Weights[i] * weighed[(i * size) + e])]);
                var both = Math.Sqrt((error * error) + (exactError * exactError));
                Assert.True(Math.Abs(mean - exact) <= (5.0 * both) + 1e-12, $"{example.Distribution.Parameters[k].Name} [{e}]: {mean} ± {error} is not {exact} ± {exactError}");
            }
        }
    }

    private static List<Vector<double>> RandomDirections(int dimensions)
    {
        var random = new Random(74);
        return [.. Enumerable.Range(0, Directions).Select(_ => Vector<double>.Build.Dense(dimensions, _ => random.NextDouble() - 0.5).Normalize(2))];
    }

    private static (double Mean, double Error) Mean(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / values.Length));
    }
}
