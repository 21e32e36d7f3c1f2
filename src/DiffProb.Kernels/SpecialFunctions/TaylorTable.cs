using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DiffProb;

/// <summary>A smooth function of one number, as Taylor polynomials about the centres of equal cells; outside of them, the function itself.</summary>
/// <remarks>For functions that cost hundreds of nanoseconds and are needed at very many points: a few nanoseconds each.</remarks>
/// <param name="origin">Where x is 0.</param>
/// <param name="low">Where the first cell begins, from the origin.</param>
/// <param name="width">Width of a cell.</param>
/// <param name="coefficients">For each cell the coefficients of powers of the distance from its centre in widths, <see cref="Terms"/> of them, and zeros up to 16.</param>
/// <param name="function">The function.</param>
internal sealed class TaylorTable(double origin, double low, double width, double[] coefficients, Func<double, double> function)
{
    /// <summary>Terms of a polynomial.</summary>
    public const int Terms = 13;

    // From a cell to the next: two vectors.
    private const int Stride = 16;

    private readonly double origin = origin;
    private readonly double low = low;
    private readonly double perWidth = 1 / width;
    private readonly double[] coefficients = coefficients;
    private readonly int cells = coefficients.Length / Stride;

    /// <summary>Coefficients about a point, in powers of the distance in widths.</summary>
    /// <param name="x">The centre, from the origin.</param>
    /// <param name="width">Width of a cell.</param>
    /// <param name="coefficients">Where they go, <see cref="Terms"/> of them.</param>
    public delegate void Series(double x, double width, Span<double> coefficients);

    /// <summary>The table of cells from low to high.</summary>
    /// <param name="origin">Where x is 0.</param>
    /// <param name="low">Where the first cell begins, from the origin.</param>
    /// <param name="high">Where the last cell ends, or a little before.</param>
    /// <param name="width">Width of a cell: small beside the scale on which the function changes.</param>
    /// <param name="series">The polynomials.</param>
    /// <param name="function">The function.</param>
    public static TaylorTable Of(double origin, double low, double high, double width, Series series, Func<double, double> function)
    {
        var coefficients = new double[(int)Math.Ceiling((high - low) / width) * Stride];
        for (var c = 0; c < coefficients.Length / Stride; c++)
        {
            series(low + ((c + 0.5) * width), width, coefficients.AsSpan(c * Stride, Terms));
        }

        return new(origin, low, width, coefficients, function);
    }

    /// <summary>x ↦ -f(-x), for the function f of this table.</summary>
    public TaylorTable Turned
    {
        get
        {
            var turned = new double[coefficients.Length];
            for (var i = 0; i < turned.Length; i++)
            {
                var (cell, n) = (i / Stride, i % Stride);
                turned[((cells - 1 - cell) * Stride) + n] = n % 2 == 0 ? -coefficients[i] : coefficients[i];
            }

            return new(-origin, -low - (cells * width), width, turned, x => -function(-x));
        }
    }

    /// <summary>The function at a point.</summary>
    public double At(double x)
    {
        var place = (x - origin - low) * perWidth; // not from the sum of the two, which is rounded
        if (!(place >= 0 && place < cells))
        {
            return function(x);
        }

        var cell = Math.Floor(place);
        return Polynomial(coefficients.AsSpan((int)cell * Stride, Terms), place - cell - 0.5);
    }

    /// <summary>The function at points, with the bits of <see cref="At(double)"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void At(ReadOnlySpan<double> x, Span<double> y)
    {
        var i = 0;
        if (Avx512DQ.IsSupported)
        {
            var (middle, from, scale, count, c) = (Vector512.Create(origin), Vector512.Create(low), Vector512.Create(perWidth), Vector512.Create((double)cells), coefficients);
            for (; i + Vector512<double>.Count <= x.Length; i += Vector512<double>.Count)
            {
                var place = (Vector512.Create(x[i..]) - middle - from) * scale;
                if (IsInside(place, count))
                {
                    Polynomials(place, c, c, c, c, c, c, c, c).CopyTo(y[i..]);
                    continue;
                }

                for (var k = i; k < i + Vector512<double>.Count; k++)
                {
                    y[k] = At(x[k]);
                }
            }
        }

        for (; i < x.Length; i++)
        {
            y[i] = At(x[i]);
        }
    }

    /// <summary>Eight functions at a point each, with the bits of <see cref="At(double)"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Eight(ReadOnlySpan<TaylorTable> tables, ReadOnlySpan<double> x, Span<double> y)
    {
        if (Avx512DQ.IsSupported)
        {
            var (a, b, c, d, e, f, g, h) = (tables[0], tables[1], tables[2], tables[3], tables[4], tables[5], tables[6], tables[7]);
            var middle = Vector512.Create(a.origin, b.origin, c.origin, d.origin, e.origin, f.origin, g.origin, h.origin);
            var from = Vector512.Create(a.low, b.low, c.low, d.low, e.low, f.low, g.low, h.low);
            var scale = Vector512.Create(a.perWidth, b.perWidth, c.perWidth, d.perWidth, e.perWidth, f.perWidth, g.perWidth, h.perWidth);
            var count = Vector512.Create(a.cells, b.cells, c.cells, d.cells, e.cells, f.cells, g.cells, (double)h.cells);
            var place = (Vector512.Create(x) - middle - from) * scale;
            if (IsInside(place, count))
            {
                Polynomials(place, a.coefficients, b.coefficients, c.coefficients, d.coefficients, e.coefficients, f.coefficients, g.coefficients, h.coefficients).CopyTo(y);
                return;
            }
        }

        for (var k = 0; k < Vector512<double>.Count; k++)
        {
            y[k] = tables[k].At(x[k]);
        }
    }

