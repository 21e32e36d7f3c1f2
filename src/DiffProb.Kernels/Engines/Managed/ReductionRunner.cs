using System.Numerics;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Runs a reduction: the input is brought to [outer, count, inner], and each outer part is folded.</summary>
internal static class ReductionRunner
{
    // Elements that a fold takes at once where one result has very many: a constant, so that sums do not depend on threads.
    private const int ChunkSize = 8192;

    /// <summary>Whether a sum of so many numbers to one result is formed of partial sums.</summary>
    public static bool IsInParts(Layout layout) => layout.Outer == 1 && (long)layout.Count * layout.Inner > 2 * ChunkSize;

    public static void Run(Reduction operation, NodeRun run)
    {
        var layout = run.Prepared(LayoutOf);
        var input = run.Input(0);
        if (layout.Moved is { } view)
        {
            input = run.Allocate(input.DType, layout.Outer * layout.Count * layout.Inner);
            ViewRunner.Copy(run, view, run.Input(0), input);
        }

        var output = run.Allocate();
        var (outer, count, inner) = (layout.Outer, layout.Count, layout.Inner);
        if (operation is SumOver or Sum && IsInParts(layout))
        {
            SumInParts(operation, run, input, output, count, inner);
        }
        else if (output.Length > 0)
        {
            var block = Math.Max(1, run.Work.BlockSize / Math.Max(1, count * inner));
            if (outer <= block || run.Work.IsFew((long)outer * count * inner))
            {
                Fold(operation, input, output, layout, 0, outer);
            }
            else
            {
                InParallel(operation, run, input, output, layout, block);
            }
        }

        if (layout.Moved is not null)
        {
            run.Release(input);
        }

        run.Publish(output);
    }

    // Apart, so that one block allocates nothing.
    private static void InParallel(Reduction operation, NodeRun run, Storage input, Storage output, Layout layout, int block) =>
        run.Work.Split(layout.Outer, block, (start, length) => Fold(operation, input, output, layout, start, length));

    private static void Fold(Reduction operation, Storage input, Storage output, Layout layout, int start, int length)
    {
        if (input is Storage<double> numbers && operation is SumOver or Sum or LogSumExp)
        {
            var size = layout.Count * layout.Inner;
            var x = numbers.Array.AsSpan(start * size, length * size);
            var y = output.Values<double>().AsSpan(start * layout.Inner, length * layout.Inner);
            if (operation is LogSumExp)
            {
                LogSum.Fold(x, y, length, layout.Count, layout.Inner);
            }
            else
            {
                Summation.Fold(x, y, length, layout.Count, layout.Inner);
            }

            return;
        }

        if (operation is SumOver or Sum && layout.Inner == 1 && layout.Count <= Summation.LongestShort)
        {
            Summation.ShortRows(input, output, start, length, layout.Count);
            return;
        }

        for (var o = start; o < start + length; o++)
        {
            operation.Fold(input, output, o, layout.Count, layout.Inner);
        }
    }

    /// <summary>How the input of a reduction is folded.</summary>
    public static Layout LayoutOf(Tensor node)
    {
        var operand = node.Inputs[0];
        var sizes = StridedView.SizesOf(operand);
        var mask = ((Reduction)node.Operation).Reduced(operand);
        var (outer, count, inner) = Split(sizes, mask);
        if (count >= 0)
        {
            return new(outer, count, inner, null);
        }

        // The reduced dimensions last.
        var strides = StridedView.RowMajor(sizes);
        var order = Enumerable.Range(0, sizes.Length).OrderBy(d => mask[d]).ToArray();
        var view = new StridedView([.. order.Select(d => sizes[d])], [.. order.Select(d => strides[d])], 0).Coalesce();
        count = order.Where(d => mask[d]).Aggregate(1, (n, d) => n * sizes[d]);
        return new(Product(sizes) / Math.Max(count, 1), count, 1, view);
    }

