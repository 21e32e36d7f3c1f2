using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DiffProb.Charts;

/// <summary>Every kind of figure: complete in words, of the same text each time, and with plotly.js once.</summary>
public sealed class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Kinds => [.. Figures.All.Keys];

    [Fact]
    public void Every_word_and_every_type_of_figure_has_an_example()
    {
        var words = typeof(Chart).GetMethods(BindingFlags.Static | BindingFlags.Public).Where(m => m.ReturnType.IsSubclassOf(typeof(Figure))).Select(m => m.Name).Distinct();
        Assert.Empty(words.Except(Figures.All.Keys));
        var types = typeof(Figure).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Figure)));
        Assert.Empty(types.Except(Figures.All.Values.Select(f => f.GetType())));
        var charts = Figures.All.Values.OfType<ChartGrid>().SelectMany(g => g.All).Concat(Figures.All.Values.OfType<Chart>());
        var marks = charts.SelectMany(c => c.Marks).Select(m => m.GetType());
        Assert.Empty(typeof(Mark).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Mark))).Except(marks));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_has_all_words_and_loads_nothing(string kind)
    {
        var figure = Figures.All[kind];
        var picture = XElement.Parse(figure.ToSvg());
        Assert.Equal(figure.Title, picture.Element(Svg + "title")!.Value);
        var words = picture.Descendants(Svg + "text").Select(t => t.Value).ToHashSet();
        Assert.All(figure.Words, w => Assert.Contains(w, words));
        Assert.True(figure is GraphChart || figure.Words.Count() >= 3, "a title and two labels are there");
        var links = picture.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src").Select(a => a.Value);
        Assert.All(links, link => Assert.StartsWith("data:image/png;base64,", link, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_page_has_the_library_once_and_the_same_text_each_time(string kind)
    {
        var figure = Figures.All[kind];
        var page = figure.ToHtml();
        Assert.Single(Regex.Matches(page, "plotly\\.js \\(basic - minified\\)"));
        Assert.Equal(page, figure.ToHtml());

        // Of scripts there are the library and the data, and nothing in them looks like their end.
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.DoesNotContain("<script src", page, StringComparison.Ordinal);
        Assert.Contains(figure.ToSvg(), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_written_the_same_in_every_country()
    {
        string[] here = [.. Figures.All.Values.Select(PlotlyPage.Part)];
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(here, Figures.All.Values.Select(PlotlyPage.Part));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // A new version of the package has another hash; read what changed before it is put here.
    [Fact]
    public void The_library_is_the_one_that_was_looked_at()
    {
        using var stream = typeof(Chart).Assembly.GetManifestResourceStream("plotly.js")!;
        Assert.Equal("c23b03591a6bdad0bd0f47a0c5c52305a5519812b73ce254be65cd841553c9c2", Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    [Fact]
    public void Words_do_not_end_a_script()
    {
        var part = PlotlyPage.Part(new Chart("</script><script>alert(1)</script>", "x", "y", new Points("<!--", [1.0], [1.0])));
        Assert.Single(Regex.Matches(part, "<script"));
        Assert.DoesNotContain("<!--", part, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_with_interactive_charts_has_the_library_once()
    {
        var (first, second) = (Figures.All["Line"], Figures.All["Graph"]);
        var report = new Report("Two").Figure(first).Figure(second);
        Assert.DoesNotContain("<script", report.ToHtml(), StringComparison.Ordinal);
        var page = report.Interactive().Paragraph("after").ToHtml();
        Assert.Single(Regex.Matches(page, "plotly\\.js \\(basic - minified\\)"));
        Assert.Equal(2, Regex.Count(page, "<div data-diffprob="));
        Assert.Contains("<p>after</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_written_with_their_folders()
    {
        var folder = Directory.CreateTempSubdirectory("figures");
        try
        {
            var figure = Figures.All["Line"];
            figure.SaveSvg(Path.Combine(folder.FullName, "new", "a.svg"));
            figure.SaveHtml(Path.Combine(folder.FullName, "other", "a.html"));
            Assert.Equal(figure.ToSvg(), File.ReadAllText(Path.Combine(folder.FullName, "new", "a.svg")));
            Assert.Equal(figure.ToHtml(), File.ReadAllText(Path.Combine(folder.FullName, "other", "a.html")));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void Long_titles_notes_and_names_are_in_lines_and_within_the_page()
    {
        var title = string.Join(' ', Enumerable.Repeat("long words", 12));
        var names = Enumerable.Range(0, 30).Select(i => $"a thing with a long name {i}").ToArray();
        var chart = Chart.Bar(title, "thing", "count", names, [.. names.Select((_, i) => (double)i)]);
        var sheet = new Chart(title, chart.X, chart.Y, [.. chart.Marks]) { Note = title }.ToSheet();
        Assert.Equal(title, string.Join(' ', sheet.Title));
        Assert.Equal(title, string.Join(' ', sheet.Note));
        Assert.All(sheet.Title, line => Assert.InRange(line.Length, 1, 72));
        Assert.True(sheet.Panels[0].IsSlanted, "names below the chart are not slanted");
        Assert.All(sheet.Panels[0].XTicks, t => Assert.InRange(t.Text.Length, 1, 26));
        Assert.InRange(sheet.Panels[0].Place.Height, 100.0, 420.0);

        // Rows that have names make room for them, on the left and below each other.
        var forest = Chart.Forest("t", "x", [.. names.Select(n => new Series(n, [1.0, 2.0]))]).ToSheet();
        Assert.True(forest.Height > 700.0, "30 rows have no room");
        Assert.InRange(forest.Panels[0].Place.Left, 150.0, 250.0);
    }
}
