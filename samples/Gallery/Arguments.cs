using System.Globalization;
using DiffProb;

namespace Gallery;

/// <summary>The command line, read: no sample means that help or a list was asked for.</summary>
internal sealed record Arguments
{
    private const string EverySample = "all";

    internal IReadOnlyList<ISample> Samples { get; private init; } = [];

    internal bool IsList { get; private init; }

    /// <summary>Where pages are written.</summary>
    internal string Folder { get; private init; } = "gallery";

    private string? Name { get; init; }

    private Language? Language { get; init; }

    internal ulong Seed { get; private init; } = 1;

    internal IEngine Engine { get; private init; } = ManagedEngine.Default;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It is wrong: the message says what is there instead.</exception>
    internal static Arguments Parse(IReadOnlyList<string> words, IReadOnlyList<ISample> samples)
    {
        var read = new Arguments();
        if (words.Count == 0 || words.Any(w => w is "--help" or "-h"))
        {
            return read;
        }

        for (var i = 0; i < words.Count; i++)
        {
            read = words[i] switch
            {
                "--seed" => read with { Seed = ToSeed(ValueOf(words, ref i)) },
                "--engine" => read with { Engine = ToEngine(ValueOf(words, ref i)) },
                "--language" => read with { Language = ToLanguage(ValueOf(words, ref i)) },
                "--pages" => read with { Folder = ValueOf(words, ref i) },
                ['-', ..] => throw Wrong($"There is no option {words[i]}. There are: --seed, --engine, --language, --pages, --help."),
                _ when read.Name is null => read with { Name = words[i] },
                _ => throw Wrong($"One sample at a time: {read.Name} was named, and then {words[i]}."),
            };
        }

        return read.Name switch
        {
            null => throw Wrong($"Which sample? There are: {Names(samples)}."),
            "list" => read with { IsList = true },
            _ => read with { Samples = ToSamples(read, samples) },
        };
    }

    /// <summary>Samples by name, each with its languages.</summary>
    internal static IEnumerable<string> List(IReadOnlyList<ISample> samples) =>
        samples.GroupBy(s => s.Name).Select(s => $"{s.Key,-14}{string.Join(", ", s.Select(one => NameOf(one.Language))),-15}{s.First().Summary}");

    /// <summary>A language as it is written on the command line and in the names of pages.</summary>
    internal static string NameOf(Language language) => language == Gallery.Language.FSharp ? "fsharp" : "csharp";

    internal static IEnumerable<string> Help(IReadOnlyList<ISample> samples) =>
    [
        "DiffProb gallery: samples to run and to read.",
        "",
        "Usage: dotnet run -c Release --project samples/Gallery -- <sample> [options]",
        "",
        "Samples:",
        .. List(samples).Select(line => "  " + line),
        "",
        "  list              the samples alone",
        "  all               every sample, one after the other",
        "",
        "Options:",
        "  --language NAME   csharp (if not said) or fsharp",
        "  --pages FOLDER    where the page with the charts is written (gallery if not said)",
        "  --seed N          where the random numbers begin: 0, 1, ... (1 if not said)",
        "  --engine NAME     managed (if not said) or torch, which needs libtorch",
        "  --help            this text",
    ];

    private static string ValueOf(IReadOnlyList<string> words, ref int i) =>
        i + 1 < words.Count ? words[++i] : throw Wrong($"{words[i]} needs a value after it.");

    private static ulong ToSeed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw Wrong($"--seed must be a whole number from 0 to {ulong.MaxValue}, but it is \"{text}\".");

    private static IEngine ToEngine(string text) => text switch
    {
        "managed" => ManagedEngine.Default,
        "torch" => TorchEngine.Cpu,
        _ => throw Wrong($"There is no engine \"{text}\". There are: managed, torch."),
    };

    private static Language ToLanguage(string text) => text switch
    {
        "csharp" => Gallery.Language.CSharp,
        "fsharp" => Gallery.Language.FSharp,
        _ => throw Wrong($"There is no language \"{text}\". There are: csharp, fsharp."),
    };

    // All of them are in both languages, unless one is asked for; one of them is in the first that it has.
    private static ISample[] ToSamples(Arguments read, IReadOnlyList<ISample> samples)
    {
        ISample[] asked = [.. samples.Where(s => (read.Name == EverySample || s.Name == read.Name) && s.Language == (read.Language ?? s.Language))];
        return read.Name == EverySample ? asked
            : asked.Length > 0 ? asked[..1]
            : samples.Any(s => s.Name == read.Name) ? throw Wrong($"The sample \"{read.Name}\" is not there in {NameOf(read.Language!.Value)}.")
            : throw Wrong($"There is no sample \"{read.Name}\". There are: {Names(samples)}.");
    }

    private static string Names(IReadOnlyList<ISample> samples) => string.Join(", ", samples.Select(s => s.Name).Distinct());

    private static ArgumentException Wrong(string message) => new($"{message}\n  try --help for all there is.");
}