    // Sizes before, in and after the reduced dimensions where they lie together, else a negative count.
    private static (int Outer, int Count, int Inner) Split(int[] sizes, bool[] mask)
    {
        var first = Array.IndexOf(mask, true);
        var last = Array.LastIndexOf(mask, true);
        if (first < 0)
        {
            return (1, 1, Product(sizes));
        }

        return Array.IndexOf(mask, false, first, last - first + 1) >= 0
            ? (0, -1, 0)
            : (Product(sizes.AsSpan(0, first)), Product(sizes.AsSpan(first, last - first + 1)), Product(sizes.AsSpan(last + 1)));
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes)
        {
            product *= size;
        }

        return product;
    }

    // Long rows: each thread sums its columns. Short ones: partial sums of chunks whose size is fixed, then the sum of those.
    private static void SumInParts(Reduction operation, NodeRun run, Storage input, Storage output, int count, int inner)
    {
        if (inner > ChunkSize)
        {
            run.Work.Split(inner, run.Work.BlockSize, (start, length) => Summation.Columns(input, output, start, length, count, inner));
            return;
        }

        var rows = Math.Max(1, ChunkSize / inner);
        var chunks = (count + rows - 1) / rows;
        var partial = run.Allocate(output.DType, chunks * inner);
        run.Work.Split(chunks, 1, (start, length) =>
        {
            for (var c = start; c < start + length; c++)
            {
                var from = c * rows;
                Summation.Rows(input, partial, from * inner, c * inner, Math.Min(rows, count - from), inner);
            }
        });
        operation.Fold(partial, output, 0, chunks, inner);
        run.Release(partial);
    }

    /// <summary>An input as [outer, count, inner], or how it is copied so that it is.</summary>
    internal sealed record Layout(int Outer, int Count, int Inner, StridedView? Moved);
}

/// <summary>Sums in an order that depends on the shape alone.</summary>
internal static class Summation
{
    /// <summary>Numbers that are too few for vectors: they are summed one after the other.</summary>
    public const int LongestShort = 16;

    /// <summary>Sums rows of few numbers each, from a row on, with the bits of <see cref="Rows{T}"/>.</summary>
    public static void ShortRows(Storage x, Storage y, int from, int rows, int count)
    {
        switch (x.DType)
        {
            case DType.Float64: ShortRows<double>(x, y, from, rows, count); break;
            case DType.Float32: ShortRows<float>(x, y, from, rows, count); break;
            case DType.Int64: ShortRows<long>(x, y, from, rows, count); break;
            default: ShortRows<byte>(x, y, from, rows, count); break;
        }
    }

    /// <summary>Sums of [outer, count, inner] over the middle.</summary>
    public static void Fold(ReadOnlySpan<double> x, Span<double> y, int outer, int count, int inner)
    {
        if (inner == 1 && count <= LongestShort)
        {
            ShortRows(x, y, count);
            return;
        }

        for (var o = 0; o < outer; o++)
        {
            Rows(x.Slice(o * count * inner, count * inner), y.Slice(o * inner, inner), count, inner);
        }
    }

