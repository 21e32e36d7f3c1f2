using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Eight lanes from memory and back: whole vectors, and ends of fewer numbers, whose other lanes repeat the last one.</summary>
internal static class LaneMemory
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref double numbers, nint index) => Vector512.LoadUnsafe(ref numbers, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> lanes, ref double numbers, nint index) => lanes.StoreUnsafe(ref numbers, (nuint)index);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> LoadEnd(ref double numbers, nint index, int count)
    {
        var lanes = Vector512.Create(Unsafe.Add(ref numbers, index + count - 1));
        for (var lane = 0; lane < count - 1; lane++)
        {
            lanes = lanes.WithElement(lane, Unsafe.Add(ref numbers, index + lane));
        }

        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreEnd(Vector512<double> lanes, ref double numbers, nint index, int count)
    {
        for (var lane = 0; lane < count; lane++)
        {
            Unsafe.Add(ref numbers, index + lane) = lanes[lane];
        }
    }

    /// <summary>Truth values: bytes 0 and 1 in memory, no bits or all of them in a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadTruth(ref byte truths, nint index)
    {
        var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref truths, index))).AsByte();
        var words = Vector128.WidenLower(bytes);
        var (low, high) = Vector128.Widen(words);
        var lanes = Vector512.Create(Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)), Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high)));
        return (Vector512<ulong>.Zero - lanes).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruth(Vector512<double> lanes, ref byte truths, nint index)
    {
        // Bit k of the mask to the low bit of byte k.
        var bits = lanes.ExtractMostSignificantBits();
        var spread = (bits * 0x0101010101010101UL) & 0x8040201008040201UL;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref truths, index), ((spread + 0x7F7F7F7F7F7F7F7FUL) >> 7) & 0x0101010101010101UL);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> LoadTruthEnd(ref byte truths, nint index, int count)
    {
        var lanes = Vector512<long>.Zero;
        for (var lane = 0; lane < count; lane++)
        {
            lanes = lanes.WithElement(lane, -(long)Unsafe.Add(ref truths, index + lane));
        }

        return lanes.AsDouble();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreTruthEnd(Vector512<double> lanes, ref byte truths, nint index, int count)
    {
        var bits = lanes.ExtractMostSignificantBits();
        for (var lane = 0; lane < count; lane++)
        {
            Unsafe.Add(ref truths, index + lane) = (byte)((bits >> lane) & 1);
        }
    }

    /// <summary>The number in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadOne(ref double number) => Vector512.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne(Vector512<double> lanes, ref double number) => number = lanes.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadOneTruth(ref byte truth) => Vector512.Create(-(long)truth).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOneTruth(Vector512<double> lanes, ref byte truth) => truth = (byte)(lanes.AsInt64().ToScalar() & 1);

    /// <summary>The sum of the first lanes, one after the other, in all lanes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> SumFirst(Vector512<double> lanes, int count)
    {
        var sum = 0.0;
        for (var lane = 0; lane < count; lane++)
        {
            sum += lanes[lane];
        }

        return Vector512.Create(sum);
    }
}
