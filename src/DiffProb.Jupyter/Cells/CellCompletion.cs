namespace DiffProb;

/// <summary>What may follow at a place of a cell.</summary>
/// <param name="Start">Where the text begins that a choice replaces, in characters of UTF-16.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Choices">The choices, in order.</param>
internal sealed record CellCompletion(int Start, int End, IReadOnlyList<CellChoice> Choices)
{
    /// <summary>Only those that begin like what is written, each once, in order; the exact case before others.</summary>
    public static CellCompletion Of(int start, int end, string written, IEnumerable<CellChoice> choices) => new(
        start,
        end,
        [
            .. choices
                .Where(c => c.Text.TrimStart('`').StartsWith(written, StringComparison.OrdinalIgnoreCase))
                .DistinctBy(c => c.Text)
                .OrderByDescending(c => c.Text.StartsWith(written, StringComparison.Ordinal))
                .ThenBy(c => c.Text, StringComparer.OrdinalIgnoreCase),
        ]);
}

/// <summary>One thing that may follow.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Kind">What it is, in a word.</param>
internal sealed record CellChoice(string Text, string Kind);
