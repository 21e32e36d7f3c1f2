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

    /// <summary>The language of a name, if there is one.</summary>
    public static CellLanguage? Language(string name) => Languages.TryGetValue(name, out var language) ? language : null;
}
