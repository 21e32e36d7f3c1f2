namespace DiffProb;

/// <summary>The names by which notebooks ask for a language.</summary>
internal static class KernelNames
{
    private static readonly Dictionary<string, CellLanguage> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["diffprob-fsharp"] = CellLanguage.FSharp,
        ["diffprob-csharp"] = CellLanguage.CSharp,
        [".net-fsharp"] = CellLanguage.FSharp,
        [".net-csharp"] = CellLanguage.CSharp,
    };

    /// <summary>All names; those of .NET Interactive are known, too.</summary>
    public static IEnumerable<string> All => Languages.Keys;

    /// <summary>Our own names.</summary>
    public static IEnumerable<string> Own => Languages.Keys.Where(name => name.StartsWith("diffprob-", StringComparison.Ordinal));

    /// <summary>The names of .NET Interactive.</summary>
    public static IEnumerable<string> OfDotnetInteractive => Languages.Keys.Where(name => name.StartsWith(".net-", StringComparison.Ordinal));

    /// <summary>The language of a name, if there is one.</summary>
    public static CellLanguage? Language(string name) => Languages.TryGetValue(name, out var language) ? language : null;

    /// <summary>The language of a word of the command line, if there is one.</summary>
    public static CellLanguage? OfWord(string word) => Enum.GetValues<CellLanguage>().Where(l => Word(l) == word).Select(l => (CellLanguage?)l).FirstOrDefault();

    /// <summary>A language as the command line has it.</summary>
    public static string Word(CellLanguage language) => language.ToString().ToLowerInvariant();

    /// <summary>A language as people write it.</summary>
    public static string Title(CellLanguage language) => language == CellLanguage.FSharp ? "F#" : "C#";
}
