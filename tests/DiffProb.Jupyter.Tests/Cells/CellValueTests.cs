using Microsoft.DotNet.Interactive.Formatting;

namespace DiffProb.Cells;

/// <summary>A type is shown as it says.</summary>
public sealed class CellValueTests
{
    [Fact]
    public void A_type_that_refers_to_no_notebook_package_says_how_it_is_shown()
    {
        var texts = CellValue.Of(new Shown(), _ => "structure").Texts;
        Assert.Equal("<b>shown</b>", texts["text/html"]);
        Assert.Equal("plain", texts["text/plain"]);
        Assert.Equal(2, texts.Count);
    }

    [Fact]
    public void What_is_derived_from_it_is_shown_so_too() =>
        Assert.Equal("<b>shown</b>", CellValue.Of(new Derived(), _ => "structure").Texts["text/html"]);

    [Fact]
    public void Without_a_ToString_the_text_is_that_of_its_source() =>
        Assert.Equal("in words", CellValue.Of(new Told(), _ => "structure").Texts["text/plain"]);

    [Fact]
    public void Without_a_ToString_or_a_text_of_its_source_it_is_shown_by_its_structure() =>
        Assert.Equal("structure", CellValue.Of(new Untold(), _ => "structure").Texts["text/plain"]);

    [Fact]
    public void A_chart_is_told_in_words()
    {
        var chart = new Chart("Up", "step", "height", new Line("climb", [0, 1], [0, 1]));
        Assert.Equal("Up: climb, height by step", CellValue.Of(chart, _ => "structure").Texts["text/plain"]);
    }

    [Fact]
    public void A_formatter_that_a_cell_registers_is_used()
    {
        try
        {
            Formatter.Register<Version>(v => $"<i>{v.Major}</i>", "text/html");
            Assert.Equal("<i>3</i>", CellValue.Of(new Version(3, 1), _ => "structure").Texts["text/html"]);
        }
        finally
        {
            Formatter.ResetToDefault();
        }

        Assert.Equal("3.1", Assert.Single(CellValue.Of(new Version(3, 1), _ => "structure").Texts).Value);
    }

    [Fact]
    public void A_type_without_a_text_of_its_own_is_shown_by_its_structure() =>
        Assert.Equal("structure", CellValue.Of(new object(), _ => "structure").Texts["text/plain"]);

    /// <summary>By its name alone, it is what the formatting package looks for.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[] PreferredMimeTypes { get; set; } = [];
    }

    [TypeFormatterSource(typeof(Source), PreferredMimeTypes = ["text/html"])]
    internal class Shown
    {
        public override string ToString() => "plain";
    }

    internal sealed class Derived : Shown;

    [TypeFormatterSource(typeof(Source), PreferredMimeTypes = ["text/html"])]
    internal sealed class Untold;

    [TypeFormatterSource(typeof(Words), PreferredMimeTypes = ["text/html"])]
    internal sealed class Told;

    internal sealed class Words
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Html(), new Plain()];
    }

    internal sealed class Plain
    {
        public string MimeType => "text/plain";

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write("in words");
            return instance is Told;
        }
    }

    internal sealed class Source
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Html()];
    }

    internal sealed class Html
    {
        public string MimeType => "text/html";

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write("<b>shown</b>");
            return instance is Shown or Told or Untold;
        }
    }
}
