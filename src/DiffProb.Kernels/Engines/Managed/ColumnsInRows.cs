using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DiffProb;

/// <summary>Writes columns side by side: rows of one element, or of several, of each.</summary>
internal static class ColumnsInRows
{
    /// <summary>Rows from one on, so many.</summary>
    /// <param name="columns">Arrays of [rows, inner].</param>
    /// <param name="output">[rows, columns, inner].</param>
    /// <param name="inner">Elements of a column in each row.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many.</param>
    public static void Put<T>(Storage[] columns, Storage output, int inner, int from, int count)
        where T : unmanaged
    {
        var row = inner * columns.Length;
        var y = output.Values<T>().AsSpan(from * row, count * row);
        if (inner == 1)
        {
            for (var k = 0; k < columns.Length; k += 4)
            {
                Numbers(columns.AsSpan(k, Math.Min(4, columns.Length - k)), y[k..], from, count, row);
            }

            return;
        }

        for (var k = 0; k < columns.Length; k++)
        {
            var x = columns[k].Values<T>().AsSpan(from * inner, count * inner);
            for (var i = 0; i < count; i++)
            {
                x.Slice(i * inner, inner).CopyTo(y[((i * row) + (k * inner))..]);
            }
        }
    }

    // One to four columns in one pass over the rows: the bounds are checked before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Numbers<T>(ReadOnlySpan<Storage> columns, Span<T> y, int from, int count, int row)
        where T : unmanaged
    {
        ref var a = ref First<T>(columns[0], from, count);
        ref var b = ref First<T>(columns[Math.Min(1, columns.Length - 1)], from, count);
        ref var c = ref First<T>(columns[Math.Min(2, columns.Length - 1)], from, count);
        ref var d = ref First<T>(columns[^1], from, count);
        Debug.Assert(y.Length >= ((count - 1) * row) + columns.Length, "The rows lie in the output.");
        ref var to = ref MemoryMarshal.GetReference(y);
        switch (columns.Length)
        {
            case 1:
                for (nint i = 0, at = 0; i < count; i++, at += row)
                {
                    Unsafe.Add(ref to, at) = Unsafe.Add(ref a, i);
                }

                break;
            case 2:
                for (nint i = 0, at = 0; i < count; i++, at += row)
                {
                    Unsafe.Add(ref to, at) = Unsafe.Add(ref a, i);
                    Unsafe.Add(ref to, at + 1) = Unsafe.Add(ref b, i);
                }

                break;
            case 3:
                for (nint i = 0, at = 0; i < count; i++, at += row)
                {
                    Unsafe.Add(ref to, at) = Unsafe.Add(ref a, i);
                    Unsafe.Add(ref to, at + 1) = Unsafe.Add(ref b, i);
                    Unsafe.Add(ref to, at + 2) = Unsafe.Add(ref c, i);
                }

                break;
            default:
                for (nint i = 0, at = 0; i < count; i++, at += row)
                {
                    Unsafe.Add(ref to, at) = Unsafe.Add(ref a, i);
                    Unsafe.Add(ref to, at + 1) = Unsafe.Add(ref b, i);
                    Unsafe.Add(ref to, at + 2) = Unsafe.Add(ref c, i);
                    Unsafe.Add(ref to, at + 3) = Unsafe.Add(ref d, i);
                }

                break;
        }
    }

    private static ref T First<T>(Storage column, int from, int count)
        where T : unmanaged => ref MemoryMarshal.GetReference(column.Values<T>().AsSpan(from, count));
}
