using DiffProb;

namespace Gallery.Tails;

/// <summary>What DiffProb says of a law above a bound.</summary>
/// <param name="Density">Density at a place, of a law whose bound is so far from its centre.</param>
/// <param name="At">The place at u = 1 - 2⁻ᵏ, and how fast it moves.</param>
/// <param name="Along">The derivative of the mean in the centre, along the path.</param>
/// <param name="Scored">The same by the score.</param>
public sealed record TailsFound(
    Func<TailLaw, double, double, double> Density,
    Func<TailLaw, double, int, Slopes> At,
    Func<TailLaw, double, GradientEstimate> Along,
    Func<TailLaw, double, GradientEstimate> Scored);

/// <summary>The figures about tails beside exact ones, whatever language found them.</summary>
/// <param name="page">Where they are shown.</param>
/// <param name="found">What DiffProb says.</param>
public sealed class TailsReport(Page page, TailsFound found)
{
    /// <summary>Draws for a mean.</summary>
    public const int Particles = 50_000;

    private const double Near = 2.0;
    private static readonly double[] Bounds = [5.0, 10.0, 30.0];

    /// <summary>All of it.</summary>
    public IReadOnlyList<Answer> Show() => [.. ShowSlopes(), .. ShowGradients(), .. ShowDigits(), .. ShowVariances()];

    // Relative errors of 1e-11 are what the truncated laws promise.
    private static Answer Close(string what, double number, double exact) => new(what, number, exact, 1e-11 * Math.Abs(exact));

    private IReadOnlyList<Answer> ShowSlopes()
    {
        page.Heading("The folklore: a slope that explodes");
        page.Paragraph(
            "The slope of a draw in its uniform number u is 1 / f(x). At the same place x it is far larger for the normal, whose tail is thin: from this comes the advice to prefer fat tails. "
            + "But a draw has the same u, not the same place, and there the order is the other way round. Both laws are cut 2 scales from their centre.");
        var (places, halvings) = (new[] { 4.0, 8.0, 16.0, 30.0 }, new[] { 10, 20, 30, 50 });
        page.Table(
            ["1 / f at the same place", .. places.Select(z => Page.Text(z))],
            Laws.Take(2).Select(law => (string[])[law.ToString(), .. places.Select(z => Page.Text(1.0 / found.Density(law, Near, z - Near), "G3"))]));
        page.Table(
            ["1 / f at the same 1 - u", .. halvings.Select(k => Page.Text(Math.Pow(2.0, -k), "G2"))],
            Laws.Take(2).Select(law => (string[])[law.ToString(), .. halvings.Select(k => Page.Text(found.At(law, Near, k).InU, "G3"))]));
        page.Chart(Lines("Slope of a draw in u, at the same place", "place, in scales from the centre", Steps(2.0, 30.0), false, (law, z) => 1.0 / found.Density(law, Near, z - Near), 2));
        page.Chart(Lines("Slope of a draw in u, at the same u", "1 - u", Halves, true, (law, rest) => found.At(law, Near, Halvings(rest)).InU, 2));
        return page.Answers(
            [
                .. Laws.Take(2).Select(law => Close($"{law}: 1/f at place 8", 1.0 / found.Density(law, Near, 8.0 - Near), 1.0 / Tail.Of(law, Near).Density(8.0 - Near))),
                .. Laws.Take(2).Select(law => Close($"{law}: 1/f, 1-u = 2⁻³⁰", found.At(law, Near, 30).InU, Tail.Of(law, Near).At(30).InU)),
            ]);
    }

    private IReadOnlyList<Answer> ShowGradients()
    {
        page.Heading("The correction: no gradient has a bare 1 / f");
        page.Paragraph(
            "A parameter moves the place at which the probability is u, by -(∂F/∂θ) / f: what is divided by f is as small as f. In the bound that is R(x) / R(a), with R the Mills ratio: between 0 and 1 for every tail that "
            + "falls as fast as exp(-t) or faster, however far out. It is the fat tail of a Cauchy that explodes. At the median, and at 1 - u = 2⁻²⁰:");
        page.Table(
            ["cut at", "law", "dx/dloc, median", "dx/dlow, median", "dx/dlow, 2⁻²⁰"],
            from far in Bounds
            from law in Laws
            let median = found.At(law, far, 1)
            select (string[])[Page.Text(far), law.ToString(), Page.Text(median.InLoc, "G6"), Page.Text(median.InLow, "G6"), Page.Text(found.At(law, far, 20).InLow, "G6")]);
        page.Chart(Lines("Slope of a draw in the bound, cut at 5", "1 - u", Halves, true, (law, rest) => found.At(law, 5.0, Halvings(rest)).InLow, 3));
        return page.Answers(
            [
                .. from far in Bounds
                   from law in Laws.Take(2)
                   select Close($"{law} {far}: dx/dloc, 1/2", found.At(law, far, 1).InLoc, Tail.Of(law, far).At(1).InLoc),
                .. Laws.Select(law => Close($"{law} 5: dx/dlow, 2⁻²⁰", found.At(law, 5.0, 20).InLow, Tail.Of(law, 5.0).At(20).InLow)),
            ]);
    }

