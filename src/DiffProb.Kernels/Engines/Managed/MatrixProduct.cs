using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Dense product of row-major matrices. Every element is summed in the order of k with fused multiply-adds; that of a column in interleaved parts.</summary>
/// <remarks>
/// Hence the bits of a product depend neither on how rows are split over threads nor on the width of a vector. The inner loops are
/// compiled with full optimization at once: the first products of a process would else run for a tenth of a second in slow code.
/// </remarks>
internal static class MatrixProduct
{
    // So many rows of b pass before the next: a strip of them, two vectors wide, stays in the first-level cache.
    private const int PanelRows = 128;

    // Where a has some rows, and b does not fit into the first-level cache as it is, it pays to copy each strip: its rows then lie side by side.
    private const int FewestRows = 16;
    private const int SmallestPacked = 8192;

    /// <summary>y = a b, with a of shape [m, k], b of shape [k, n].</summary>
    public static void Compute<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int k, int n)
        where T : unmanaged, INumber<T>
    {
        y.Clear();
        if (typeof(T) == typeof(double))
        {
            Fused(MemoryMarshal.Cast<T, double>(a), MemoryMarshal.Cast<T, double>(b), MemoryMarshal.Cast<T, double>(y), k, n);
        }
        else if (typeof(T) == typeof(float))
        {
            Fused(MemoryMarshal.Cast<T, float>(a), MemoryMarshal.Cast<T, float>(b), MemoryMarshal.Cast<T, float>(y), k, n);
        }
        else
        {
            Plain(a, b, y, k, n);
        }
    }

    private static void Plain<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int k, int n)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < y.Length; i++)
        {
            for (var p = 0; p < k; p++)
            {
                y[i] += a[(i / n * k) + p] * b[(p * n) + (i % n)];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fused<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int k, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n == 1 && k >= Vector512<T>.Count)
        {
            MatrixVector.Compute(a, b, y);
            return;
        }

        var rows = n == 0 ? 0 : y.Length / n;
        var packed = rows < FewestRows || b.Length < SmallestPacked ? 0 : n - (n % (2 * Vector512<T>.Count));
        Span<T> strip = stackalloc T[packed == 0 ? 0 : PanelRows * 2 * Vector512<T>.Count];
        for (var from = 0; from < k; from += PanelRows)
        {
            var count = Math.Min(PanelRows, k - from);
            var panel = b.Slice(from * n, count * n);
            for (var j = 0; j < packed; j += 2 * Vector512<T>.Count)
            {
                Strip(a[from..], panel[j..], y[j..], strip, k, n, count, rows);
            }

            for (var row = 0; row < rows; row += 4)
            {
                var some = Math.Min(4, rows - row);
                Rows(a[((row * k) + from)..], panel, y.Slice(row * n, some * n), k, n, count, some == 4 ? packed : 0);
            }
        }
    }

    // Two vectors of columns, for all rows in fours.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, Span<T> strip, int k, int n, int count, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = 2 * Vector512<T>.Count;
        for (var p = 0; p < count; p++)
        {
            b.Slice(p * n, width).CopyTo(strip[(p * width)..]);
        }

        for (var row = 0; row + 4 <= rows; row += 4)
        {
            FourByTwoVectors(a[(row * k)..], ref MemoryMarshal.GetReference(strip), y[(row * n)..], k, n, width, count);
        }
    }

    // Up to four rows, from a column on; a starts at the panel's first column, and its rows are k apart.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int k, int n, int count, int j)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var b0 = ref MemoryMarshal.GetReference(b);
        var width = Vector512<T>.Count;
        if (y.Length == 4 * n)
        {
            for (; j + (2 * width) <= n; j += 2 * width)
            {
                FourByTwoVectors(a, ref Unsafe.Add(ref b0, j), y[j..], k, n, n, count);
            }

            for (; j + width <= n; j += width)
            {
                FourByVector(a, ref Unsafe.Add(ref b0, j), y[j..], k, n, count);
            }

            for (; j < n; j++)
            {
                FourByOne(a, ref Unsafe.Add(ref b0, j), y[j..], k, n, count);
            }

            return;
        }

        for (var row = 0; row * n < y.Length; row++)
        {
            OneRow(a[(row * k)..], b, y.Slice(row * n, n), n, count);
        }
    }

    // Eight sums at once: enough that none waits for its last addition. The rows of b are some stride apart.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByTwoVectors<T>(ReadOnlySpan<T> a, ref T b, Span<T> y, int k, int n, int stride, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector512<T>.Count;
        var (y0, z0) = (Vector512.Create<T>(y), Vector512.Create<T>(y[width..]));
        var (y1, z1) = (Vector512.Create<T>(y[n..]), Vector512.Create<T>(y[(n + width)..]));
        var (y2, z2) = (Vector512.Create<T>(y[(2 * n)..]), Vector512.Create<T>(y[((2 * n) + width)..]));
        var (y3, z3) = (Vector512.Create<T>(y[(3 * n)..]), Vector512.Create<T>(y[((3 * n) + width)..]));
        ref var a0 = ref MemoryMarshal.GetReference(a);
        for (var p = 0; p < count; p++)
        {
            var left = Vector512.LoadUnsafe(ref Unsafe.Add(ref b, (nint)p * stride));
            var right = Vector512.LoadUnsafe(ref Unsafe.Add(ref b, ((nint)p * stride) + width));
            var factor = Vector512.Create(Unsafe.Add(ref a0, p));
            (y0, z0) = (MultiplyAdd(factor, left, y0), MultiplyAdd(factor, right, z0));
            factor = Vector512.Create(Unsafe.Add(ref a0, k + p));
            (y1, z1) = (MultiplyAdd(factor, left, y1), MultiplyAdd(factor, right, z1));
            factor = Vector512.Create(Unsafe.Add(ref a0, (2 * k) + p));
            (y2, z2) = (MultiplyAdd(factor, left, y2), MultiplyAdd(factor, right, z2));
            factor = Vector512.Create(Unsafe.Add(ref a0, (3 * k) + p));
            (y3, z3) = (MultiplyAdd(factor, left, y3), MultiplyAdd(factor, right, z3));
        }

        y0.CopyTo(y);
        z0.CopyTo(y[width..]);
        y1.CopyTo(y[n..]);
        z1.CopyTo(y[(n + width)..]);
        y2.CopyTo(y[(2 * n)..]);
        z2.CopyTo(y[((2 * n) + width)..]);
        y3.CopyTo(y[(3 * n)..]);
        z3.CopyTo(y[((3 * n) + width)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByVector<T>(ReadOnlySpan<T> a, ref T b, Span<T> y, int k, int n, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (y0, y1) = (Vector512.Create<T>(y), Vector512.Create<T>(y[n..]));
        var (y2, y3) = (Vector512.Create<T>(y[(2 * n)..]), Vector512.Create<T>(y[(3 * n)..]));
        ref var a0 = ref MemoryMarshal.GetReference(a);
        for (var p = 0; p < count; p++)
        {
            var row = Vector512.LoadUnsafe(ref Unsafe.Add(ref b, (nint)p * n));
            y0 = MultiplyAdd(Vector512.Create(Unsafe.Add(ref a0, p)), row, y0);
            y1 = MultiplyAdd(Vector512.Create(Unsafe.Add(ref a0, k + p)), row, y1);
            y2 = MultiplyAdd(Vector512.Create(Unsafe.Add(ref a0, (2 * k) + p)), row, y2);
            y3 = MultiplyAdd(Vector512.Create(Unsafe.Add(ref a0, (3 * k) + p)), row, y3);
        }

        y0.CopyTo(y);
        y1.CopyTo(y[n..]);
        y2.CopyTo(y[(2 * n)..]);
        y3.CopyTo(y[(3 * n)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByOne<T>(ReadOnlySpan<T> a, ref T b, Span<T> y, int k, int n, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (y0, y1, y2, y3) = (y[0], y[n], y[2 * n], y[3 * n]);
        for (var p = 0; p < count; p++)
        {
            var element = Unsafe.Add(ref b, (nint)p * n);
            y0 = T.FusedMultiplyAdd(a[p], element, y0);
            y1 = T.FusedMultiplyAdd(a[k + p], element, y1);
            y2 = T.FusedMultiplyAdd(a[(2 * k) + p], element, y2);
            y3 = T.FusedMultiplyAdd(a[(3 * k) + p], element, y3);
        }

        (y[0], y[n], y[2 * n], y[3 * n]) = (y0, y1, y2, y3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int n, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector512<T>.Count;
        var whole = n - (n % width);
        for (var p = 0; p < count; p++)
        {
            var row = b.Slice(p * n, n);
            var factor = Vector512.Create(a[p]);
            for (var j = 0; j < whole; j += width)
            {
                MultiplyAdd(factor, Vector512.Create(row.Slice(j, width)), Vector512.Create<T>(y.Slice(j, width))).CopyTo(y[j..]);
            }

            for (var j = whole; j < n; j++)
            {
                y[j] = T.FusedMultiplyAdd(a[p], row[j], y[j]);
            }
        }
    }

    /// <summary>a b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
}
