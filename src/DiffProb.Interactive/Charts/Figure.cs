using System.Text;

namespace DiffProb;

/// <summary>What is drawn: always with a title, and in three renderings: SVG, interactive HTML, PNG. Immutable.</summary>
public abstract class Figure
{
    private readonly string title;

    private protected Figure(string title) => this.title = Titled(title);

    /// <summary>What it shows.</summary>
    /// <exception cref="ChartException">It is empty.</exception>
    public string Title
    {
        get => title;
        init => title = Titled(value);
    }

    /// <summary>What a reader must know of how it was made, below the title: a bandwidth, a probability; empty for none.</summary>
    public string Note { get; init; } = "";

    /// <summary>A picture in SVG: an element of HTML, or a file of its own. Text is text; nothing is loaded, and nothing runs.</summary>
    /// <exception cref="ChartException">A number does not fit a logarithmic axis, or no number is finite.</exception>
    public string ToSvg() => SvgSheet.Of(ToSheet());

    /// <summary>A page with the figure to hover over and to zoom into. It holds plotly.js and so opens without a network; where no script runs, the picture is seen.</summary>
    /// <exception cref="ChartException">A number does not fit a logarithmic axis, or no number is finite.</exception>
    public string ToHtml() => PlotlyPage.Of(this);

    /// <summary>Writes the picture in SVG to a file.</summary>
    /// <param name="path">Path of the file; folders before it are made.</param>
    /// <exception cref="ChartException">A number does not fit a logarithmic axis, or no number is finite.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SaveSvg(string path) => Save(path, ToSvg());

    /// <summary>Writes the page of <see cref="ToHtml"/> to a file.</summary>
    /// <param name="path">Path of the file; folders before it are made.</param>
    /// <exception cref="ChartException">A number does not fit a logarithmic axis, or no number is finite.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SaveHtml(string path) => Save(path, ToHtml());

    /// <summary>Writes the picture to a file in PNG, of two pixels for a unit of the page, by a headless Chromium or Chrome.</summary>
    /// <remarks>The browser is the one that the variable DIFFPROB_BROWSER names, or is looked for in PATH and where systems install it.</remarks>
    /// <param name="path">Path of the file; folders before it are made.</param>
    /// <exception cref="ChartException">A number does not fit its axis; there is no browser, or it made no picture within a minute.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SavePng(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var sheet = ToSheet();
        var png = Browser.Find().Picture(SvgSheet.Of(sheet), sheet.Width, sheet.Height);
        File.WriteAllBytes(InFolder(path), png);
    }

    /// <summary>Where everything is on the page.</summary>
    internal abstract Sheet ToSheet();

    /// <summary>All words that are seen whatever the rendering: title and note, labels of axes, names in the legend.</summary>
    internal abstract IEnumerable<string> Words { get; }

    /// <summary>A line of text for a console.</summary>
    internal abstract string Summary { get; }

    private static void Save(string path, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        File.WriteAllText(InFolder(path), text, new UTF8Encoding(false));
    }

    private static string InFolder(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return path;
    }

    private static string Titled(string title) => string.IsNullOrWhiteSpace(title) ? throw ChartErrors.NoTitle() : title;
}
