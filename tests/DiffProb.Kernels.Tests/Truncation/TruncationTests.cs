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