    private IReadOnlyList<Answer> ShowDigits()
    {
        page.Heading("What really fails: digits");
        page.Paragraph(
            "Three ways to the median of a normal above a bound, and to its slope in loc: x = Φ⁻¹(Φ(a) + u (1 - Φ(a))), the same from the other end with Φ(-a), and DiffProb's, which forms no tail probability. "
            + "How many digits are right, beside Mills ratios of 28 digits:");
        double[] bounds = [2.0, 5.0, 8.0, 10.0, 30.0, 100.0, 10_000.0];
        page.Table(
            ["cut at", "cdf: place", "slope", "tail: place", "slope", "DiffProb: place", "slope"],
            bounds.Select(far => (string[])[Page.Text(far), .. DigitsAt(far).Select(d => Page.Text(d, "F1"))]));
        double[] many = [.. Enumerable.Range(0, 41).Select(i => 2.0 * Math.Pow(10.0, i / 10.0)).Where(far => far <= 10_000.0)];
        var digits = many.Select(DigitsAt).ToArray();
        page.Chart(new(
            "Digits that are right of the slope in loc",
            new ChartAxis("cut at", "scales") { IsLogarithmic = true },
            new ChartAxis("digits") { Range = (-0.5, 17.0) },
            new Line("by the cdf", many, digits.Select(d => d[1])),
            new Line("by the tail", many, digits.Select(d => d[3])),
            new Line("DiffProb", many, digits.Select(d => d[5]))));
        var (ours, exact) = (found.At(TailLaw.Normal, 10_000.0, 1), Tail.Of(TailLaw.Normal, 10_000.0).At(1));
        return page.Answers(
            Close("Normal 10000: median", ours.Place, exact.Place),
            Close("Normal 10000: dx/dloc, 1/2", ours.InLoc, exact.InLoc),
            new Answer("digits by the cdf, at 10", DigitsAt(10.0)[1], 0.0, 0.5),
            new Answer("digits by the tail, at 100", DigitsAt(100.0)[3], 0.0, 0.5));
    }

    private IReadOnlyList<Answer> ShowVariances()
    {
        page.Heading("The gradient of a mean, along the path and by the score");
        page.Paragraph($"d E[x] / dloc from {Page.Text(Particles, "N0")} draws: the mean, and the variance for each draw, beside integrals over the tail. They may be five of their standard errors apart.");
        var answers = new List<Answer>();
        var rows = new List<string[]>();
        foreach (var far in (double[])[5.0, 30.0])
        {
            foreach (var law in Laws.Take(2))
            {
                foreach (var (how, g, exact) in new[] { ("path", found.Along(law, far), Tail.Of(law, far).Path()), ("score", found.Scored(law, far), Tail.Of(law, far).Scored()) })
                {
                    var (mean, error) = (g["loc"].ToDouble(), g.StandardError("loc").ToDouble());
                    var variance = error * error * Particles;
                    rows.Add([$"{law} cut at {far}, {how}", Page.Text(mean, "G5"), Page.Text(exact.Mean, "G5"), Page.Text(variance, "G4"), Page.Text(exact.Variance, "G4")]);
                    answers.Add(new($"{law} {far}, {how}: mean", mean, exact.Mean, 5.0 * error));
                    answers.Add(new($"{law} {far}, {how}: var.", variance, exact.Variance, 5.0 * Math.Sqrt(exact.Spread / Particles)));
                }
            }
        }

        page.Table(["", "mean", "exact", "variance", "exact"], rows);
        return page.Answers(answers);
    }

    private double[] DigitsAt(double far)
    {
        var exact = Tail.Of(TailLaw.Normal, far).At(1);
        var (cdf, tail, ours) = (Textbook.ByCdf(far, 0.5), Textbook.ByTail(far, 0.5), found.At(TailLaw.Normal, far, 1));
        return
        [
            Digits(cdf.Place, exact.Place), Digits(cdf.InLoc, exact.InLoc),
            Digits(tail.Place, exact.Place), Digits(tail.InLoc, exact.InLoc),
            Digits(ours.Place, exact.Place), Digits(ours.InLoc, exact.InLoc),
        ];
    }

    // 16 at most, and none where the error is as large as the number.
    private static double Digits(double number, double exact) =>
        double.IsFinite(number) ? Math.Clamp(-Math.Log10(Math.Abs((number / exact) - 1.0)), 0.0, 16.0) : 0.0;

    private static Chart Lines(string title, ChartAxis x, double[] at, bool isLogarithmic, Func<TailLaw, double, double> y, int laws) => new(
        title,
        x with { IsLogarithmic = isLogarithmic },
        new ChartAxis("slope") { IsLogarithmic = true },
        [.. Laws.Take(laws).Select(law => new Line(law.ToString(), at, at.Select(z => y(law, z))))]);

    private static TailLaw[] Laws { get; } = [TailLaw.Normal, TailLaw.Logistic, TailLaw.Cauchy];

    private static double[] Halves { get; } = [.. Enumerable.Range(1, 50).Select(k => Math.Pow(2.0, -k))];

    private static int Halvings(double rest) => (int)Math.Round(-Math.Log2(rest));

    private static double[] Steps(double low, double high) => [.. Enumerable.Range(0, 57).Select(i => low + ((high - low) * i / 56.0))];
}
