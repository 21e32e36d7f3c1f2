namespace DiffProb;

/// <summary>A table for a console: the first column from the left, numbers under each other.</summary>
internal static class TextTable
{
    public static string Of(string[] header, string[][] rows)
    {
        int[] widths = [.. header.Select((h, i) => rows.Select(r => r[i].Length).Append(h.Length).Max())];
        return string.Join('\n', rows.Prepend(header).Select(r => string.Join("  ", r.Select((c, i) => i == 0 ? c.PadRight(widths[i]) : c.PadLeft(widths[i]))).TrimEnd()));
    }
}
