using DiffProb;

namespace Gallery;

/// <summary>Pictures side by side as one picture.</summary>
public static class Mosaic
{
    private const double Gap = 0.6;

    /// <summary>Rows of pictures of one size, a gap of grey between each two.</summary>
    /// <param name="rows">Numbers from 0, black, to 1, white: each [rows, columns].</param>
    /// <param name="gap">Pixels of the gap.</param>
    public static double[,] Of(IReadOnlyList<IReadOnlyList<Tensor>> rows, int gap = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (height, width) = (rows[0][0].Shape[0], rows[0][0].Shape[1]);
        var whole = new double[(rows.Count * (height + gap)) - gap, (rows.Max(r => r.Count) * (width + gap)) - gap];
        for (var i = 0; i < whole.GetLength(0); i++)
        {
            for (var j = 0; j < whole.GetLength(1); j++)
            {
                whole[i, j] = Gap;
            }
        }

        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
            {
                var pixels = rows[row][column].ToArray();
                for (var i = 0; i < pixels.Length; i++)
                {
                    whole[(row * (height + gap)) + (i / width), (column * (width + gap)) + (i % width)] = pixels[i];
                }
            }
        }

        return whole;
    }
}
