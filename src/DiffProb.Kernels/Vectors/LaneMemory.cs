using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>Float32 in memory, Float64 of the same value in a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadSingle(ref float numbers, nint index) => Widen(Vector256.LoadUnsafe(ref numbers, (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSingle(Vector512<double> lanes, ref float numbers, nint index) => Narrow(lanes).StoreUnsafe(ref numbers, (nuint)index);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> LoadSingleEnd(ref float numbers, nint index, int count)
    {
        var lanes = Vector512.Create((double)Unsafe.Add(ref numbers, index + count - 1));
        for (var lane = 0; lane < count - 1; lane++)
        {
            lanes = lanes.WithElement(lane, Unsafe.Add(ref numbers, index + lane));
        }

        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreSingleEnd(Vector512<double> lanes, ref float numbers, nint index, int count)
    {
        for (var lane = 0; lane < count; lane++)
        {
            Unsafe.Add(ref numbers, index + lane) = (float)lanes[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadOneSingle(ref float number) => Vector512.Create((double)number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOneSingle(Vector512<double> lanes, ref float number) => number = (float)lanes.ToScalar();

    /// <summary>Rounds to Float32: what an operation of Float32 does after it was computed in Float64, which for sums, products, quotients and roots gives the bits of
    /// Float32 arithmetic (Figueroa 1995, When is double rounding innocuous?).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ToSingle(Vector512<double> lanes) => Widen(Narrow(lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen(Vector256<float> numbers)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Double(numbers);
        }

        var (low, high) = Vector256.Widen(numbers);
        return Vector512.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Narrow(Vector512<double> lanes) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector256Single(lanes) : Vector256.Narrow(lanes.GetLower(), lanes.GetUpper());

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

    /// <summary>The sum, and then the first lanes one after the other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double AddFirst(double sum, Vector512<double> lanes, int count)
    {
        for (var lane = 0; lane < count; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }

    /// <summary>The sum, and then the last lanes one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddLast(double sum, Vector512<double> lanes, int count) => count == 0 ? sum : AddLastOf(sum, lanes, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double AddLastOf(double sum, Vector512<double> lanes, int count)
    {
        for (var lane = Vector512<double>.Count - count; lane < Vector512<double>.Count; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }

    /// <summary>Adds lanes to numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector512<double> lanes, ref double numbers, nint index) => Store(Load(ref numbers, index) + lanes, ref numbers, index);

    /// <summary>Adds the last lanes to numbers, of which the others stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddToLast(Vector512<double> lanes, ref double numbers, nint index, int count)
    {
        var before = Load(ref numbers, index);
        var isLast = Vector512.GreaterThanOrEqual(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)(Vector512<double>.Count - count))).AsDouble();
        Store(Vector512.ConditionalSelect(isLast, before + lanes, before), ref numbers, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNumber(ref double numbers, nint index, double number) => Unsafe.Add(ref numbers, index) = number;

    /// <summary>The sum of four vectors that each hold a quarter of a sum, as <see cref="Summation.Sum{T}"/> adds them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double SumOfFour(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) => Summation.OfLanes((a + b) + (c + d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> x, Vector512<double> y) => x + y;

    /// <summary>A number in as many lanes as it is still repeated in, and the next one in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadEach(ref double numbers, nint index, nint left)
    {
        var lanes = Vector512.Create(Unsafe.Add(ref numbers, index));
        return left >= Vector512<double>.Count ? lanes : LoadBoth(lanes, ref numbers, index, left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LoadBoth(Vector512<double> lanes, ref double numbers, nint index, nint left)
    {
        var isFirst = Vector512.LessThan(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)left)).AsDouble();
        return Vector512.ConditionalSelect(isFirst, lanes, Vector512.Create(Unsafe.Add(ref numbers, index + 1)));
    }

    /// <summary>The same where only so many lanes count.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> LoadEachEnd(ref double numbers, nint index, nint left, int count) =>
        left >= count ? Vector512.Create(Unsafe.Add(ref numbers, index)) : LoadEach(ref numbers, index, left);
}
