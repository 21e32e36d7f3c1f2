using System.Globalization;

namespace DiffProb;

/// <summary>What stands in a cell of a table.</summary>
/// <param name="Html">As HTML.</param>
/// <param name="IsWords">Whether it is read from the left, as words are, and not set under each other, as numbers are.</param>
internal sealed record Cell(string Html, bool IsWords = false)
{
    /// <summary>Short text, or a number.</summary>
    public static implicit operator Cell(string text) => new(SvgPlot.Escaped(text));

    /// <summary>Words, in a line of their own for each line break.</summary>
    public static Cell Words(string text) => new(SvgPlot.Escaped(text).Replace("\n", "<br>", StringComparison.Ordinal), true);

    /// <summary>A number.</summary>
    public static Cell Number(double number) => NumberText(number);

    /// <summary>A number with a bar that is as long as a part of the longest.</summary>
    public static Cell Bar(double number, double part) => Bar(NumberText(number), part);

    /// <summary>Text with a bar that is as long as a part of the longest.</summary>
    public static Cell Bar(string text, double part) => new(string.Create(
        CultureInfo.InvariantCulture, $"{SvgPlot.Escaped(text)}<span class=\"track\"><span class=\"bar\" style=\"width:{Math.Round(88.0 * Math.Clamp(part, 0.0, 1.0), 1)}px\"></span></span>"));

    /// <summary>A number in six digits, the same in every country.</summary>
    public static string NumberText(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
