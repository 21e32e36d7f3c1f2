using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace DiffProb;

/// <summary>Pixels as a PNG file.</summary>
/// <remarks><b>Source</b>: W3C (2003), Portable Network Graphics, ISO/IEC 15948; colour type 6, eight bits, no filter.</remarks>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The bytes of the file; the first row is on top.</summary>
    public static byte[] Of((byte Red, byte Green, byte Blue, byte Alpha)[,] pixels)
    {
        var (height, width) = (pixels.GetLength(0), pixels.GetLength(1));
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 6);
        using var file = new MemoryStream();
        file.Write(Signature);
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Compressed(pixels, height, width));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    // Rows from the top, each after a byte that names its filter.
    private static byte[] Compressed((byte Red, byte Green, byte Blue, byte Alpha)[,] pixels, int height, int width)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[1 + (4 * width)];
            for (var row = 0; row < height; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    var at = 1 + (4 * column);
                    (line[at], line[at + 1], line[at + 2], line[at + 3]) = pixels[row, column];
                }

                zlib.Write(line);
            }
        }

        return data.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        file.Write(number);
    }
}
