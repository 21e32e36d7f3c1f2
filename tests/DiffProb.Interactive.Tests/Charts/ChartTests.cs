using System.Globalization;
using System.Xml.Linq;

namespace DiffProb.Charts;

/// <summary>Charts as pictures: well-formed, with every word that was given, and each number at its place.</summary>
public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly double[] X = [0.0, 1.0, 2.0, 3.0];
    private static readonly double[] Y = [1.0, 4.0, 2.0, 8.0];

    public static TheoryData<string> Kinds => [.. Examples().Keys];

    [Fact]
    public void Every_kind_of_mark_has_an_example() =>
        Assert.Equal(
            typeof(Mark).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Mark)) && !t.IsAbstract).Select(t => t.Name).Order(),
            Examples().Values.Select(m => m.GetType().Name).Distinct().Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_has_its_title_its_labels_and_its_marks(string kind)
    {
        // Of one range, so that the numbers beside the axes are the same.
        var (x, y) = (new ChartAxis("time", "s") { Range = (0.0, 4.0) }, new ChartAxis("height") { Range = (0.0, 9.0) });
        var empty = Drawn(new("t", x, y, new Line("", X, Y)));
        var picture = Drawn(new("Loss & <gain>", x, y, new Line("", X, Y), Examples()[kind]));
        string[] words = [.. picture.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Contains("Loss & <gain>", words);
        Assert.Contains("time (s)", words);
        Assert.Contains("height", words);
        Assert.Equal("Loss & <gain>", picture.Element(Svg + "title")!.Value);
        Assert.True(Shapes(picture) > Shapes(empty), "the mark is not drawn");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_loads_nothing(string kind)
    {
        var picture = Drawn(new("t", new("x") { Range = (0.0, 4.0) }, new("y") { Range = (0.0, 4.0) }, Examples()[kind]));
        var links = picture.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src").Select(a => a.Value);
        Assert.All(links, link => Assert.StartsWith("data:image/png;base64,", link, StringComparison.Ordinal));
        Assert.Empty(picture.Descendants(Svg + "script"));
    }

    [Fact]
    public void Points_lie_between_the_numbers_of_the_axes()
    {
        var picture = Drawn(new("t", new("x") { Range = (0.0, 10.0) }, new("y") { Range = (0.0, 100.0) }, new Points("", [5.0], [50.0])));
        var (x, y) = (Ticks(picture, "middle"), Ticks(picture, "end"));
        var point = picture.Descendants(Svg + "circle").Single();
        Assert.Equal(0.5 * (x[0.0].X + x[10.0].X), Place(point, "cx"), 0.02);
        Assert.Equal(0.5 * (y[0.0].Y + y[100.0].Y) - 4.0, Place(point, "cy"), 0.02);
    }

    [Fact]
    public void A_logarithmic_axis_has_equal_distances_for_equal_ratios()
    {
        var picture = Drawn(new("t", "x", new("y") { IsLogarithmic = true, Range = (0.01, 100.0) }, new Points("", [0.0, 1.0, 2.0], [0.1, 1.0, 10.0])));
        double[] heights = [.. picture.Descendants(Svg + "circle").Select(c => Place(c, "cy"))];
        Assert.Equal(heights[0] - heights[1], heights[1] - heights[2], 0.02);
        Assert.True(heights[0] > heights[1]);
    }

    [Fact]
    public void Units_of_one_length_are_so_in_both_directions()
    {
        var map = new HeatMap(new double[,] { { 0.0, 1.0 } }, (0.0, 2.0), (0.0, 1.0), "height");
        var picture = Drawn(new("t", "x", "y", map) { HasSquareUnits = true });
        var image = picture.Descendants(Svg + "image").First();
        Assert.Equal(Place(image, "width"), 2.0 * Place(image, "height"), 0.02);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_a_gap()
    {
        var picture = Drawn(new("t", "x", "y", new Line("", X, [1.0, double.NaN, 2.0, 3.0]), new Points("", X, [1.0, double.PositiveInfinity, 2.0, 3.0])));
        Assert.Equal(2, picture.Descendants(Svg + "path").Single().Attribute("d")!.Value.Count(c => c == 'M'));
        Assert.Equal(3, picture.Descendants(Svg + "circle").Count());
        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("∞", picture.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_written_the_same_in_every_country()
    {
        var chart = new Chart("t", "x", "y", new Line("", [0.25, 0.75], [1.5, 2.5]));
        var here = chart.ToSvg();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(here, chart.ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_histogram_has_area_one()
    {
        double[] draws = [0.0, 0.1, 0.2, 0.5, 0.9, 1.0, double.NaN];
        var (edges, heights) = Bars.Histogram("", draws, 4).Extent;
        double[] e = [.. edges];
        double[] h = [.. heights];
        Assert.Equal(1.0, Enumerable.Range(0, 4).Sum(i => (e[(2 * i) + 1] - e[2 * i]) * h[i]), 1e-12);
        Assert.Equal(3.0 / (6.0 * 0.25), h[0], 1e-12);
        Assert.Equal(1.0, Bars.Histogram("", [7.0, 7.0]).Extent.Y.Max(), 1e-12);
    }

    [Fact]
    public void A_density_of_draws_is_theirs_as_widely_smoothed_as_it_says()
    {
        const int n = 2000;
        var draws = new Normal(0.0, 1.0).Icdf(Enumerable.Range(0, n).Select(i => (i + 0.5) / n).ToArray())!.ToArray();
        var (x, y) = Band.Density("", [.. draws, double.NaN]).Extent;
        double[] heights = [.. y.Skip(x.Count())];

        // Normal draws smoothed by a normal kernel are normal again.
        var variance = 1.0 + Math.Pow(0.9 * Math.Pow(n, -0.2), 2.0);
        Assert.All(x.Zip(heights), p => Assert.Equal(Math.Exp(-0.5 * p.First * p.First / variance) / Math.Sqrt(2.0 * Math.PI * variance), p.Second, 2e-3));
        Assert.Equal(1.0, heights.Sum() * (x.Max() - x.Min()) / 200.0, 1e-3);
    }

    [Fact]
    public void A_density_of_one_number_is_a_peak_and_far_draws_do_not_stretch_it()
    {
        var (x, y) = Band.Density("", [7.0, 7.0]).Extent;
        Assert.InRange(x.Max() - x.Min(), 1e-3, 0.1);
        Assert.True(double.IsFinite(y.Max()), "the peak has no height");
        var (wide, _) = Band.Density("", [.. Enumerable.Range(0, 100).Select(i => (double)i), 1e9]).Extent;
        Assert.InRange(wide.Max(), 99.0, 400.0);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_with_a_way_out()
    {
        Refuses(() => new Line("", [], []), "Line: there are no x");
        Refuses(() => new Line("", X, [1.0]), "1 y, but 4 x");
        Refuses(() => new Points("", X, Y, [1.0]), "1 errors, but 4 x");
        Refuses(() => new Band("", X, Y, [1.0]), "1 high, but 4 x");
        Refuses(() => Bars.Histogram("", [double.NaN]), "no finite draws");
        Refuses(() => Band.Density("", [double.NaN]), "no finite draws");
        Refuses(() => Bars.Histogram("", X, -1), "at least 0, but it is -1");
        Refuses(() => new HeatMap(new double[0, 0], (0.0, 1.0), (0.0, 1.0), "z"), "no values");
        Refuses(() => new HeatMap(new double[1, 1], (0.0, 0.0), (0.0, 1.0), "z"), "finite and apart");
        Refuses(() => Bars.Between("", [0.0, 1.0], [1.0, 2.0]), "2 heights, but 1 bins between the edges");
        Refuses(() => new Rug("", []), "Rug: there are no places");
        Refuses(() => new IntervalRows("", [0.0], [1.0], [], [(0.0, 1.0)]), "0 inner, but 1 rows");
        Refuses(() => new Line("", X, Y) { Width = 0.0 }, "width of a line must be above 0, but it is 0");
        Refuses(() => new Points("", X, Y) { Opacity = 1.5 }, "opacity of points must be above 0 and at most 1, but it is 1.5");
        Refuses(() => new Chart(" ", "x", "y", new Line("", X, Y)), "A figure has no title");
        Refuses(() => new Chart("t", "x", "y", new Line("", X, Y)) { Title = "" }, "A figure has no title");
        Refuses(() => new Chart("t", "", "y", new Line("", X, Y)), "An axis has no label");
        Refuses(() => new ChartAxis("time", " "), "The unit of the axis \"time\" is empty");
        Refuses(() => new ChartAxis("time") with { Unit = "" }, "The unit of the axis \"time\" is empty");
        Refuses(() => new HeatMap(new double[1, 1], (0.0, 1.0), (0.0, 1.0), ""), "An axis has no label");
        Refuses(() => new Chart("t", "x", "y"), "has no marks");
        Refuses(() => new Chart("t", "x", new("y") { IsLogarithmic = true }, new Line("", X, [1.0, 0.0, 1.0, 1.0])).ToSvg(), "where 0 has no place");
        Refuses(() => new Chart("t", "x", "y", new Line("", X, [double.NaN, double.NaN, double.NaN, double.NaN])).ToSvg(), "no finite number along \"y\"");
        Refuses(() => new Chart("t", "x", new("y") { Range = (1.0, 1.0) }, new Line("", X, Y)).ToSvg(), "from 1 to 1");
    }

    private static void Refuses(Func<object> make, string message)
    {
        var refusal = Assert.Throws<ChartException>(make);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("\n  try ", refusal.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, Mark> Examples() => new()
    {
        ["line"] = new Line("a line", X, Y),
        ["dashed line"] = new Line("a line", X, Y, isDashed: true),
        ["points"] = new Points("points", X, Y),
        ["points with errors"] = new Points("points", X, Y, [0.1, 0.2, 0.3, 0.4]),
        ["density"] = Band.Density("draws", Y),
        ["band"] = new Band("a band", X, Y, Y.Select(y => y + 1.0)),
        ["bars"] = Bars.Of("bars", Y),
        ["histogram"] = Bars.Histogram("draws", Y),
        ["bars between"] = Bars.Between("bars", [0.0, 1.0, 3.0], [2.0, 1.0]),
        ["rug"] = new Rug("a rug", X),
        ["intervals"] = new IntervalRows("intervals", [1.0, 2.0], [1.5, 2.5], [(1.0, 2.0), (2.0, 3.0)], [(0.5, 3.0), (1.0, 4.0)]),
        ["rule"] = new Rule("a rule", 2.0),
        ["upright rule"] = new Rule("a rule", 2.0, isVertical: true),
        ["heat map"] = new HeatMap(new[,] { { 0.0, 1.0 }, { 2.0, double.NaN } }, (0.0, 2.0), (0.0, 2.0), "height"),
        ["picture"] = new HeatMap(new[,] { { 0.0, 1.0 }, { 0.5, 0.2 } }, (0.0, 2.0), (0.0, 2.0), "shade") { IsGrey = true },
    };

    private static XElement Drawn(Chart chart) => XElement.Parse(chart.ToSvg());

    private static int Shapes(XElement picture) => picture.Descendants().Count(e => e.Name.LocalName is "path" or "circle" or "polygon" or "rect" or "line" or "image");

    private static double Place(XElement shape, string name) => double.Parse(shape.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    // Places of the numbers beside an axis.
    private static Dictionary<double, (double X, double Y)> Ticks(XElement picture, string anchor) =>
        picture.Descendants(Svg + "text")
            .Where(t => t.Attribute("text-anchor")!.Value == anchor && double.TryParse(t.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .ToDictionary(t => double.Parse(t.Value, CultureInfo.InvariantCulture), t => (Place(t, "x"), Place(t, "y")));
}
