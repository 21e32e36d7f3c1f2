using System.Globalization;

namespace DiffProb;

/// <summary>Quantiles, densities and derivatives of laws between two bounds, against integrals of 40 to 60 digits in x (mpmath; see the head of the table).</summary>
public class TruncationTests
{
    private static readonly Row[] Table =
    [
        .. File.ReadLines(Path.Combine(ReferenceTable.Root.FullName, "tests", "DiffProb.Kernels.Tests", "Truncation", "Truncation.csv")).Where(line => line[0] != '#').Skip(1).Select(line => new Row(line.Split(','))),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Length)];

    /// <summary>The draw to its last digits, and its distance from a bound that is near: relative error 1e-12.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Quantiles_are_exact(int index)
    {
        var row = Table[index];
        var forms = row.Forms();
        var x = Number(forms.Quantile(row.Probability));
        Near(row["x"], x, 4e-15 + LastDigits(row["x"]), row, absolute: 2e-15 * row.Scale);
        var distance = Number(Tensor.Create(new TruncatedDistance(row.Family), row.Inputs(row.Probability)));
        Near(1.0, Number(Tensor.Create(new TruncatedProbability(row.Family, false, false), row.Inputs(x))) / row.Probability, 1e-12 + (4.0 * LastDigits(x) * Math.Abs(x) * Math.Exp(row["logp"]) / row.Probability), row);
        Assert.True(double.IsFinite(distance));
    }

    /// <summary>At the draw that has lost no digits: relative error 1e-11.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Path_derivatives_are_exact(int index)
    {
        var row = Table[index];
        var distance = Tensor.Create(new TruncatedDistance(row.Family), row.Inputs(row.Probability));
        foreach (var (name, input) in new[] { ("loc", 1), ("scale", 2), ("low", 3), ("high", 4), ("shape", 5) })
        {
            if (row.Has(name))
            {
                var derivative = Number(Tensor.Create(new TruncatedPathDerivative(row.Family, input, IsDistance: true), [distance, .. row.Inputs(0.0)[1..], Tensor.Scalar(row.Probability)]));
                Near(row[name], derivative, 1e-11, row, name);
            }
        }
    }

    /// <summary>At x as rounded: relative error 1e-12, and what the rounding of x leaves.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Densities_are_exact(int index)
    {
        var row = Table[index];
        var x = row["x"];
        var slope = Math.Abs(Number(Tensor.Create(new TruncatedScore(row.Family, 0), row.Inputs(x))));
        Near(row["logp"], Number(Tensor.Create(new TruncatedLogDensity(row.Family), row.Inputs(x))), 1e-12, row, "log density", 1e-13 + (slope * LastDigits(x) * Math.Abs(x)));
    }

    /// <summary>Where a bound lies far beyond a draw, in either direction, the draw is not a small difference of large numbers.</summary>
    [Theory]
    [InlineData(nameof(TruncatedFamily.StudentT), double.NegativeInfinity, -50.0, 0.16, 4e-12)]
    [InlineData(nameof(TruncatedFamily.StudentT), 50.0, double.PositiveInfinity, 0.16, 0.999)]
    [InlineData(nameof(TruncatedFamily.StudentT), double.NegativeInfinity, 0.03, 1.0, 1.5e-11)]
    [InlineData(nameof(TruncatedFamily.Gamma), 0.0, 1e-6, 0.55, 1e-8)]
    [InlineData(nameof(TruncatedFamily.Gamma), 0.0, 1e-6, 0.55, 1e-12)]
    [InlineData(nameof(TruncatedFamily.Gamma), 1e-12, 1e4, 0.01, 0.01)]
    public void Draws_far_from_a_bound_lead_back(string family, double low, double high, double shape, double probability)
    {
        var forms = new TruncatedForms(Enum.Parse<TruncatedFamily>(family), 0.0, 1.0, low, high, shape);
        var x = Number(forms.Quantile(probability));
        Assert.Equal(1.0, Number(forms.Below(x)) / probability, 1e-12 + (shape * LastDigits(x)));
    }

    /// <summary>The draw underflows, and its derivatives with it: they are 0, in time and not NaN.</summary>
    [Fact]
    public void A_draw_that_underflows_has_derivatives()
    {
        var scale = Tensor.Data("scale", Shape.Scalar);
        var x = new TruncatedForms(TruncatedFamily.Gamma, 0.0, scale, 0.0, double.PositiveInfinity, 0.027).Quantile(5e-10);
        var run = ManagedEngine.Default.Compile([x, Gradient.Of(x, scale)[0]], [scale]).Run(Bindings.Empty.With("scale", Tensor.Scalar(0.035)));
        Assert.Equal([0.0, 0.0], run.Select(t => t.ToDouble()));
    }

    /// <summary>Left of the bound the density falls by e within less than 1e-148, or than any number: the draw is the bound, and nothing is NaN.</summary>
    [Theory]
    [InlineData(-340.0)]
    [InlineData(-5e4)]
    public void A_window_narrower_than_numbers_is_a_point(double high)
    {
        var forms = new TruncatedForms(TruncatedFamily.Gumbel, 0.0, 1.0, double.NegativeInfinity, high, 1.0);
        Assert.Equal(high, Number(forms.Quantile(0.4)));
        Assert.Equal(high, Number(forms.Moment(TruncatedMoment.Mean)));
        Assert.InRange(Number(forms.Moment(TruncatedMoment.Variance)), 0.0, 1e-200);
        Assert.Equal([0.0, 1.0], new[] { high - 1.0, high }.Select(x => Number(forms.Below(x))));
        Assert.InRange(Number(forms.LogDensity(high - 1.0)), double.NegativeInfinity, 0.99 * Math.Exp(-high) * (1.0 - Math.E));
        Assert.InRange(Number(forms.LogDensity(high)), 339.0, double.PositiveInfinity);
        var bound = Tensor.Data("high", Shape.Scalar);
        var loc = Tensor.Data("loc", Shape.Scalar);
        var x = new TruncatedForms(TruncatedFamily.Gumbel, loc, 1.0, double.NegativeInfinity, bound, 1.0).Quantile(0.4);
        var run = ManagedEngine.Default.Compile(Gradient.Of(x, bound, loc), [bound, loc]).Run(Bindings.Empty.With("high", Tensor.Scalar(high)).With("loc", Tensor.Scalar(0.0)));
        Assert.Equal([1.0, 0.0], run.Select(t => Math.Round(t.ToDouble(), 12)));
    }

    private static double LastDigits(double x) => 4.0 * (Math.BitIncrement(Math.Abs(x)) - Math.Abs(x)) / Math.Abs(x);

    private static double Number(Tensor t) => ManagedEngine.Default.Compile([t], []).Run(Bindings.Empty)[0].ToArray()[0];

    private static void Near(double expected, double actual, double relative, Row row, string what = "quantile", double absolute = 0.0) =>
        Assert.True(Math.Abs(actual - expected) <= (relative * Math.Abs(expected)) + absolute, $"{what} of {row}: {actual:R} is not {expected:R}, by {(actual / expected) - 1.0:E1}");

    private sealed class Row(string[] cells)
    {
        private static readonly string[] Names = ["x", "logp", "loc", "scale", "low", "high", "shape"];

        public TruncatedFamily Family { get; } = Enum.Parse<TruncatedFamily>(cells[0]);

        public double Scale => Parse(cells[2]);

        public double Probability => Parse(cells[6]);

        public double this[string name] => Parse(cells[7 + Array.IndexOf(Names, name)]);

        public bool Has(string name) => cells[7 + Array.IndexOf(Names, name)].Length > 0;

        public Tensor[] Inputs(double point) => [Tensor.Scalar(point), .. cells[1..6].Select(c => Tensor.Scalar(Parse(c)))];

        public TruncatedForms Forms() => new(Family, Inputs(0.0)[1], Inputs(0.0)[2], Inputs(0.0)[3], Inputs(0.0)[4], Inputs(0.0)[5]);

        public override string ToString() => string.Join(" ", cells[..7]);

        private static double Parse(string cell) => cell switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(cell, CultureInfo.InvariantCulture),
        };
    }
}
