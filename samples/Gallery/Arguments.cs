using System.Globalization;
using DiffProb;

namespace Gallery;

/// <summary>The command line, read: no sample means that help was asked for.</summary>
internal sealed record Arguments
{
    internal ISample? Sample { get; private init; }

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
                ['-', ..] => throw Wrong($"There is no option {words[i]}. There are: --seed, --engine, --help."),
                _ when read.Sample is null => read with { Sample = ToSample(words[i], samples) },
                _ => throw Wrong($"One sample at a time: {read.Sample!.Name} was named, and then {words[i]}."),
            };
        }

        return read.Sample is null ? throw Wrong($"Which sample? There is: {Names(samples)}.") : read;
    }

    internal static IEnumerable<string> Help(IReadOnlyList<ISample> samples) =>
    [
        "DiffProb gallery: samples to run and to read.",
        "",
        "Usage: dotnet run -c Release --project samples/Gallery -- <sample> [options]",
        "",
        "Samples:",
        .. samples.Select(s => $"  {s.Name,-16}{s.Summary}"),
        "",
        "Options:",
        "  --seed N        where the random numbers begin: 0, 1, ... (1 if not said)",
        "  --engine NAME   managed (if not said) or torch, which needs libtorch",
        "  --help          this text",
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

    private static ISample ToSample(string name, IReadOnlyList<ISample> samples) =>
        samples.FirstOrDefault(s => s.Name == name) ?? throw Wrong($"There is no sample \"{name}\". There is: {Names(samples)}.");

    private static string Names(IReadOnlyList<ISample> samples) => string.Join(", ", samples.Select(s => s.Name));

    private static ArgumentException Wrong(string message) => new($"{message}\n  try --help for all there is.");
}
