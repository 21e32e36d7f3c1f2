using System.Text.RegularExpressions;

namespace DiffProb;

/// <summary>A cell as it is written: lines at its head that begin with #! are for the notebook, the rest is for a language.</summary>
/// <param name="Language">The language of the rest.</param>
/// <param name="Shares">What it takes from the other language.</param>
/// <param name="Code">The rest, each line where it was.</param>
internal sealed partial record CellText(CellLanguage Language, IReadOnlyList<CellShare> Shares, string Code)
{
    /// <summary>The lines of the notebook, as they are written.</summary>
    public static IReadOnlyList<string> Magics { get; } = ["#!fsharp", "#!csharp", "#!share --from fsharp NAME [--as OTHER]", "#!share --from csharp NAME [--as OTHER]"];

    /// <summary>How they begin.</summary>
    public static IReadOnlyList<string> Beginnings { get; } = ["#!fsharp", "#!csharp", "#!share --from fsharp ", "#!share --from csharp "];

    /// <summary>Reads a cell.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="code">Its text.</param>
    /// <param name="language">The language of cells that name none.</param>
    /// <exception cref="CompilationException">A line that begins with #! is not understood.</exception>
    public static CellText Read(int number, string code, CellLanguage language)
    {
        var lines = code.Split('\n');
        var shares = new List<CellShare>();
        var head = 0;
        for (; head < lines.Length && (lines[head].StartsWith("#!", StringComparison.Ordinal) || string.IsNullOrWhiteSpace(lines[head])); head++)
        {
            var words = lines[head].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []:
                    break;
                case ["#!fsharp" or "#!csharp"] when shares.Count == 0:
                    language = LanguageOf(words[0][2..])!.Value;
                    break;
                case ["#!share", .. var rest] when ShareOf(rest, head + 1) is { } share:
                    shares.Add(share);
                    break;
                default:
                    throw Refused(number, lines[head], head + 1, JupyterErrors.UnknownMagic(lines[head].Trim()));
            }
        }

        var late = Array.FindIndex(lines, head, line => Late().IsMatch(line));
        return late >= 0
            ? throw Refused(number, lines[late], late + 1, JupyterErrors.LateMagic(lines[late].Trim()))
            : new CellText(language, shares, new string('\n', head) + string.Join('\n', lines[head..]));
    }

    /// <summary>The error of a line.</summary>
    public static CompilationException Refused(int number, string line, int place, string message) =>
        new([new CellProblem("Magic", message, new CodeCell(number, line).FileName(".fsx"), place, 1)]);

    // The name may stand before or after --from, as .NET Interactive has it.
    private static CellShare? ShareOf(string[] words, int line)
    {
        string? name = null, alias = null;
        CellLanguage? from = null;
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--from" when i + 1 < words.Length && from is null:
                    from = LanguageOf(words[++i]);
                    break;
                case "--as" when i + 1 < words.Length && alias is null:
                    alias = words[++i];
                    break;
                case var word when !word.StartsWith('-') && name is null:
                    name = word;
                    break;
                default:
                    return null;
            }
        }

        return from is { } language && name is not null ? new CellShare(language, name, alias ?? name, line) : null;
    }

    private static CellLanguage? LanguageOf(string word) => word switch
    {
        "fsharp" => CellLanguage.FSharp,
        "csharp" => CellLanguage.CSharp,
        _ => null,
    };

    [GeneratedRegex("^#!(?:fsharp|csharp|share)\\b", RegexOptions.CultureInvariant)]
    private static partial Regex Late();
}
