namespace DiffProb;

/// <summary>The command line, read.</summary>
internal sealed record Arguments
{
    /// <summary>Parts of names of rows; none for all.</summary>
    internal IReadOnlyList<string> Rows { get; private init; } = [];

    /// <summary>Only the sizes that the goals name, and rough numbers.</summary>
    internal bool IsQuick { get; private init; }

    /// <summary>Whether peers in processes of their own are asked too.</summary>
    internal bool HasExternals { get; private init; } = true;

    /// <summary>Numbers of threads, each for the whole table.</summary>
    internal IReadOnlyList<int> Threads { get; private init; } = [1, 2];

    /// <summary>Where the table is written, beside the screen; null for nowhere.</summary>
    internal string? Markdown { get; private init; }

    internal static string Help =>
        $"""
        DiffProb and its peers, side by side: one table of ratios.

          --row NAME        rows whose name holds NAME (again for more); there are {string.Join(", ", Row.All.Select(r => r.Name))}
          --quick           only the sizes that the goals name, and rough numbers
          --threads N       1 or 2 or any number (again for more); 1 and 2 if not said
          --no-externals    only what runs in this process
          --markdown FILE   writes the table there, too
        """;

    /// <summary>Reads a command line; null if help was asked for.</summary>
    /// <exception cref="ArgumentException">It is wrong.</exception>
    internal static Arguments? Parse(IReadOnlyList<string> words)
    {
        var read = new Arguments();
        var threads = new List<int>();
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "--help" or "-h":
                    return null;
                case "--quick":
                    read = read with { IsQuick = true };
                    break;
                case "--no-externals":
                    read = read with { HasExternals = false };
                    break;
                case "--row":
                    read = read with { Rows = [.. read.Rows, Known(Value(ref i))] };
                    break;
                case "--markdown":
                    read = read with { Markdown = Value(ref i) };
                    break;
                case "--threads":
                    threads.Add(int.TryParse(Value(ref i), out var n) && n >= 1 ? n : throw new ArgumentException("--threads needs a number of at least 1."));
                    break;
                default:
                    throw new ArgumentException($"There is no option {words[i]}.\n{Help}");
            }
        }

        return threads.Count == 0 ? read : read with { Threads = threads };

        string Value(ref int i) => i + 1 < words.Count ? words[++i] : throw new ArgumentException($"{words[i]} needs a value after it.");
    }

    /// <summary>Whether a row is asked for.</summary>
    internal bool Wants(Row row) => Rows.Count == 0 || Rows.Any(part => row.Name.Contains(part, StringComparison.Ordinal));

    /// <summary>Whether a case is asked for, with a number of threads.</summary>
    internal bool Wants(Case work, int threads) => (work.IsNamed || !IsQuick) && (work.IsParallel || threads == Threads[0]);

    private static string Known(string part) => Row.All.Any(r => r.Name.Contains(part, StringComparison.Ordinal))
        ? part
        : throw new ArgumentException($"No row's name holds \"{part}\". There are: {string.Join(", ", Row.All.Select(r => r.Name))}.");
}
