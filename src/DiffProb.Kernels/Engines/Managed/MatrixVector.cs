using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Product of a row-major matrix with a vector at least as long as a vector register: inner products of four rows at a time.</summary>
/// <remarks>
/// A row is summed in two vectors that take its parts in turn, and what is left after whole vectors is one more part, of the last elements with zeros in place of
/// those that were taken: the bits of a row depend neither on the others nor on the width of a vector.
/// </remarks>
internal static class MatrixVector
{
    /// <summary>y = a b, with a of shape [y.Length, b.Length].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var k = b.Length;
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        var row = 0;
        for (; row + 4 <= y.Length; row += 4)
        {
            FourRows(ref Unsafe.Add(ref a0, (nint)row * k), ref b0, ref Unsafe.Add(ref y0, row), k);
        }

        for (; row < y.Length; row++)
        {
            OneRow(ref Unsafe.Add(ref a0, (nint)row * k), ref b0, ref Unsafe.Add(ref y0, row), k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T>(ref T a, ref T b, ref T y, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var r1 = ref Unsafe.Add(ref a, k);
        ref var r2 = ref Unsafe.Add(ref r1, k);
        ref var r3 = ref Unsafe.Add(ref r2, k);
        var width = Vector512<T>.Count;
        var (s0, s1, s2, s3) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (t0, t1, t2, t3) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var p = 0;
        for (; p + (2 * width) <= k; p += 2 * width)
        {
            var (left, right) = (Load(ref b, p), Load(ref b, p + width));
            (s0, t0) = (MatrixProduct.MultiplyAdd(Load(ref a, p), left, s0), MatrixProduct.MultiplyAdd(Load(ref a, p + width), right, t0));
            (s1, t1) = (MatrixProduct.MultiplyAdd(Load(ref r1, p), left, s1), MatrixProduct.MultiplyAdd(Load(ref r1, p + width), right, t1));
            (s2, t2) = (MatrixProduct.MultiplyAdd(Load(ref r2, p), left, s2), MatrixProduct.MultiplyAdd(Load(ref r2, p + width), right, t2));
            (s3, t3) = (MatrixProduct.MultiplyAdd(Load(ref r3, p), left, s3), MatrixProduct.MultiplyAdd(Load(ref r3, p + width), right, t3));
        }

        if (p + width <= k)
        {
            var left = Load(ref b, p);
            (s0, s1) = (MatrixProduct.MultiplyAdd(Load(ref a, p), left, s0), MatrixProduct.MultiplyAdd(Load(ref r1, p), left, s1));
            (s2, s3) = (MatrixProduct.MultiplyAdd(Load(ref r2, p), left, s2), MatrixProduct.MultiplyAdd(Load(ref r3, p), left, s3));
            p += width;
        }

        if (p < k)
        {
            var mask = LastOf<T>(k - p);
            var left = Load(ref b, k - width) & mask;
            (t0, t1) = (MatrixProduct.MultiplyAdd(Load(ref a, k - width) & mask, left, t0), MatrixProduct.MultiplyAdd(Load(ref r1, k - width) & mask, left, t1));
            (t2, t3) = (MatrixProduct.MultiplyAdd(Load(ref r2, k - width) & mask, left, t2), MatrixProduct.MultiplyAdd(Load(ref r3, k - width) & mask, left, t3));
        }

        y = Summation.OfLanes(s0 + t0);
        Unsafe.Add(ref y, 1) = Summation.OfLanes(s1 + t1);
        Unsafe.Add(ref y, 2) = Summation.OfLanes(s2 + t2);
        Unsafe.Add(ref y, 3) = Summation.OfLanes(s3 + t3);
    }

    // The same of one row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<T>(ref T a, ref T b, ref T y, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector512<T>.Count;
        var (s, t) = (Vector512<T>.Zero, Vector512<T>.Zero);
        var p = 0;
        for (; p + (2 * width) <= k; p += 2 * width)
        {
            s = MatrixProduct.MultiplyAdd(Load(ref a, p), Load(ref b, p), s);
            t = MatrixProduct.MultiplyAdd(Load(ref a, p + width), Load(ref b, p + width), t);
        }

        if (p + width <= k)
        {
            s = MatrixProduct.MultiplyAdd(Load(ref a, p), Load(ref b, p), s);
            p += width;
        }

        if (p < k)
        {
            var mask = LastOf<T>(k - p);
            t = MatrixProduct.MultiplyAdd(Load(ref a, k - width) & mask, Load(ref b, k - width) & mask, t);
        }

        y = Summation.OfLanes(s + t);
    }

    // All bits in the last lanes, none in the others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> LastOf<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var first = Vector512<T>.Count - count;
        return typeof(T) == typeof(double)
            ? Vector512.GreaterThanOrEqual(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)first)).As<long, T>()
            : Vector512.GreaterThanOrEqual(Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create(first)).As<int, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Load<T>(ref T first, int place) => Vector512.LoadUnsafe(ref first, (nuint)place);
}
