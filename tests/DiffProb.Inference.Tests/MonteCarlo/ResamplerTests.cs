namespace DiffProb.MonteCarlo;

/// <summary>Choice in proportion to weights.</summary>
public sealed class ResamplerTests
{
    private static readonly double[] Weights = [0.02, 0.0, 0.33, 0.15, 0.0, 0.41, 0.09, 0.0];

    public static TheoryData<ResamplingKind> Kinds => [.. Enum.GetValues<ResamplingKind>()];

    /// <summary>4000 choices of 10: at 5 standard errors, a right mean fails about 6 seeds in 10 million for each particle.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_is_chosen_as_often_on_average_as_its_weight_says(ResamplingKind kind)
    {
        const int runs = 4000;
        const int count = 10;
        var (sum, squares) = (new double[Weights.Length], new double[Weights.Length]);
        for (var r = 0UL; r < runs; r++)
        {
            var places = Resampler.Choose(kind, Weights, count, Key.FromSeed(7).Child(r));
            Assert.Equal(count, places.Length);
            Assert.Equal(places.Order(), places);
            for (var i = 0; i < Weights.Length; i++)
            {
                var copies = places.Count(p => p == i);
                sum[i] += copies;
                squares[i] += copies * copies;
            }
        }

        for (var i = 0; i < Weights.Length; i++)
        {
            var mean = sum[i] / runs;
            var error = Math.Sqrt(((squares[i] / runs) - (mean * mean)) / runs);
            Assert.InRange(error, 0.0, 0.03);
            Assert.InRange(mean, (count * Weights[i]) - (5.0 * error), (count * Weights[i]) + (5.0 * error));
        }
    }

    [Theory]
    [InlineData(ResamplingKind.Systematic, 1.0)]
    [InlineData(ResamplingKind.Residual, 1e9)]
    public void Copies_lie_near_their_expectation(ResamplingKind kind, double above)
    {
        for (var r = 0UL; r < 200; r++)
        {
            var places = Resampler.Choose(kind, Weights, 100, Key.FromSeed(8).Child(r));
            for (var i = 0; i < Weights.Length; i++)
            {
                var copies = places.Count(p => p == i);
                Assert.True(copies >= Math.Floor((100 * Weights[i]) - 1e-9), $"{copies} copies for weight {Weights[i]}");
                Assert.True(copies <= (100 * Weights[i]) + above);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Equal_weights_and_one_weight(ResamplingKind kind)
    {
        double[] equal = [.. Enumerable.Repeat(1.0 / 64, 64)];
        var chosen = Resampler.Choose(kind, equal, 64, Key.FromSeed(1));
        if (kind is ResamplingKind.Systematic or ResamplingKind.Stratified or ResamplingKind.Residual)
        {
            Assert.Equal(Enumerable.Range(0, 64), chosen);
        }

        Assert.All(Resampler.Choose(kind, [0.0, 1.0, 0.0], 5, Key.FromSeed(2)), p => Assert.Equal(1, p));
    }

    /// <summary>Rounding may leave the sum of weights below the last point.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_rounding_leaves_goes_to_the_last_particle_with_a_weight(ResamplingKind kind)
    {
        double[] weights = [0.5 - 1e-3, 0.5 - 1e-3, 0.0];
        Assert.DoesNotContain(2, Resampler.Choose(kind, weights, 10_000, Key.FromSeed(3)));
    }

    [Fact]
    public void An_unknown_kind_is_named() =>
        Assert.Contains("no resampling 7", Assert.Throws<ValueException>(() => Resampler.Choose((ResamplingKind)7, Weights, 3, Key.FromSeed(1))).Message, StringComparison.Ordinal);
}
