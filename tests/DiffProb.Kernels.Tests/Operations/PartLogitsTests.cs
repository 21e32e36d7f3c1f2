namespace DiffProb;

/// <summary>Each part against the sum of the others.</summary>
public sealed class PartLogitsTests
{
    /// <summary>Rows of every kind, so many of them that some stand alone after the eight that are taken together; parts apart by nothing, some, and more than exp can hold.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 3)]
    [InlineData(19, 4)]
    [InlineData(205, 5)]
    [InlineData(17, 64)]
    [InlineData(9, 65)]
    public void A_logit_is_the_part_less_the_logarithm_of_the_others(int rows, int count)
    {
        var random = new Random(rows);
        double[] spreads = [0, 1e-9, 2, 40, 600, 2000];
        var x = new double[rows * count];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = spreads[i / count % spreads.Length] * ((2 * random.NextDouble()) - 1);
        }

        var y = ManagedEngine.Default.Compile([PartLogits.Of(Tensor.Parameter("x", Shape.Of(rows, count)))], [Tensor.Parameter("x", Shape.Of(rows, count))])
            .Run(Bindings.Empty.With("x", Tensor.Of(Shape.Of(rows, count), x)))[0].ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            var exact = x[i] - LogSum.Without(x.AsSpan(i / count * count, count), i % count);
            Assert.True(exact == y[i] || Math.Abs(y[i] - exact) <= 1e-15 * (4 + Math.Abs(exact) + Math.Abs(x[i])), $"row {i / count}, part {i % count}: {y[i]:R} instead of {exact:R}");
        }
    }

    [Fact]
    public void Of_two_largest_parts_each_is_against_the_other()
    {
        var y = PartLogits.Of(Tensor.Of(Shape.Of(1, 3), [1.0, 1.0, 0.5])).ToArray();
        var large = -Math.Log(1.0 + Math.Exp(-0.5));
        Assert.All(y[..2], logit => Assert.Equal(large, logit, 1e-15));
        Assert.Equal(-0.5 - Math.Log(2.0), y[2], 1e-15);
    }

    [Fact]
    public void A_part_that_is_all_has_logit_infinity_and_one_that_is_nothing_its_opposite()
    {
        var nothing = double.NegativeInfinity;
        var y = PartLogits.Of(Tensor.Of(Shape.Of(2, 3), [0.0, nothing, nothing, -1e5, 5.0, nothing])).ToArray();
        Assert.Equal([double.PositiveInfinity, nothing, nothing, -100_005.0, 100_005.0, nothing], y);
    }
}
