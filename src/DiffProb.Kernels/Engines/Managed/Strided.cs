using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Copies of strided views in row-major order of the view.</summary>
internal static class Strided
{
    private const int Short = 16; // of runs that are copied faster than they are told apart

    /// <summary>Elements start, start + 1, … of the view, to fill the destination. The view is coalesced.</summary>
    public static void Fill<T>(StridedView view, ReadOnlySpan<T> source, int start, Span<T> destination)
        where T : unmanaged
    {
        var rank = view.Sizes.Length;
        if (rank == 0)
        {
            destination.Fill(source[view.Offset]);
            return;
        }

        if (rank == 2 && start == 0 && view.Sizes[1] < Short && destination.Length == view.Sizes[0] * view.Sizes[1])
        {
            ShortRows(view, source, destination);
            return;
        }

        Span<int> index = stackalloc int[rank];
        var offset = view.Offset;
        var rest = start;
        for (var d = rank - 1; d >= 0; d--)
        {
            index[d] = rest % view.Sizes[d];
            rest /= view.Sizes[d];
            offset += index[d] * view.Strides[d];
        }

        var last = rank - 1;
        var (size, stride) = (view.Sizes[last], view.Strides[last]);
        for (var done = 0; done < destination.Length;)
        {
            var run = destination.Slice(done, Math.Min(size - index[last], destination.Length - done));
            Run(source, offset, stride, run);
            done += run.Length;
            index[last] += run.Length;
            offset += run.Length * stride;
            for (var d = last; d > 0 && index[d] == view.Sizes[d]; d--)
            {
                offset += view.Strides[d - 1] - (view.Sizes[d] * view.Strides[d]);
                index[d] = 0;
                index[d - 1]++;
            }
        }
    }

    /// <summary>Place of element <paramref name="index"/> of the view.</summary>
    public static int OffsetOf(StridedView view, int index)
    {
        var offset = view.Offset;
        var (sizes, strides) = (view.Sizes, view.Strides);
        for (var d = sizes.Length - 1; d > 0; d--)
        {
            var rest = index / sizes[d];
            offset += (index - (rest * sizes[d])) * strides[d];
            index = rest;
        }

        return sizes.Length > 0 ? offset + (index * strides[0]) : offset;
    }

    // All of many short rows, without counting places.
    private static void ShortRows<T>(StridedView view, ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged
    {
        var (rows, count, down, along) = (view.Sizes[0], view.Sizes[1], view.Strides[0], view.Strides[1]);
        var row = 0;
        if (count <= Vector512<T>.Count && (along == 0 || (along == 1 && down == 0)))
        {
            row = RepeatedRows(source, destination, rows, count, down, along == 0, view.Offset);
        }

        var (from, to) = (view.Offset + (row * down), row * count);
        for (; row < rows; row++, from += down)
        {
            var place = from;
            for (var k = 0; k < count; k++, place += along)
            {
                destination[to++] = source[place];
            }
        }
    }

    // Each number several times, or one row again and again: a vector for each row, whose end the next one overwrites. The rows at the end are left.
    private static int RepeatedRows<T>(ReadOnlySpan<T> source, Span<T> destination, int rows, int count, int down, bool isOneNumber, int offset)
        where T : unmanaged
    {
        var width = Vector512<T>.Count;
        Span<T> pattern = stackalloc T[width];
        source.Slice(offset, isOneNumber ? 1 : count).CopyTo(pattern);
        var same = Vector512.Create<T>(pattern);
        var row = 0;
        for (var to = 0; row < rows && to + width <= destination.Length; row++, to += count)
        {
            (isOneNumber ? Vector512.Create(source[offset + (row * down)]) : same).CopyTo(destination[to..]);
        }

        return row;
    }

    private static void Run<T>(ReadOnlySpan<T> source, int offset, int stride, Span<T> run)
        where T : unmanaged
    {
        if (run.Length < Short)
        {
            for (var i = 0; i < run.Length; i++)
            {
                run[i] = source[offset + (i * stride)];
            }
        }
        else if (stride == 0)
        {
            run.Fill(source[offset]);
        }
        else if (stride == 1)
        {
            source.Slice(offset, run.Length).CopyTo(run);
        }
        else
        {
            Spaced(source.Slice(offset, ((run.Length - 1) * stride) + 1), stride, run);
        }
    }

    // Bounds are checked before.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Spaced<T>(ReadOnlySpan<T> source, int stride, Span<T> run)
        where T : unmanaged
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(run);
        for (nint i = 0, at = 0; i < run.Length; i++, at += stride)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, at);
        }
    }
}
