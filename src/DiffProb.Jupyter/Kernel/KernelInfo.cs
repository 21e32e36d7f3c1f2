using System.Reflection;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>What a kernel says of itself and of its language.</summary>
internal static class KernelInfo
{
    /// <summary>The version of the protocol.</summary>
    public const string Protocol = "5.3";

    /// <summary>The version of DiffProb.</summary>
    public static string Version { get; } = typeof(KernelInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The answer to kernel_info_request.</summary>
    public static JsonObject Reply(CellLanguage language) => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Protocol,
        ["implementation"] = "diffprob",
        ["implementation_version"] = Version,
        ["language_info"] = Language(language),
        ["banner"] = $"DiffProb {Version}, {KernelNames.Title(language)}",
        ["help_links"] = new JsonArray(),
        ["debugger"] = false,
    };

    // The names by which editors and highlighters know the languages.
    private static JsonObject Language(CellLanguage language) => language == CellLanguage.FSharp
        ? new JsonObject
        {
            ["name"] = "F#",
            ["version"] = "10.0",
            ["mimetype"] = "text/x-fsharp",
            ["file_extension"] = ".fsx",
            ["pygments_lexer"] = "fsharp",
            ["codemirror_mode"] = "text/x-fsharp",
            ["nbconvert_exporter"] = "script",
        }
        : new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".csx",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
            ["nbconvert_exporter"] = "script",
        };
}
