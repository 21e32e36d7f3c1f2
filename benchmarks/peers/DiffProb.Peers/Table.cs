using System.Text;

namespace DiffProb;

/// <summary>The one table: a line for each work, size, number of threads and peer.</summary>
internal sealed class Table
{
    // What .NET collects and compiles in the background is below this.
    private const double MostCores = 1.2;

    private readonly List<string> lines = [];
    private readonly SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);
    private readonly List<string> failures = [];

    /// <summary>Whether something went wrong that is no peer's absence.</summary>
    internal bool HasFailures => failures.Count > 0;

    internal const string Head =
        """
        | work | size | threads | peer | DiffProb | peer's | times faster | goal |
        |---|---|---|---|---|---|---|---|
        """;

    /// <summary>One comparison; the ratio is of medians. A goal is not judged by disturbed times.</summary>
    internal void Add(Case work, int threads, string peer, Timing ours, Timing theirs, double? goal)
    {
        var ratio = theirs.Median / ours.Median;
        var verdict = goal is not { } g ? "" : $"{Timing.Three(g)} {(!ours.IsQuiet || !theirs.IsQuiet ? "not judged" : ratio >= g ? "met" : "missed")}";
        Write($"| {work.Work} | {work.Size} | {threads} | {peer} | {Marked(ours, threads)} | {theirs} | {Timing.Three(ratio)} | {verdict} |");
    }

    /// <summary>Ours where no peer answers.</summary>
    internal void Add(Case work, int threads, Timing ours) => Write($"| {work.Work} | {work.Size} | {threads} | - | {Marked(ours, threads)} | | | |");

    internal void Skip(string peer, string reason)
    {
        var text = $"{peer}: {reason}";
        skipped[text] = skipped.GetValueOrDefault(text) + 1;
    }

    internal void Fail(string message)
    {
        failures.Add(message);
        Console.Error.WriteLine($"! {message}");
    }

    /// <summary>The table, what was left out, and what failed.</summary>
    internal string ToMarkdown(string about)
    {
        var text = new StringBuilder(about).AppendLine().AppendLine(Head).AppendJoin('\n', lines).AppendLine();
        Section("Not measured", skipped.Select(s => $"{s.Key} ({s.Value} {(s.Value == 1 ? "line" : "lines")})"));
        Section("Failed", failures);
        return text.ToString();

        void Section(string title, IEnumerable<string> items)
        {
            if (items.Any())
            {
                text.AppendLine().Append(title).AppendLine(":").AppendLine();
                foreach (var item in items)
                {
                    text.Append("- ").AppendLine(item);
                }
            }
        }
    }

    private static string Marked(Timing ours, int threads) => threads == 1 && ours.Cores > MostCores ? $"+{ours}" : $"{ours}";

    private void Write(string line)
    {
        lines.Add(line);
        Console.Error.WriteLine(line);
    }
}
