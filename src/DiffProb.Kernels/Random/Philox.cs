using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DiffProb;

/// <summary>Counter-based random numbers: Philox4x32-10, a keyed bijection of 128-bit counters.</summary>
/// <remarks>
/// <para>A number is a pure function of key and index, so any split of a range over threads, blocks or machines gives the same bits.</para>
/// <para><b>Cost</b>: about 2 ns a uniform and 10 ns a normal on one core with AVX2.</para>
/// <para><b>Source</b>: Salmon, Moraes, Dror, Shaw (2011), doi:10.1145/2063384.2063405, section 4.3 and table 2.
/// Checked against the authors' known-answer vectors.</para>
/// </remarks>
internal static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9; // golden ratio
    private const uint Weyl1 = 0xBB67AE85; // √3 - 1
    private const int NormalChunk = 128;

    /// <summary>Four random words, a bijection of the counter for each key.</summary>
    /// <param name="counterLow">Words 0 and 1 of the counter.</param>
    /// <param name="counterHigh">Words 2 and 3 of the counter: 0 in bulk draws, 1 and above in <see cref="ElementStream"/>, the last three in <see cref="Key"/>.</param>
    /// <param name="key">Low half is word 0 of the Philox key, high half word 1.</param>
    public static PhiloxBlock Block(ulong counterLow, ulong counterHigh, Key key)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32);
        uint c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key.Bits, k1 = (uint)(key.Bits >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)Multiplier0 * c0;
            var p1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint)p1;
            c2 = (uint)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint)p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return new PhiloxBlock(c0, c1, c2, c3);
    }

    /// <summary>Element i is the uniform number <paramref name="first"/> + i of the key, strictly inside (0, 1).</summary>
    /// <remarks>Block (first + i) / 2 gives two of them, 52 bits each.</remarks>
    public static void Uniforms(Key key, ulong first, Span<double> destination)
    {
        var i = 0;
        if ((first & 1) == 1 && destination.Length > 0)
        {
            destination[i++] = UnitInterval.FromBits(Block(first / 2, 0, key).High);
        }

        if (Avx2.IsSupported)
        {
            for (; i + 8 <= destination.Length; i += 8)
            {
                EightUniforms(key, (first + (ulong)i) / 2, destination.Slice(i, 8));
            }
        }

        for (; i + 2 <= destination.Length; i += 2)
        {
            var block = Block((first + (ulong)i) / 2, 0, key);
            destination[i] = UnitInterval.FromBits(block.Low);
            destination[i + 1] = UnitInterval.FromBits(block.High);
        }

        if (i < destination.Length)
        {
            destination[i] = UnitInterval.FromBits(Block((first + (ulong)i) / 2, 0, key).Low);
        }
    }

    /// <summary>Element i is the standard normal number <paramref name="first"/> + i of the key.</summary>
    /// <remarks>Elements 2k and 2k + 1 are the cosine and the sine of <see cref="UnitInterval.BoxMuller"/> on uniforms 2k and 2k + 1.</remarks>
    public static void StandardNormals(Key key, ulong first, Span<double> destination)
    {
        var i = 0;
        if ((first & 1) == 1 && destination.Length > 0)
        {
            destination[i++] = NormalPair(key, first / 2).Sine;
        }

        while (i + 2 <= destination.Length)
        {
            var chunk = destination.Slice(i, Math.Min(NormalChunk, (destination.Length - i) & ~1));
            Uniforms(key, first + (ulong)i, chunk);
            for (var j = 0; j < chunk.Length; j += 2)
            {
                (chunk[j], chunk[j + 1]) = UnitInterval.BoxMuller(chunk[j], chunk[j + 1]);
            }

            i += chunk.Length;
        }

        if (i < destination.Length)
        {
            destination[i] = NormalPair(key, (first + (ulong)i) / 2).Cosine;
        }
    }

    private static (double Cosine, double Sine) NormalPair(Key key, ulong pair)
    {
        var block = Block(pair, 0, key);
        return UnitInterval.BoxMuller(UnitInterval.FromBits(block.Low), UnitInterval.FromBits(block.High));
    }

    /// <summary>The two uniforms of block <paramref name="block"/> of the streams of elements <paramref name="first"/>, <paramref name="first"/> + 1, …
    /// (see <see cref="ElementStream"/>).</summary>
    /// <param name="key">Key of the streams.</param>
    /// <param name="first">First element.</param>
    /// <param name="block">Place of the block in each stream, from 1.</param>
    /// <param name="low">The former uniform of each element.</param>
    /// <param name="high">The latter; as long as <paramref name="low"/>.</param>
    public static void ElementUniforms(Key key, ulong first, ulong block, Span<double> low, Span<double> high)
    {
        var i = 0;
        if (Avx2.IsSupported)
        {
            for (; i + 4 <= low.Length; i += 4)
            {
                var (even, odd) = FourBlocks(key, Vector256.Create(first + (ulong)i) + Vector256.Create(0UL, 1, 2, 3), block);
                even.CopyTo(low[i..]);
                odd.CopyTo(high[i..]);
            }
        }

        for (; i < low.Length; i++)
        {
            var words = Block(first + (ulong)i, block, key);
            (low[i], high[i]) = (UnitInterval.FromBits(words.Low), UnitInterval.FromBits(words.High));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightUniforms(Key key, ulong block, Span<double> destination)
    {
        var (even, odd) = FourBlocks(key, Vector256.Create(block) + Vector256.Create(0UL, 1, 2, 3), 0);
        var low = Avx.UnpackLow(even, odd);   // uniforms 0 1 4 5
        var high = Avx.UnpackHigh(even, odd); // uniforms 2 3 6 7
        Avx.Permute2x128(low, high, 0x20).CopyTo(destination);
        Avx.Permute2x128(low, high, 0x31).CopyTo(destination[4..]);
    }

    // The two uniforms of each of four blocks, one in each 64-bit lane; the words sit in the low halves, the high halves are never read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Even, Vector256<double> Odd) FourBlocks(Key key, Vector256<ulong> counterLow, ulong counterHigh)
    {
        var (c0, c1) = (counterLow, counterLow >>> 32);
        var (c2, c3) = (Vector256.Create(counterHigh), Vector256.Create(counterHigh >> 32));
        var (m0, m1) = (Vector256.Create((ulong)Multiplier0).AsUInt32(), Vector256.Create((ulong)Multiplier1).AsUInt32());
        uint k0 = (uint)key.Bits, k1 = (uint)(key.Bits >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = Avx2.Multiply(m0, c0.AsUInt32());
            var p1 = Avx2.Multiply(m1, c2.AsUInt32());
            c0 = (p1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c1 = p1;
            c2 = (p0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            c3 = p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (FromWords(c0, c1), FromWords(c2, c3));
    }

    // (u + 0.5) 2⁻⁵² by way of 1 + u 2⁻⁵² in [1, 2): both steps are exact, so the bits are those of UnitInterval.FromBits.
    private static Vector256<double> FromWords(Vector256<ulong> low, Vector256<ulong> high)
    {
        var u = ((high << 32) | (low & Vector256.Create(0xFFFFFFFFUL))) >>> 12;
        var oneToTwo = (u | Vector256.Create(0x3FF0000000000000UL)).AsDouble();
        return oneToTwo - Vector256.Create(1.0) + Vector256.Create(1.0 / (1UL << 53));
    }
}
