using System.Globalization;
using System.IO.Compression;
using DiffProb;

namespace Gallery;

/// <summary>Handwritten digits of 8 x 8 pixels, each in the middle of a canvas that has room to turn it: Data/Digits/NOTICE.md says where they come from.</summary>
/// <param name="Images">[digits, <see cref="Side"/>, <see cref="Side"/>], from 0, paper, to 1, ink.</param>
/// <param name="Labels">[digits]: which digit each is.</param>
public sealed record Digits(Tensor Images, Tensor Labels)
{
    /// <summary>Pixels along a side of the canvas.</summary>
    public const int Side = 12;

    private const int Width = 8;
    private const int Edge = (Side - Width) / 2;
    private const double Ink = 16.0;

    /// <summary>Two of each three, to learn from.</summary>
    public static Digits ToLearn { get; } = Where(i => i % 3 != 0);

    /// <summary>Every third, to judge by.</summary>
    public static Digits HeldOut { get; } = Where(i => i % 3 == 0);

    /// <summary>How many there are.</summary>
    public int Count => Labels.Shape[0];

    private static Digits Where(Func<int, bool> isWanted)
    {
        int[][] rows = [.. Lines().Where((_, i) => isWanted(i)).Select(line => line.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
        var canvas = new double[rows.Length * Side * Side];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var pixel = 0; pixel < Width * Width; pixel++)
            {
                canvas[(((i * Side) + Edge + (pixel / Width)) * Side) + Edge + (pixel % Width)] = rows[i][pixel] / Ink;
            }
        }

        return new(Tensor.Of(Shape.Of(rows.Length, Side, Side), canvas), Tensor.Of([.. rows.Select(r => r[^1])]));
    }

    private static IEnumerable<string> Lines()
    {
        using var file = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
