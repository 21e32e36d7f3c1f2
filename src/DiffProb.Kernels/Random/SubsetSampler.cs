using System.Buffers;
using System.Diagnostics;

namespace DiffProb;

/// <summary>Draws of k distinct numbers out of 0 .. n - 1, every ordered choice equally likely.</summary>
/// <remarks>
/// <para><b>Cost</b>: 2k random numbers and time O(k), whatever n is; a rented table of up to 4k numbers when k > 32.</para>
/// <para><b>Source</b>: Floyd's algorithm (Bentley and Floyd 1987, doi:10.1145/30401.315746) for the set, then Fisher-Yates for the order.</para>
/// </remarks>
internal static class SubsetSampler
{
    private const int ScanLimit = 32;

    /// <summary>Fills the destination.</summary>
    /// <param name="population">n, at least the length of <paramref name="destination"/>.</param>
    /// <param name="destination">Receives the k numbers.</param>
    /// <param name="stream">Stream of this draw.</param>
    public static void Draw(long population, Span<long> destination, ref ElementStream stream)
    {
        Debug.Assert(population >= destination.Length);
        if (destination.Length <= ScanLimit)
        {
            ChooseByScan(population, destination, ref stream);
        }
        else
        {
            ChooseByTable(population, destination, ref stream);
        }

        for (var i = destination.Length - 1; i > 0; i--)
        {
            var j = (int)stream.NextBelow((ulong)i + 1);
            (destination[i], destination[j]) = (destination[j], destination[i]);
        }
    }

    private static void ChooseByScan(long population, Span<long> destination, ref ElementStream stream)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            var last = population - destination.Length + i;
            var candidate = (long)stream.NextBelow((ulong)last + 1);
            destination[i] = destination[..i].Contains(candidate) ? last : candidate;
        }
    }

    private static void ChooseByTable(long population, Span<long> destination, ref ElementStream stream)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2(2 * (uint)destination.Length);
        var rented = ArrayPool<long>.Shared.Rent(size);
        var table = rented.AsSpan(0, size);
        table.Fill(Empty);
        for (var i = 0; i < destination.Length; i++)
        {
            var last = population - destination.Length + i;
            var candidate = (long)stream.NextBelow((ulong)last + 1);
            if (!Add(table, candidate))
            {
                candidate = last;
                Add(table, candidate);
            }

            destination[i] = candidate;
        }

        ArrayPool<long>.Shared.Return(rented);
    }

    private const long Empty = -1;

    // Open addressing with Fibonacci hashing (Knuth 1998, volume 3, section 6.4); false if the value is there already.
    private static bool Add(Span<long> table, long value)
    {
        var mask = table.Length - 1;
        var slot = (int)(((ulong)value * 0x9E3779B97F4A7C15) >> 33) & mask;
        while (table[slot] != Empty)
        {
            if (table[slot] == value)
            {
                return false;
            }

            slot = (slot + 1) & mask;
        }

        table[slot] = value;
        return true;
    }
}