    // Estrin's scheme: sums side by side.
    private static double Polynomial(ReadOnlySpan<double> c, double h)
    {
        var square = h * h;
        var fourth = square * square;
        var low = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(c[3], h, c[2]), square, Math.FusedMultiplyAdd(c[1], h, c[0]));
        var middle = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(c[7], h, c[6]), square, Math.FusedMultiplyAdd(c[5], h, c[4]));
        var high = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(c[11], h, c[10]), square, Math.FusedMultiplyAdd(c[9], h, c[8]));
        return Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(c[12], fourth, high), fourth, middle), fourth, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInside(Vector512<double> place, Vector512<double> count) =>
        Vector512.GreaterThanOrEqualAll(place, Vector512<double>.Zero) && Vector512.LessThanAll(place, count);

    // The coefficients of eight cells lie in rows, and are wanted in columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomials(Vector512<double> place, double[] a, double[] b, double[] c, double[] d, double[] e, double[] f, double[] g, double[] i)
    {
        var cell = Vector512.Floor(place);
        var at = Avx512DQ.ConvertToVector512Int64(cell) * Stride;
        ref var ra = ref Row(a, at[0]);
        ref var rb = ref Row(b, at[1]);
        ref var rc = ref Row(c, at[2]);
        ref var rd = ref Row(d, at[3]);
        ref var re = ref Row(e, at[4]);
        ref var rf = ref Row(f, at[5]);
        ref var rg = ref Row(g, at[6]);
        ref var ri = ref Row(i, at[7]);
        var h = place - cell - Vector512.Create(0.5);
        var square = h * h;
        var fourth = square * square;
        var (c0, c1, c2, c3, c4, c5, c6, c7) = Columns(
            Vector512.LoadUnsafe(ref ra), Vector512.LoadUnsafe(ref rb), Vector512.LoadUnsafe(ref rc), Vector512.LoadUnsafe(ref rd),
            Vector512.LoadUnsafe(ref re), Vector512.LoadUnsafe(ref rf), Vector512.LoadUnsafe(ref rg), Vector512.LoadUnsafe(ref ri));
        var low = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(c3, h, c2), square, Vector512.FusedMultiplyAdd(c1, h, c0));
        var middle = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(c7, h, c6), square, Vector512.FusedMultiplyAdd(c5, h, c4));
        var (c8, c9, c10, c11, c12, _, _, _) = Columns(
            Vector512.LoadUnsafe(ref ra, 8), Vector512.LoadUnsafe(ref rb, 8), Vector512.LoadUnsafe(ref rc, 8), Vector512.LoadUnsafe(ref rd, 8),
            Vector512.LoadUnsafe(ref re, 8), Vector512.LoadUnsafe(ref rf, 8), Vector512.LoadUnsafe(ref rg, 8), Vector512.LoadUnsafe(ref ri, 8));
        var high = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(c11, h, c10), square, Vector512.FusedMultiplyAdd(c9, h, c8));
        return Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(c12, fourth, high), fourth, middle), fourth, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Row(double[] coefficients, long at) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(coefficients), (nint)at);

    // A matrix of eight rows, transposed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> C0, Vector512<double> C1, Vector512<double> C2, Vector512<double> C3, Vector512<double> C4, Vector512<double> C5, Vector512<double> C6, Vector512<double> C7) Columns(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, Vector512<double> e, Vector512<double> f, Vector512<double> g, Vector512<double> h)
    {
        const byte even = 0x88; // quarters 0 and 2 of one, then of the other
        const byte odd = 0xDD;
        var (ab, cd, ef, gh) = (Avx512F.UnpackLow(a, b), Avx512F.UnpackLow(c, d), Avx512F.UnpackLow(e, f), Avx512F.UnpackLow(g, h));
        var (first, second) = (Avx512F.Shuffle4x128(ab, cd, even), Avx512F.Shuffle4x128(ef, gh, even));
        var (third, fourth) = (Avx512F.Shuffle4x128(ab, cd, odd), Avx512F.Shuffle4x128(ef, gh, odd));
        var (c0, c4) = (Avx512F.Shuffle4x128(first, second, even), Avx512F.Shuffle4x128(first, second, odd));
        var (c2, c6) = (Avx512F.Shuffle4x128(third, fourth, even), Avx512F.Shuffle4x128(third, fourth, odd));
        (ab, cd, ef, gh) = (Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d), Avx512F.UnpackHigh(e, f), Avx512F.UnpackHigh(g, h));
        (first, second) = (Avx512F.Shuffle4x128(ab, cd, even), Avx512F.Shuffle4x128(ef, gh, even));
        (third, fourth) = (Avx512F.Shuffle4x128(ab, cd, odd), Avx512F.Shuffle4x128(ef, gh, odd));
        var (c1, c5) = (Avx512F.Shuffle4x128(first, second, even), Avx512F.Shuffle4x128(first, second, odd));
        var (c3, c7) = (Avx512F.Shuffle4x128(third, fourth, even), Avx512F.Shuffle4x128(third, fourth, odd));
        return (c0, c1, c2, c3, c4, c5, c6, c7);
    }
}