    /// <summary>Sums the rows of x, of shape [count, inner], to y of shape [inner].</summary>
    public static void Rows<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner)
        where T : unmanaged, INumber<T>
    {
        if (inner == 1)
        {
            y[0] = Sum(x[..count]);
            return;
        }

        y.Clear();
        for (var r = 0; r < count; r++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(y, x.Slice(r * inner, inner), y);
        }
    }

    /// <summary>Adds x to the sum, element by element.</summary>
    public static void AddTo<T>(Span<T> sum, ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>
    {
        if (x.Length == 1)
        {
            sum[0] += x[0];
        }
        else
        {
            System.Numerics.Tensors.TensorPrimitives.Add(sum, x, sum);
        }
    }

    /// <summary>Sums the rows of x, of shape [count, inner], in some of the columns.</summary>
    public static void Columns(Storage x, Storage y, int start, int length, int count, int inner)
    {
        switch (x.DType)
        {
            case DType.Float64: Columns(x.Values<double>(), y.Values<double>().AsSpan(start, length), start, count, inner); break;
            case DType.Float32: Columns(x.Values<float>(), y.Values<float>().AsSpan(start, length), start, count, inner); break;
            default: Columns(x.Values<long>(), y.Values<long>().AsSpan(start, length), start, count, inner); break;
        }
    }

    public static void Rows(Storage x, Storage y, int from, int to, int count, int inner)
    {
        switch (x.DType)
        {
            case DType.Float64: Rows<double>(x.Values<double>().AsSpan(from), y.Values<double>().AsSpan(to, inner), count, inner); break;
            case DType.Float32: Rows<float>(x.Values<float>().AsSpan(from), y.Values<float>().AsSpan(to, inner), count, inner); break;
            case DType.Int64: Rows<long>(x.Values<long>().AsSpan(from), y.Values<long>().AsSpan(to, inner), count, inner); break;
            default: Rows<byte>(x.Values<byte>().AsSpan(from), y.Values<byte>().AsSpan(to, inner), count, inner); break;
        }
    }

    private static void ShortRows<T>(Storage x, Storage y, int from, int rows, int count)
        where T : unmanaged, INumber<T> => ShortRows<T>(x.Values<T>().AsSpan(from * count, rows * count), y.Values<T>().AsSpan(from, rows), count);

    private static void ShortRows<T>(ReadOnlySpan<T> numbers, Span<T> sums, int count)
        where T : unmanaged, INumber<T>
    {
        for (var row = 0; row < sums.Length; row++)
        {
            var sum = T.Zero;
            foreach (var number in numbers.Slice(row * count, count))
            {
                sum += number;
            }

            sums[row] = sum;
        }
    }

    private static void Columns<T>(ReadOnlySpan<T> x, Span<T> y, int start, int count, int inner)
        where T : unmanaged, INumber<T>
    {
        y.Clear();
        for (var r = 0; r < count; r++)
        {
            AddTo(y, x.Slice((r * inner) + start, y.Length));
        }
    }

    /// <summary>Inner product.</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumber<T>
    {
        var width = Vector512<T>.Count;
        var sums = Vector512<T>.Zero;
        var i = 0;
        for (; i + width <= x.Length; i += width)
        {
            sums += Vector512.Create(x.Slice(i, width)) * Vector512.Create(y.Slice(i, width));
        }

        var sum = Vector512.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>The sum of all: four vectors side by side, in turn, then what is left one by one.</summary>
    /// <remarks>In this order whatever the alignment and the processor: the library's sum may group by alignment. Compiled loops sum in the same order.</remarks>
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>
    {
        var sum = T.Zero;
        var i = 0;
        if (x.Length > LongestShort)
        {
            var width = Vector512<T>.Count;
            var (a, b, c, d) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
            for (; i + (4 * width) <= x.Length; i += 4 * width)
            {
                a += Vector512.Create(x.Slice(i, width));
                b += Vector512.Create(x.Slice(i + width, width));
                c += Vector512.Create(x.Slice(i + (2 * width), width));
                d += Vector512.Create(x.Slice(i + (3 * width), width));
            }

            // A fourth and more would have been taken above.
            for (var left = 0; i + width <= x.Length; i += width, left++)
            {
                var part = Vector512.Create(x.Slice(i, width));
                (a, b, c) = left == 0 ? (a + part, b, c) : left == 1 ? (a, b + part, c) : (a, b, c + part);
            }

            sum = OfLanes((a + b) + (c + d));
        }

        for (; i < x.Length; i++)
        {
            sum += x[i];
        }

        return sum;
    }

    /// <summary>The sum of the lanes, halves first: in one order on every processor.</summary>
    public static T OfLanes<T>(Vector512<T> x)
        where T : unmanaged, INumber<T>
    {
        var quarter = x.GetLower() + x.GetUpper();
        var eighth = quarter.GetLower() + quarter.GetUpper();
        var sum = eighth[0];
        for (var lane = 1; lane < Vector128<T>.Count; lane++)
        {
            sum += eighth[lane];
        }

        return sum;
    }
}
