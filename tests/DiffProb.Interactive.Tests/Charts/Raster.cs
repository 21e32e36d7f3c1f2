using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DiffProb.Charts;

/// <summary>A picture as the ink in the cells of a coarse grid, each colour by itself, whatever its size in pixels.</summary>
internal sealed class Raster
{
    private const int Columns = 32;
    private const int Rows = 24;

    private readonly double[] ink;

    private Raster(double[] ink, int width, int height) => (this.ink, Width, Height) = (ink, width, height);

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; }

    /// <summary>Reads a PNG file of eight bits for each of three or four channels, without interlacing: what browsers write.</summary>
    public static Raster Of(byte[] png)
    {
        var (width, height, channels) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), png[25] == 6 ? 4 : 3);
        Assert.Equal((8, 0), (png[24], png[28]));
        var data = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) == "IDAT")
            {
                data.Write(png, at + 8, length);
            }

            at += length + 12;
        }

        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var (before, line) = (new byte[width * channels], new byte[width * channels]);
        var ink = new double[Rows * Columns * 3];
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            zlib.ReadExactly(line);
            Unfilter(filter, line, before, channels);
            for (var x = 0; x < width * channels; x++)
            {
                if (x % channels < 3)
                {
                    ink[(((y * Rows / height * Columns) + (x / channels * Columns / width)) * 3) + (x % channels)] += (255 - line[x]) / 255.0;
                }
            }

            (before, line) = (line, before);
        }

        // As a part of a cell that is black.
        var cell = (double)width * height / (Rows * Columns);
        return new([.. ink.Select(i => i / cell)], width, height);
    }

    /// <summary>From 0, the same, to 1, no ink in the same cells: the sum of differences over the sum of ink, after each cell has shared with its neighbours.</summary>
    public static double Distance(Raster one, Raster other)
    {
        var (a, b) = (one.Shared(), other.Shared());
        return a.Zip(b, (p, q) => Math.Abs(p - q)).Sum() / (a.Sum() + b.Sum());
    }

    // The mean over three by three cells, so that a letter on the edge of one makes no difference.
    private double[] Shared()
    {
        var shared = new double[ink.Length];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    for (var r = Math.Max(0, row - 1); r <= Math.Min(Rows - 1, row + 1); r++)
                    {
                        for (var c = Math.Max(0, column - 1); c <= Math.Min(Columns - 1, column + 1); c++)
                        {
                            shared[(((row * Columns) + column) * 3) + channel] += ink[(((r * Columns) + c) * 3) + channel] / 9.0;
                        }
                    }
                }
            }
        }

        return shared;
    }

    // Section 9 of the format.
    private static void Unfilter(int filter, byte[] line, byte[] before, int step)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int left = i >= step ? line[i - step] : 0, above = before[i], corner = i >= step ? before[i - step] : 0;
            line[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above,
                3 => (left + above) / 2,
                _ => Paeth(left, above, corner),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var (l, a, c) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - (2 * corner)));
        return l <= a && l <= c ? left : a <= c ? above : corner;
    }
}
