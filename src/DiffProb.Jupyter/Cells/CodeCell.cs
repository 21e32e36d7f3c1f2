using System.Globalization;
using System.Text.RegularExpressions;

namespace DiffProb;

/// <summary>A cell that is run.</summary>
/// <param name="Number">How many have run, this one included.</param>
/// <param name="Code">Its text.</param>
internal sealed partial record CodeCell(int Number, string Code)
{
    /// <summary>The name of the file that compilers and stack traces take the cell for.</summary>
    public string FileName(string extension) => string.Create(CultureInfo.InvariantCulture, $"Cell{Number}{extension}");

    /// <summary>The number of the cell that a file stands for; none for a file on the disk.</summary>
    public static int? NumberOf(string? file) =>
        Name().Match(file ?? "") is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"(?:^|[/\\])Cell([0-9]{1,9})\.(?:fsx|csx)$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
