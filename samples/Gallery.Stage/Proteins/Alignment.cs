namespace Gallery.Proteins;

/// <summary>A family of proteins whose letters stand below one another, with gaps where a member lacks one.</summary>
public sealed class Alignment
{
    private Alignment(IReadOnlyList<string> names, IReadOnlyList<string> rows) => (Names, Rows) = (names, rows);

    /// <summary>The cyclins, N-terminal domain: 95 members (Pfam PF00134, seed alignment).</summary>
    public static Alignment Cyclins { get; } = Read(AminoAcids.Lines("PF00134.sto"));

    /// <summary>Names of the members.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Letters and gaps of each member, all of one length.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>Reads the Stockholm format: lines that begin with # are remarks, each other one a name and its letters; a name that comes again goes on.</summary>
    /// <exception cref="InvalidDataException">There is no first line that names the format, a line has no letters, or the members are not of one length.</exception>
    public static Alignment Read(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Count == 0 || !lines[0].StartsWith("# STOCKHOLM", StringComparison.Ordinal))
        {
            throw new InvalidDataException("The alignment does not begin with # STOCKHOLM: is it in another format?");
        }

        var rows = new Dictionary<string, string>();
        foreach (var line in lines.TakeWhile(l => l != "//").Where(l => l.Length > 0 && l[0] != '#'))
        {
            string[] cells = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            rows[cells[0]] = cells.Length == 2 ? rows.GetValueOrDefault(cells[0], "") + cells[1] : throw new InvalidDataException($"\"{line}\" is not a name and its letters.");
        }

        return rows.Values.Select(r => r.Length).Distinct().Count() == 1
            ? new([.. rows.Keys], [.. rows.Values])
            : throw new InvalidDataException($"The {rows.Count} members of the alignment are not of one length.");
    }

    /// <summary>The longest run of columns in each of which at most a share of the members has a gap; the first, where several are as long.</summary>
    /// <param name="gaps">The share, from 0 to 1.</param>
    public (int Start, int Length) LongestRun(double gaps)
    {
        var best = (Start: 0, Length: 0);
        for (int column = 0, start = 0; column < Rows[0].Length; column++)
        {
            start = Rows.Count(r => AminoAcids.IndexOf(r[column]) is null) > gaps * Rows.Count ? column + 1 : start;
            best = column + 1 - start > best.Length ? (start, column + 1 - start) : best;
        }

        return best;
    }
}
