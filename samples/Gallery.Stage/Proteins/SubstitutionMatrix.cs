using System.Globalization;

namespace Gallery.Proteins;

/// <summary>How readily one amino acid takes the place of another: a score for each pair of letters.</summary>
public sealed class SubstitutionMatrix
{
    private readonly double[,] scores;

    private SubstitutionMatrix(double[,] scores) => this.scores = scores;

    /// <summary>BLOSUM62, in half bits (Henikoff and Henikoff 1992).</summary>
    public static SubstitutionMatrix Blosum62 { get; } = Read(AminoAcids.Lines("BLOSUM62.txt"));

    /// <summary>The score of two letters.</summary>
    public double this[int a, int b] => scores[a, b];

    /// <summary>Reads the text form: lines that begin with # are comments, the first other line has the letters of the columns, each further one a letter and its scores.</summary>
    /// <exception cref="InvalidDataException">A number is missing, or an amino acid has no row or no column.</exception>
    public static SubstitutionMatrix Read(IEnumerable<string> lines)
    {
        string[][] rows = [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        var columns = rows.Length == 0 ? [] : rows[0];
        var scores = new double[AminoAcids.Letters.Length, AminoAcids.Letters.Length];
        for (var a = 0; a < AminoAcids.Letters.Length; a++)
        {
            for (var b = 0; b < AminoAcids.Letters.Length; b++)
            {
                scores[a, b] = Score(rows, columns, AminoAcids.Letters[a].ToString(), AminoAcids.Letters[b].ToString());
            }
        }

        return new(scores);
    }

    private static double Score(string[][] rows, string[] columns, string row, string column)
    {
        var cells = rows.Skip(1).FirstOrDefault(r => r[0] == row);
        var place = Array.IndexOf(columns, column) + 1;
        return cells is not null && place > 0 && place < cells.Length && double.TryParse(cells[place], NumberStyles.Float, CultureInfo.InvariantCulture, out var score)
            ? score
            : throw new InvalidDataException($"The substitution matrix has no score of {row} with {column}: is a row or a column cut off?");
    }
}
