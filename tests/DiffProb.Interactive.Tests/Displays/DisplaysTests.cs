using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.DotNet.Interactive.Formatting;
using static DiffProb.Prob;

namespace DiffProb.Displaying;

/// <summary>Results in cells: found by notebooks, well-formed, escaped, complete or cut in words.</summary>
[Collection(Notebooks.Collection)]
public sealed class DisplaysTests
{
    private static readonly string[] Loading = ["src", "href", "xlink:href", "onload", "onerror", "onclick"];

    public static TheoryData<string> Kinds => [.. Results.All.Keys];

    // All but what draws charts, which is no result, and runs.
    [Fact]
    public void Every_type_that_notebooks_are_told_of_has_an_example()
    {
        var told = new[] { typeof(Tensor), typeof(Distribution), typeof(Plan), typeof(Posterior), typeof(Figure) }
            .SelectMany(t => t.Assembly.GetTypes())
            .Where(t => t.GetCustomAttributes(false).Any(a => a.GetType().Name == nameof(TypeFormatterSourceAttribute)))
            .Where(t => t != typeof(InteractiveCharts));
        var shown = Results.All.Values.Select(v => v is Distribution ? typeof(Distribution) : v.GetType())
            .Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t);
        Assert.Equal(told.Select(t => t.Name).Order(), shown.Select(t => t.Name).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Notebooks_find_a_result_by_the_name_of_the_attribute(string kind)
    {
        var value = Results.All[kind];
        Assert.Equal(Displays.Html(value), value.ToDisplayString("text/html"));
        Assert.Equal(Displays.Text(value), value.ToDisplayString("text/plain"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_cell_is_well_formed_and_loads_and_runs_nothing(string kind)
    {
        var cell = Parsed(Displays.Html(Results.All[kind]));
        Assert.Equal("diffprob", cell.Attribute("class")!.Value);
        Assert.DoesNotContain("<strong>", Words(cell), StringComparison.Ordinal);
        Assert.DoesNotContain(cell.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object");
        var loaded = cell.Descendants().Attributes().Where(a => Loading.Contains(a.Name.LocalName)).Select(a => a.Value);
        Assert.All(loaded, value => Assert.StartsWith("data:image/png;base64,", value, StringComparison.Ordinal));
        Assert.DoesNotContain("url(", cell.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_cell_is_of_a_size_that_a_notebook_can_hold(string kind)
    {
        Assert.InRange(Displays.Html(Results.All[kind]).Length, 100, 60_000);
        Assert.NotEmpty(Displays.Text(Results.All[kind]));
    }

    [Fact]
    public void Nothing_else_is_shown()
    {
        var refusal = Assert.Throws<ChartException>(() => Displays.Html(new object()));
        Assert.Contains("there is none for a Object", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("\n  try ", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ChartException>(() => Displays.Text(3));
        Assert.Throws<ArgumentNullException>(() => Displays.Html(null!));
    }

    [Fact]
    public void A_tensor_shows_each_number_at_its_place()
    {
        var rows = Rows(Cell("tensor"));
        Assert.Equal(["", "0", "1"], rows[0]);
        Assert.Equal(["0", "1", "2.5"], rows[1]);
        Assert.Equal(["1", "-3", "NaN"], rows[2]);
        Assert.Equal(["true", "false"], Rows(Cell("truths"))[1]);
        Assert.Contains("1.5", Words(Cell("number")), StringComparison.Ordinal);
        Assert.Contains("depends on", Words(Cell("symbol")), StringComparison.Ordinal);
        Assert.Contains("<aim>", Words(Cell("symbol")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_tensor_is_cut_with_its_shape_named()
    {
        var cell = Cell("large tensor");
        Assert.Contains("Float64 [5, 40, 30]", Words(cell), StringComparison.Ordinal);
        Assert.Contains("3 of 5 matrices, 12 of 40 rows, 12 of 30 columns are shown.", Words(cell), StringComparison.Ordinal);
        Assert.Equal(["[0, :, :]", "[1, :, :]", "[2, :, :]"], cell.Descendants("p").Select(p => p.Value).Where(p => p.StartsWith('[')));
        var rows = Rows(cell);
        Assert.Equal(3 * 13, rows.Count);

        // Element [2, 11, 11] of the third matrix.
        Assert.Equal(["11", .. Enumerable.Range(0, 12).Select(c => $"{2400 + 330 + c}"), "…"], rows[^1]);
    }

    [Fact]
    public void A_vector_is_one_row() => Assert.Equal(["1", "2", "3"], Rows(Parsed(Displays.Html(Tensor.Vector(1.0, 2.0, 3.0))))[1]);

    [Fact]
    public void A_distribution_is_drawn_by_its_own_density()
    {
        Assert.Contains("Density of Normal", Words(Cell("normal")), StringComparison.Ordinal);
        Assert.Equal(["loc", "a real number", "1"], Rows(Cell("normal"))[1]);
        var (x, y) = Curve(new Normal(1.0, 2.0));
        Assert.All(x.Zip(y), p => Assert.Equal(Math.Exp(-0.125 * (p.First - 1.0) * (p.First - 1.0)) / (2.0 * Math.Sqrt(2.0 * Math.PI)), p.Second, 1e-12));
        Assert.True(x.Min() < -4.0 && x.Max() > 6.0, "the tails are not seen");

        // Of a heavy tail, the middle is seen; beyond the ends of a support there is nothing.
        var (wide, _) = Curve(new Cauchy(0.0, 1.0));
        Assert.InRange(wide.Max(), 5.0, 15.0);
        var (places, heights) = Curve(new Uniform(0.0, 1.0));
        Assert.All(places.Zip(heights), p => Assert.Equal(p.First is >= 0.0 and <= 1.0 ? 1.0 : 0.0, p.Second, 1e-12));
    }

    [Fact]
    public void A_distribution_of_whole_numbers_is_drawn_by_its_mass()
    {
        var masses = DistributionDisplay.ChartOf(new Categorical(probs: new[] { 0.2, 0.5, 0.3 })).Marks.OfType<Bars>().Single().Extent.Y.ToArray();
        Assert.Equal([0.2, 0.5, 0.3, 0.0], masses.Select(m => Math.Round(m, 12)));
        Assert.Contains("Mass of Poisson", Words(Cell("poisson")), StringComparison.Ordinal);
        Assert.Contains("density of 4000 draws", Words(Cell("large counts")), StringComparison.Ordinal);

        // Means of 4000 bits have a standard error below 0.008: 0.04 is five of them.
        var means = DistributionDisplay.ChartOf(new OneHotCategorical(probs: new[] { 0.2, 0.5, 0.3 })).Marks.OfType<Bars>().Single().Extent.Y.ToArray();
        Assert.All(means.Zip([0.2, 0.5, 0.3]), m => Assert.Equal(m.Second, m.First, 0.04));
    }

    [Fact]
    public void A_distribution_of_several_numbers_is_drawn_by_draws_of_each()
    {
        Assert.Equal(["element 0", "element 1", "element 2"], DistributionDisplay.ChartOf(new Dirichlet(new[] { 1.0, 2.0, 3.0 })).Marks.Select(m => m.Name));
        var many = Words(Parsed(Displays.Html(new Normal(new double[50], 1.0))));
        Assert.Contains("the first 6 of 50 elements", many, StringComparison.Ordinal);
        Assert.Contains("No chart: every draw is the value.", Words(Cell("point")), StringComparison.Ordinal);
        Assert.Contains("No chart: a parameter is not a number yet.", Words(Cell("law of a symbol")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_is_drawn_with_everything_in_it()
    {
        var cell = Cell("program");
        XNamespace svg = "http://www.w3.org/2000/svg";
        string[] nodes = [.. cell.Descendants(svg + "g").Where(g => g.Attribute("class")?.Value == "node").Select(g => g.Elements(svg + "text").First().Value)];
        Assert.Equal(["<loc>", "scale", "theta", "x", "y", "twice", "size", "result"], nodes);
        string[] edges = [.. cell.Descendants(svg + "path").Where(g => g.Attribute("class")?.Value == "edge").Select(g => g.Element(svg + "title")!.Value)];
        Assert.Equal(
            ["<loc> → theta", "scale → theta", "<loc> → x", "scale → x", "theta → y: Affine", "x → twice: Affine", "x → size: Smooth", "x → result: Step"],
            edges);
        Assert.Equal(["plate \"row & column\" of 3"], cell.Descendants(svg + "rect").Where(g => g.Attribute("class")?.Value == "plate").Select(g => g.Element(svg + "title")!.Value));
        Assert.Single(cell.Descendants(svg + "path"), p => p.Attribute("stroke-dasharray") is not null);
    }

    [Fact]
    public void A_program_has_a_text()
    {
        string[] lines = Displays.Text(Results.Program).Split('\n');
        Assert.Equal("parameter   <loc>, a real number, []", lines[0]);
        Assert.Equal("site        theta, Normal, [], in plate \"row & column\" of 3, from <loc>, scale", lines[2]);
        Assert.Equal("cost        result, [], from x", lines[^1]);
    }

    [Fact]
    public void A_program_too_large_to_be_drawn_is_a_table()
    {
        var chain = Model(m => m.Fold(m.Param("start", 0.0), Enumerable.Range(0, 300), (x, i) => m.Sample($"x{i}", new Normal(x, 1.0))));
        var cell = Parsed(Displays.Html(chain));
        Assert.Contains("302 things and 301 dependences: too many to be drawn.", Words(cell), StringComparison.Ordinal);
        Assert.Contains("200 of 302 rows are shown.", Words(cell), StringComparison.Ordinal);
        Assert.Equal(["x0[0]", "site", "Normal", "[]", ""], Rows(cell)[2]);
    }

    [Fact]
    public void A_plan_has_all_its_reasons()
    {
        var plan = (Plan)Results.All["plan"];
        var words = Words(Cell("plan"));
        Assert.All(plan.Entries, e => Assert.Contains(e.Reason.Split('\n')[0], words, StringComparison.Ordinal));
        Assert.All(plan.Entries.SelectMany(e => e.Rejected), r => Assert.Contains(r.Reason.Split('\n')[0], words, StringComparison.Ordinal));
        Assert.Equal(plan.Entries.Select(e => e.Site), Rows(Cell("plan")).Skip(1).Select(r => r[0]));
        Assert.Contains("biased at site b (GumbelSoftmax", Words(Cell("biased plan")), StringComparison.Ordinal);
    }

    [Fact]
    public void Derivatives_stand_beside_their_errors()
    {
        var gradient = (GradientEstimate)Results.All["gradient"];
        var rows = Rows(Cell("gradient"));
        Assert.Equal(["d/d m", "[0]", Number(gradient["m"].ToArray()[0]), Number(gradient.StandardError("m").ToArray()[0])], rows[1]);
        Assert.Equal(["", "[1]", Number(gradient["m"].ToArray()[1]), Number(gradient.StandardError("m").ToArray()[1])], rows[2]);
        Assert.Contains($"value: {gradient.Value}", Words(Cell("gradient")), StringComparison.Ordinal);
        var second = (DerivativesEstimate)Results.All["derivatives"];
        var hessian = Rows(Cell("derivatives"));
        Assert.Equal(["d2/d m d m", "[0, 0]"], hessian[1][..2]);
        Assert.Equal(["", "[1, 0]", Number(second["m", "m"].ToArray()[2])], hessian[3][..3]);
    }

    [Fact]
    public void A_fit_shows_its_curve_and_its_values()
    {
        var fit = (Fit)Results.All["fit"];
        Assert.Contains("Objective at each step", Words(Cell("fit")), StringComparison.Ordinal);
        Assert.Equal(["m", "[2]", fit["m"].ToString()], Rows(Cell("fit"))[1]);
        Assert.Equal(fit.History, FitDisplay.Curve(fit.History).Marks.Single().Extent.Y);
    }

    [Fact]
    public void A_long_fit_is_drawn_by_means_within_their_range()
    {
        double[] history = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        var chart = FitDisplay.Curve(history);
        Assert.Equal("Objective, 3 steps together", chart.Title);
        Assert.Equal([1.0, 4.0, 7.0], chart.Marks[1].Extent.Y.Take(3));
        Assert.Equal([0.0, 3.0, 6.0], chart.Marks[0].Extent.Y.Take(3));
        Assert.Equal(999.0, chart.Marks[0].Extent.Y.Max());
    }

    [Fact]
    public void A_fit_that_was_stopped_says_so()
    {
        using var stop = new CancellationTokenSource();
        var program = from m in Param("m", 1.0) from x in Sample("x", new Normal(m, 1.0)) select x.Square();
        var fit = program.Minimize().Steps(100).Progress(new Stop(stop)).Run(stop.Token);
        Assert.True(fit.IsCanceled);
        Assert.Contains($"stopped after {fit.History.Count} steps", Words(Parsed(Displays.Html(fit))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_has_bars_for_variance_and_signal_of_every_estimator()
    {
        var audit = (Audit)Results.All["audit"];
        var words = Words(Cell("audit"));
        Assert.All(audit.Entries, e => Assert.Contains(e.Estimator.Name, words, StringComparison.Ordinal));
        Assert.Contains(audit.IsClean ? "All unbiased estimators agree" : "Not clean", words, StringComparison.Ordinal);
        var parameters = audit.Entries.SelectMany(e => e.Parameters).ToArray();
        Assert.Equal((2 * parameters.Length) + audit.Shares.Count, Cell("audit").Descendants("span").Count(s => s.Attribute("class")!.Value == "bar"));

        // Bars of one group are in the order of their numbers.
        var group = audit.Entries.GroupBy(e => (e.Site, e.Cost)).First().SelectMany(e => e.Parameters).ToArray();
        double[] lengths = [.. Cell("audit").Descendants("tr").Skip(1).Take(group.Length).Select(r => Length(r.Elements("td").ElementAt(4)))];
        Assert.Equal(group.Index().OrderBy(p => p.Item.Variance).Select(p => p.Index), lengths.Index().OrderBy(p => p.Item).Select(p => p.Index));
    }

    [Fact]
    public void A_chart_of_bars_has_their_intervals()
    {
        var bars = (BarChart)Results.All["bars"];
        var rows = Rows(Cell("bars"));
        Assert.Equal(bars.Bars.Select(b => b.Label), rows.Skip(1).Select(r => r[0]));
        Assert.Equal(bars.Bars.Select(b => Number(b.High)), rows.Skip(1).Select(r => r[3]));
        Assert.Contains($"{bars.Bars[0].Label}: {Number(bars.Bars[0].Value)} ({Number(bars.Bars[0].Low)} to", Displays.Text(bars), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_written_the_same_in_every_country()
    {
        var before = CultureInfo.CurrentCulture;
        string[] here = [.. Results.All.Values.Select(Displays.Html)];
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(here, Results.All.Values.Select(Displays.Html));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static (double[] X, double[] Y) Curve(Distribution distribution)
    {
        var (x, y) = DistributionDisplay.ChartOf(distribution).Marks.OfType<Band>().Single().Extent;
        return ([.. x], [.. y.Skip(x.Count())]);
    }

    private static XElement Cell(string kind) => Parsed(Displays.Html(Results.All[kind]));

    // What HTML leaves open, and XML does not.
    private static XElement Parsed(string html) => XElement.Parse(Regex.Replace(html, "(<(br|img)[^>]*?)/?>", "$1/>"));

    private static string Words(XElement cell) => string.Concat(cell.DescendantNodes().OfType<XText>().Where(t => t.Parent!.Name != "style").Select(t => t.Value));

    private static List<string[]> Rows(XElement cell) => [.. cell.Descendants("tr").Select(r => r.Elements().Select(c => c.Value).ToArray())];

    private static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private static double Length(XElement cell) => double.Parse(Regex.Match(cell.ToString(), "width:([0-9.]+)px").Groups[1].Value, CultureInfo.InvariantCulture);

    private sealed class Stop(CancellationTokenSource source) : IProgress<OptimizationProgress>
    {
        public void Report(OptimizationProgress value) => source.Cancel();
    }
}
