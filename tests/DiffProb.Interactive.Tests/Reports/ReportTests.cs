using System.Xml.Linq;

namespace DiffProb.Reports;

/// <summary>Pages: everything that was given, escaped, and nothing that is loaded.</summary>
public sealed class ReportTests
{
    private static Report Full => new Report("Fit & <more>")
        .Heading("One").Paragraph("a < b & c").Code("let x = \"<>\"")
        .Table(["name", "value"], [["a<b", "1"], ["c", "2"]])
        .Chart(new("Loss", "step", "loss", new Line("", [0.0, 1.0], [2.0, 1.0])))
        .Picture("a face", new[,] { { 0.0, 1.0 } }, 8);

    [Fact]
    public void A_page_is_well_formed_and_has_all_that_was_given()
    {
        // What HTML leaves open, and XML does not.
        var html = Full.ToHtml().Replace("<!DOCTYPE html>", "", StringComparison.Ordinal);
        foreach (var open in new[] { "meta", "link", "img" })
        {
            html = System.Text.RegularExpressions.Regex.Replace(html, $"(<{open}[^>]*)>", "$1/>");
        }

        var page = XElement.Parse(html);
        Assert.Equal("Fit & <more>", page.Descendants("h1").Single().Value);
        Assert.Equal("Fit & <more>", page.Descendants("title").Single().Value);
        Assert.Equal("a < b & c", page.Descendants("p").Single().Value);
        Assert.Equal("let x = \"<>\"", page.Descendants("pre").Single().Value);
        Assert.Equal(["name", "value"], page.Descendants("th").Select(c => c.Value));
        Assert.Equal(["a<b", "1", "c", "2"], page.Descendants("td").Select(c => c.Value));
        Assert.Equal("a face", page.Descendants("img").Single().Attribute("alt")!.Value);
        Assert.Single(page.Descendants("{http://www.w3.org/2000/svg}svg"), s => s.Attribute("role") is not null);
    }

    [Fact]
    public void A_page_loads_nothing_and_runs_nothing()
    {
        var html = Full.ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_not_changed_by_what_is_made_of_it()
    {
        var start = new Report("t").Paragraph("one");
        var (left, right) = (start.Paragraph("two"), start.Paragraph("three"));
        Assert.DoesNotContain("two", start.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("two", right.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("two", left.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_saved_where_asked()
    {
        var folder = Directory.CreateTempSubdirectory("report");
        try
        {
            var path = Path.Combine(folder.FullName, "pages", "fit.html");
            Full.Save(path);
            Assert.Equal(Full.ToHtml(), File.ReadAllText(path));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void What_cannot_be_shown_is_refused_with_a_way_out()
    {
        Assert.Contains("try words", Assert.Throws<ChartException>(() => new Report(" ")).Message, StringComparison.Ordinal);
        Assert.Contains("no pixels", Assert.Throws<ChartException>(() => new Report("t").Picture("p", new double[0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1, but it is 0", Assert.Throws<ChartException>(() => new Report("t").Picture("p", new double[1, 1], 0)).Message, StringComparison.Ordinal);
    }
}
