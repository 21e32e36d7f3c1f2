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
        var (from, to) = (view.Offset, 0);
        for (var row = 0; row < rows; row++, from += down)
        {
            var place = from;
            for (var k = 0; k < count; k++, place += along)
            {
                destination[to++] = source[place];
            }
        }
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
            for (var i = 0; i < run.Length; i++)
            {
                run[i] = source[offset + (i * stride)];
            }
        }
    }
}
