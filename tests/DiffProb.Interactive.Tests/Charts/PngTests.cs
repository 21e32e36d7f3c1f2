using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DiffProb.Charts;

/// <summary>PNG files, read back by the rules of the format.</summary>
public sealed class PngTests
{
    [Fact]
    public void Pixels_come_back()
    {
        (byte Red, byte Green, byte Blue, byte Alpha)[,] pixels = { { (1, 2, 3, 255), (4, 5, 6, 0) }, { (7, 8, 9, 255), (10, 11, 12, 128) }, { default, (255, 255, 255, 255) } };
        var file = Png.Of(pixels);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], file[..8]);
        var chunks = Chunks(file);
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(c => c.Type));
        Assert.Equal([0, 0, 0, 2, 0, 0, 0, 3, 8, 6, 0, 0, 0], chunks[0].Data);
        using var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal(
            [0, 1, 2, 3, 255, 4, 5, 6, 0, 0, 7, 8, 9, 255, 10, 11, 12, 128, 0, 0, 0, 0, 0, 255, 255, 255, 255],
            rows.ToArray());
    }

    // The checksum of the format's annex D, bit by bit.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            Assert.Equal(Checksum(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks;
    }
}
