namespace Gallery.Proteins;

/// <summary>A window of an alignment, counted: which letters stand in a column, and which beside one another.</summary>
public sealed class Family
{
    private readonly int?[][] members;

    /// <summary>The columns of an alignment that hardly any member lacks.</summary>
    /// <param name="alignment">The members.</param>
    /// <param name="gaps">The window is the longest run of columns in each of which at most this share of the members has a gap.</param>
    public Family(Alignment alignment, double gaps = 0.02)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        (Start, Length) = alignment.LongestRun(gaps);
        members = [.. alignment.Rows.Select(r => r.Substring(Start, Length).Select(AminoAcids.IndexOf).ToArray())];
    }

    /// <summary>The first column of the window, counted from 0.</summary>
    public int Start { get; }

    /// <summary>How many columns it has.</summary>
    public int Length { get; }

    /// <summary>Members without a gap in the window.</summary>
    public IEnumerable<int[]> Whole => members.Where(m => m.All(a => a is not null)).Select(m => m.Select(a => a!.Value).ToArray());

    /// <summary>The letters in a column. A gap is no letter: members that have one there do not count.</summary>
    public IEnumerable<int> Column(int i) => members.Select(m => m[i]).OfType<int>();

    /// <summary>
    /// How much oftener b follows a at places i and i + 1 than it would if columns knew nothing of each other, in half bits: 2 log₂ ((seen + 1) / (expected + 1)).
    /// The ones keep pairs that are rare anyway from counting for much. Members with a gap at one of the places do not count.
    /// </summary>
    public double Affinity(int i, int a, int b)
    {
        (int A, int B)[] pairs = [.. members.Where(m => m[i] is not null && m[i + 1] is not null).Select(m => (m[i]!.Value, m[i + 1]!.Value))];
        var (seen, expected) = (pairs.Count(p => p == (a, b)), (double)pairs.Count(p => p.A == a) * pairs.Count(p => p.B == b) / pairs.Length);
        return 2.0 * Math.Log2((seen + 1.0) / (expected + 1.0));
    }
}
