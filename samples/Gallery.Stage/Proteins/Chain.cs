namespace Gallery.Proteins;

/// <summary>What a sequence is worth: a number for the letter at each place, and one for the letters at each pair of neighbours.</summary>
public sealed class Chain
{
    private readonly double[][] fields;
    private readonly double[][,] pairs;

    /// <summary>Tables from functions.</summary>
    /// <param name="length">Places.</param>
    /// <param name="letters">Letters.</param>
    /// <param name="field">Worth of letter a at place i, in that order; both count from 0.</param>
    /// <param name="pair">Worth of letters a and b at places i and i + 1; null for places that do not know of each other.</param>
    public Chain(int length, int letters, Func<int, int, double> field, Func<int, int, int, double>? pair = null)
    {
        (Length, Letters) = (length, letters);
        fields = [.. Enumerable.Range(0, length).Select(i => Enumerable.Range(0, letters).Select(a => field(i, a)).ToArray())];
        pairs = pair is null ? [] : [.. Enumerable.Range(0, length - 1).Select(i => Table(letters, (a, b) => pair(i, a, b)))];
    }

    /// <summary>Places.</summary>
    public int Length { get; }

    /// <summary>Letters.</summary>
    public int Letters { get; }

    /// <summary>Pairs of neighbours that have a worth: one less than places, or none.</summary>
    public int Pairs => pairs.Length;

    /// <summary>Worth of each letter at a place.</summary>
    public double[] FieldAt(int i) => [.. fields[i]];

    /// <summary>Worth of each pair of letters [first, second] at a place and the next one.</summary>
    public double[,] PairAt(int i) => (double[,])pairs[i].Clone();

    /// <summary>What a sequence is worth.</summary>
    public double Of(IReadOnlyList<int> sequence) =>
        Enumerable.Range(0, Length).Sum(i => fields[i][sequence[i]]) + Enumerable.Range(0, Pairs).Sum(i => pairs[i][sequence[i], sequence[i + 1]]);

    /// <summary>How much more a sequence is worth with another letter at one place, at most; 0 where no such change helps.</summary>
    public double Gain(IReadOnlyList<int> sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var now = Of(sequence);
        return (from i in Enumerable.Range(0, Length)
                from a in Enumerable.Range(0, Letters)
                select Of([.. sequence.Take(i), a, .. sequence.Skip(i + 1)]) - now).Max();
    }

    /// <summary>The sequence that is worth the most, by dynamic programming: the best of the letters so far, for each last letter.</summary>
    public int[] Best()
    {
        var (worth, before) = (fields[0], new int[Length][]);
        for (var i = 1; i < Length; i++)
        {
            var (so, at) = (worth, i);
            before[i] = [.. Enumerable.Range(0, Letters).Select(b => Enumerable.Range(0, Letters).MaxBy(a => so[a] + PairOf(at - 1, a, b)))];
            worth = [.. Enumerable.Range(0, Letters).Select(b => so[before[at][b]] + PairOf(at - 1, before[at][b], b) + fields[at][b])];
        }

        var best = new int[Length];
        best[^1] = Enumerable.Range(0, Letters).MaxBy(a => worth[a]);
        for (var i = Length - 1; i > 0; i--)
        {
            best[i - 1] = before[i][best[i]];
        }

        return best;
    }

    /// <summary>
    /// The greatest sum of expected worth and t times entropy (nats) that any law of sequences has: t log Σ exp(worth / t), by dynamic programming.
    /// </summary>
    public double Free(double t)
    {
        var free = fields[0];
        for (var i = 1; i < Length; i++)
        {
            var (so, at) = (free, i);
            free = [.. Enumerable.Range(0, Letters).Select(b => fields[at][b] + Soft(Enumerable.Range(0, Letters).Select(a => so[a] + PairOf(at - 1, a, b)), t))];
        }

        return Soft(free, t);
    }

    private double PairOf(int i, int a, int b) => Pairs == 0 ? 0.0 : pairs[i][a, b];

    private static double Soft(IEnumerable<double> worth, double t)
    {
        double[] all = [.. worth];
        var most = all.Max();
        return most + (t * Math.Log(all.Sum(w => Math.Exp((w - most) / t))));
    }

    private static double[,] Table(int letters, Func<int, int, double> number)
    {
        var table = new double[letters, letters];
        for (var a = 0; a < letters; a++)
        {
            for (var b = 0; b < letters; b++)
            {
                table[a, b] = number(a, b);
            }
        }

        return table;
    }
}
