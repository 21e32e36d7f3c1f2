using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>log Σ exp of a row, or of each of several columns, without overflow: the largest term is taken out first.</summary>
/// <remarks>Lanes are summed in an order that depends on the length alone. <b>Source</b>: Blanchard, Higham, Higham (2021), doi:10.1093/imanum/draa038.</remarks>
internal static class VectorLogSumExp
{
    /// <summary>Of all numbers of a row; -∞ of none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Row(ReadOnlySpan<double> x)
    {
        var width = Vector512<double>.Count;
        var whole = x.Length - (x.Length % width);
        var rest = Part(x[whole..]);
        var largest = rest;
        for (var i = 0; i < whole; i += width)
        {
            largest = Vector512.Max(largest, Vector512.Create(x.Slice(i, width)));
        }

        var top = largest[0];
        for (var lane = 1; lane < width; lane++)
        {
            top = Math.Max(top, largest[lane]);
        }

        // An infinite or NaN maximum is the answer itself: its terms hold ∞ - ∞.
        if (!double.IsFinite(top))
        {
            return top;
        }

        var shift = Vector512.Create(top);
        var sums = VectorExponential.Exp(rest - shift);
        for (var i = 0; i < whole; i += width)
        {
            sums += VectorExponential.Exp(Vector512.Create(x.Slice(i, width)) - shift);
        }

        var sum = sums[0];
        for (var lane = 1; lane < width; lane++)
        {
            sum += sums[lane];
        }

        return top + VectorLogarithm.LogPositive(Vector512.Create(sum))[0];
    }

    /// <summary>Of each column of x, of shape [count, inner], to y of shape [inner].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(ReadOnlySpan<double> x, Span<double> y, int count, int inner)
    {
        var width = Vector512<double>.Count;
        for (var j = 0; j < inner; j += width)
        {
            var length = Math.Min(width, inner - j);
            var largest = Vector512.Create(double.NegativeInfinity);
            for (var r = 0; r < count; r++)
            {
                largest = Vector512.Max(largest, Part(x.Slice((r * inner) + j, length)));
            }

            var sums = Vector512<double>.Zero;
            for (var r = 0; r < count; r++)
            {
                sums += VectorExponential.Exp(Part(x.Slice((r * inner) + j, length)) - largest);
            }

            var isFinite = Vector512.LessThan(Vector512.Abs(largest), Vector512.Create(double.PositiveInfinity));
            var value = Vector512.ConditionalSelect(isFinite, largest + VectorLogarithm.Log(sums), largest);
            if (length == width)
            {
                value.CopyTo(y[j..]);
                continue;
            }

            for (var lane = 0; lane < length; lane++)
            {
                y[j + lane] = value[lane];
            }
        }
    }

    /// <summary>Numbers in a row that is short: eight rows are summed side by side.</summary>
    public const int LongestShort = 64;

    private static readonly StackPlace OfShortRows = new();

    /// <summary>Of each of several short rows of as many numbers, x of shape [rows, count].</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ShortRows(ReadOnlySpan<double> x, Span<double> y, int count)
    {
        if (x.Length < StackPlace.FewElements)
        {
            ShortRowsHere(x, y, count);
            return;
        }

        byte here = 0;
        var visit = OfShortRows.Enter(x.Length);
        Span<byte> padding = stackalloc byte[visit.Padding(ref here)];
        ShortRowsHere(x, y, count);
        visit.Leave(padding);
    }

    // Eight rows at a time; past the end the last one is repeated.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ShortRowsHere(ReadOnlySpan<double> x, Span<double> y, int count)
    {
        var width = Vector512<double>.Count;
        Span<double> columns = stackalloc double[LongestShort * width];
        for (var row = 0; row < y.Length; row += width)
        {
            var some = Math.Min(width, y.Length - row);
            var largest = Vector512.Create(double.NegativeInfinity);
            for (var k = 0; k < count; k++)
            {
                var column = Column(x[(row * count)..], k, count, some);
                column.CopyTo(columns[(k * width)..]);
                largest = Vector512.Max(largest, column);
            }

            var sums = Vector512<double>.Zero;
            for (var k = 0; k < count; k++)
            {
                sums += VectorExponential.Exp(Vector512.Create<double>(columns.Slice(k * width, width)) - largest);
            }

            // An infinite or NaN maximum is the answer itself: its terms hold ∞ - ∞.
            var isFinite = Vector512.LessThan(Vector512.Abs(largest), Vector512.Create(double.PositiveInfinity));
            var value = Vector512.ConditionalSelect(isFinite, largest + VectorLogarithm.Log(sums), largest);
            if (some == width)
            {
                value.CopyTo(y[row..]);
                continue;
            }

            for (var lane = 0; lane < some; lane++)
            {
                y[row + lane] = value[lane];
            }
        }
    }

    /// <summary>Number k of each of eight rows of so many numbers; rows from some on repeat the last one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Column(ReadOnlySpan<double> rows, int k, int count, int some)
    {
        if (some == Vector512<double>.Count)
        {
            var last = rows[(7 * count) + k];
            ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), k);
            return Vector512.Create(
                x, Unsafe.Add(ref x, count), Unsafe.Add(ref x, 2 * count), Unsafe.Add(ref x, 3 * count), Unsafe.Add(ref x, 4 * count), Unsafe.Add(ref x, 5 * count), Unsafe.Add(ref x, 6 * count), last);
        }

        return FewRows(rows, k, count, some);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> FewRows(ReadOnlySpan<double> rows, int k, int count, int some)
    {
        var column = Vector512.Create(rows[((some - 1) * count) + k]);
        for (var r = 0; r < some - 1; r++)
        {
            column = column.WithElement(r, rows[(r * count) + k]);
        }

        return column;
    }

    // Up to eight numbers, the lanes past them -∞, whose exponentials are 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Part(ReadOnlySpan<double> x) => x.Length == Vector512<double>.Count ? Vector512.Create(x) : Padded(x);

    private static Vector512<double> Padded(ReadOnlySpan<double> x)
    {
        Span<double> whole = stackalloc double[Vector512<double>.Count];
        whole.Fill(double.NegativeInfinity);
        x.CopyTo(whole);
        return Vector512.Create<double>(whole);
    }
}
