using DiffProb;

namespace Gallery.Rejecting;

/// <summary>Soft and hard rejection beside what is exact, whatever language ran them.</summary>
/// <param name="page">Where it is shown.</param>
/// <param name="hard">The gradient by hard rejection: of E z, or of E z² if so asked.</param>
/// <param name="soft">The same by soft rejection at a temperature.</param>
public sealed class RejectionReport(Page page, Func<bool, GradientEstimate> hard, Func<bool, double, GradientEstimate> soft)
{
    /// <summary>Draws for each estimate.</summary>
    public const int Particles = 40_000;

    /// <summary>The mean of the target.</summary>
    public const double Theta = 0.5;

    /// <summary>From the coldest.</summary>
    public static IReadOnlyList<double> Temperatures { get; } = [0.02, 0.05, 0.1, 0.2, 0.5, 1.0];

    /// <summary>All of it.</summary>
    public IReadOnlyList<Answer> Show() => [.. Show(false), .. Show(true)];

    private List<Answer> Show(bool isSquare)
    {
        var what = isSquare ? "E z²" : "E z";
        var exact = HardLaw.Of(z => isSquare ? z * z : z, Theta);
        page.Heading($"{what} and its derivative");
        page.Paragraph(isSquare
            ? "The square is not affine in the draw: what matters is the law of the blend, and not only its mean. The exact numbers follow from that of a blend of one proposal fewer."
            : "The exact value is theta, and the exact derivative 1. What soft rejection should find is known, too, by quadrature: its bias is no guess.");
        Row[] rows = [Hard(isSquare, exact), .. Temperatures.Select(t => Soft(isSquare, t))];
        page.Table(
            ["temperature", what, "d/dtheta", "± error", "its limit", "bias", "variance"],
            rows.Select(r => (string[])[r.Name, Page.Text(r.Value.Mean, "F4"), Page.Text(r.Slope, "F4"), Page.Text(r.Error, "F4"), Page.Text(r.ExactSlope, "F5"), Page.Text(r.ExactSlope - exact.Slope, "F5"), Page.Text(r.Variance, "F2")]));
        var answers = rows.SelectMany(r => new[]
        {
            new Answer($"{r.Name}: {what}", r.Value.Mean, r.ExactValue, 5.0 * r.Value.StandardError),
            new Answer($"{r.Name}: d/dtheta {what}", r.Slope, r.ExactSlope, 5.0 * r.Error),
        }).Append(new($"hard: variance, {what}", rows[0].Variance, exact.Variance, 5.0 * Math.Sqrt(exact.Spread / Particles))).ToList();
        page.Answers(answers);
        page.Paragraph($"{Verdict(exact, rows, 1000)} {Verdict(exact, rows, 100_000)}");
        page.Chart(Bias(what, exact, rows[1..], isSquare));
        page.Chart(Errors(what, exact, rows));
        return answers;
    }

    private Row Hard(bool isSquare, HardLaw exact) => new("hard", hard(isSquare), exact.Value, exact.Slope);

    private Row Soft(bool isSquare, double temperature)
    {
        var law = new SoftLaw(Theta, temperature);
        return new($"soft, {Page.Text(temperature)}", soft(isSquare, temperature), isSquare ? law.Square : law.Mean, isSquare ? law.SquareSlope : law.Slope);
    }

    // The temperature with the least bias and noise together, beside the hard sampler's noise.
    private static string Verdict(HardLaw exact, Row[] rows, int draws)
    {
        var (best, hard) = (rows[1..].MinBy(r => Off(r, exact, draws))!, Math.Sqrt(exact.Variance / draws));
        return $"With {Page.Text(draws, "N0")} draws the best of these is {best.Name}, off by {Page.Text(Off(best, exact, draws), "G2")}; hard rejection is off by {Page.Text(hard, "G2")}.";
    }

    private static double Off(Row row, HardLaw exact, int draws) => Math.Sqrt(Math.Pow(row.ExactSlope - exact.Slope, 2.0) + (row.Variance / draws));

    private static Chart Bias(string what, HardLaw exact, Row[] rows, bool isSquare)
    {
        double[] fine = [.. Enumerable.Range(0, 31).Select(i => 0.01 * Math.Pow(10.0, i / 15.0))];
        var laws = fine.Select(t => new SoftLaw(Theta, t)).ToArray();
        return new(
            $"Derivative of {what} by soft rejection",
            new ChartAxis("temperature") { IsLogarithmic = true },
            "derivative in theta",
            new Line("its limit, by quadrature", fine, laws.Select(l => isSquare ? l.SquareSlope : l.Slope)),
            new Points($"{Page.Text(Particles, "N0")} draws, ± 2 standard errors", Temperatures, rows.Select(r => r.Slope), rows.Select(r => 2.0 * r.Error)),
            new Rule("what it should be", exact.Slope));
    }

    // Bias and noise together, for few draws and for many; the hard one's is noise alone.
    private static Chart Errors(string what, HardLaw exact, Row[] rows)
    {
        Line Of(int draws) => new(
            $"soft, {Page.Text(draws, "N0")} draws",
            Temperatures,
            rows[1..].Select(r => Off(r, exact, draws)));
        Line Beside(int draws) => new($"hard, {Page.Text(draws, "N0")} draws", [Temperatures[0], Temperatures[^1]], [Math.Sqrt(exact.Variance / draws), Math.Sqrt(exact.Variance / draws)], isDashed: true);
        return new(
            $"How far the derivative of {what} is off",
            new ChartAxis("temperature") { IsLogarithmic = true },
            new ChartAxis("root of the mean square error") { IsLogarithmic = true },
            Of(1000),
            Beside(1000),
            Of(100_000),
            Beside(100_000));
    }

    private sealed record Row(string Name, GradientEstimate Found, double ExactValue, double ExactSlope)
    {
        public Estimate Value => Found.Value;

        public double Slope => Found["theta"].ToDouble();

        public double Error => Found.StandardError("theta").ToDouble();

        public double Variance => Error * Error * Particles;
    }
}
