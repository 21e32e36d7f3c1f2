namespace DiffProb;

/// <summary>log Σ exp of rows and columns of every length against sums in higher precision.</summary>
public sealed class VectorLogSumExpTests
{
    [Fact]
    public void It_is_the_logarithm_of_the_sum_for_every_length()
    {
        var random = new Random(3);
        for (var length = 1; length < 70; length++)
        {
            var x = Enumerable.Range(0, length).Select(_ => (random.NextDouble() * 40) - 20 + 1e3).ToArray();
            var exact = 1e3 + Math.Log((double)x.Sum(v => (decimal)Math.Exp(v - 1e3)));
            Assert.Equal(exact, VectorLogSumExp.Row(x), 2.5e-13); // a rounding of 1000 is 1.1e-13

            var shifted = Array.ConvertAll(x, v => v - 1e3);
            Assert.Equal(exact - 1e3, VectorLogSumExp.Row(shifted), 2.5e-13);
        }
    }

    [Fact]
    public void A_column_is_the_row_of_its_numbers_but_for_roundings()
    {
        var random = new Random(4);
        foreach (var (count, inner) in new[] { (1, 2), (3, 5), (7, 8), (9, 17), (40, 64) })
        {
            var x = Enumerable.Range(0, count * inner).Select(_ => (random.NextDouble() * 60) - 30).ToArray();
            x[1] = double.NegativeInfinity;
            var y = new double[inner];
            VectorLogSumExp.Columns(x, y, count, inner);
            for (var j = 0; j < inner; j++)
            {
                var row = Enumerable.Range(0, count).Select(r => x[(r * inner) + j]).ToArray();
                var expected = VectorLogSumExp.Row(row);
                Assert.True(expected == y[j] || Math.Abs(expected - y[j]) <= 1e-15 * (1 + Math.Abs(expected)), $"{y[j]:R} instead of {expected:R}");
            }
        }
    }

    [Theory]
    [InlineData(new double[0], double.NegativeInfinity)]
    [InlineData(new[] { double.NegativeInfinity, double.NegativeInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { double.NegativeInfinity, 3 }, 3)]
    [InlineData(new[] { double.PositiveInfinity, 3 }, double.PositiveInfinity)]
    [InlineData(new[] { double.NaN, double.PositiveInfinity }, double.NaN)]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, double.NaN, 1 }, double.NaN)]
    public void It_takes_infinities_and_NaN(double[] x, double value)
    {
        Assert.Equal(value, VectorLogSumExp.Row(x));
        if (x.Length > 0)
        {
            var y = new double[2];
            VectorLogSumExp.Columns([.. x.SelectMany(v => new[] { v, v })], y, x.Length, 2);
            Assert.Equal([value, value], y);
        }
    }
}
