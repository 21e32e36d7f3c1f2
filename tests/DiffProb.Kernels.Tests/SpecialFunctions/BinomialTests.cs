using System.Globalization;

namespace DiffProb;

/// <summary>Masses and quantiles of counts against exact values, with numbers up to 1e15 and probabilities from 1e-300 to 1 - 1e-16.</summary>
public sealed class BinomialTests
{
    private static readonly ILookup<string, double[]> Table =
        File.ReadLines(Path.Combine(ReferenceTable.Root.FullName, "tests", "DiffProb.Kernels.Tests", "SpecialFunctions", "Binomial.csv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(','))
            .ToLookup(cells => cells[0], cells => Array.ConvertAll(cells[1..], c => double.Parse(c, CultureInfo.InvariantCulture)));

    [Fact]
    public void Masses_are_exact() => Assert.All(Table["Mass"], row => Near(row[4], BinomialMass.Log(row[0], row[1], row[2], row[3])));

    [Fact]
    public void Hypergeometric_masses_are_exact() => Assert.All(Table["Hypergeometric"], row => Near(row[4], BinomialMass.LogHypergeometric(row[0], row[1], row[2], row[3])));

    [Fact]
    public void Quantiles_are_exact() => Assert.All(Table["Quantile"], row => Assert.Equal(row[3], BinomialQuantile.Of(row[0], row[1], row[2])));

    [Fact]
    public void The_table_has_rows_of_each() => Assert.Equal([204, 21, 125], new[] { "Mass", "Hypergeometric", "Quantile" }.Select(name => Table[name].Count()));

    [Fact]
    public void Certain_and_impossible_counts_have_their_masses()
    {
        Assert.Equal(0.0, BinomialMass.Log(0, 0, 0.3, 0.7));
        Assert.Equal((0.0, double.NegativeInfinity), (BinomialMass.Log(0, 5, 0, 1), BinomialMass.Log(2, 5, 0, 1)));
        Assert.Equal((0.0, double.NegativeInfinity), (BinomialMass.Log(5, 5, 1, 0), BinomialMass.Log(3, 5, 1, 0)));
    }

    /// <summary>Half of an even coin's probability lies at or below (n - 1) / 2, a tie that a rounding of the cdf must not break.</summary>
    [Fact]
    public void The_median_of_an_odd_number_of_even_coins_is_the_smaller_middle() =>
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(i, BinomialQuantile.Of(0.5, (2 * i) + 1, 0.5)));

    private static void Near(double exact, double actual) =>
        Assert.True(Math.Abs(actual - exact) <= 1e-14 * (1 + Math.Abs(exact)), $"{actual:R} is not {exact:R}");
}
