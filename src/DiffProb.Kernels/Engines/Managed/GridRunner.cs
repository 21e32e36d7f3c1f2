using System.Numerics;
using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Reads pictures at points between their pixels, and adds to pictures there.</summary>
internal static class GridRunner
{
    /// <summary>Rows of the result, of all hidden axes and leading dimensions, split over threads.</summary>
    public static void Sample(GridRule rule, NodeRun run)
    {
        var output = run.Allocate();
        if (output.DType == DType.Float64)
        {
            Sample<double>(rule, run, output);
        }
        else
        {
            Sample<float>(rule, run, output);
        }

        run.Publish(output);
    }

    /// <summary>Pictures of the result, one for each channel, split over threads: what is added to a picture is added in the order of the points.</summary>
    public static void Scatter(GridRule rule, NodeRun run)
    {
        var output = run.Allocate();
        if (output.DType == DType.Float64)
        {
            Scatter<double>(rule, run, output);
        }
        else
        {
            Scatter<float>(rule, run, output);
        }

        run.Publish(output);
    }

    private static void Sample<T>(GridRule rule, NodeRun run, Storage output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (layout, grid, picture) = (run.Prepared(GridLayout.Of), run.Node.Shape, run.Node.Inputs[0].Shape);
        var (channels, rows, columns) = (grid[^3], grid[^2], grid[^1]);
        var (size, pixels) = (rows * columns, picture[^2] * picture[^1]);
        var perCall = Math.Max(1, run.Work.BlockSize / Math.Max(1, columns * channels) / 4);
        run.Work.Split(channels * columns == 0 ? 0 : output.Length / (channels * columns), perCall, (start, length) =>
        {
            var reader = new Reader<T>(rule, picture[^2], picture[^1]);
            for (var r = start; r < start + length; r++)
            {
                var (batch, row) = (r / rows, r % rows);
                reader.Row(
                    run.Input(0).Values<T>().AsSpan(Strided.OffsetOf(layout.Pictures, batch), channels * pixels),
                    run.Input(1).Values<T>().AsSpan(Strided.OffsetOf(layout.Points, batch) + (2 * row * columns), 2 * columns),
                    output.Values<T>().AsSpan((batch * channels * size) + (row * columns), ((channels - 1) * size) + columns),
                    size);
            }
        });
    }

    private static void Scatter<T>(GridRule rule, NodeRun run, Storage output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (layout, picture, points) = (run.Prepared(GridLayout.Of), run.Node.Shape, run.Node.Inputs[1].Shape);
        var (channels, pixels, size) = (picture[^3], picture[^2] * picture[^1], points[^3] * points[^2]);
        var perCall = Math.Max(1, run.Work.BlockSize / Math.Max(1, size + pixels) / 4);
        run.Work.Split(output.Length / pixels, perCall, (start, length) =>
        {
            var reader = new Reader<T>(rule, picture[^2], picture[^1]);
            for (var c = start; c < start + length; c++)
            {
                var (batch, channel) = (c / channels, c % channels);
                reader.Add(
                    run.Input(0).Values<T>().AsSpan(Strided.OffsetOf(layout.Pictures, batch) + (channel * size), size),
                    run.Input(1).Values<T>().AsSpan(Strided.OffsetOf(layout.Points, batch), 2 * size),
                    output.Values<T>().AsSpan(c * pixels, pixels));
            }
        });
    }

    /// <summary>Where pictures or values, and points, begin for each element of the hidden axes and leading dimensions.</summary>
    private sealed record GridLayout(StridedView Pictures, StridedView Points)
    {
        public static GridLayout Of(Tensor node) => new(BatchRunner.Batch(node, 0, 3, 3), BatchRunner.Batch(node, 1, 3, 3));
    }

    /// <summary>Pictures of one size, read by one rule. Its loops are optimized at once: a fit of a small picture would be over before they were.</summary>
    private readonly struct Reader<T>(GridRule rule, int height, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Line<T> x = new(rule, rule.IsSlopeX, width);
        private readonly Line<T> y = new(rule, rule.IsSlopeY, height);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Row(ReadOnlySpan<T> pictures, ReadOnlySpan<T> points, Span<T> result, int channel)
        {
            for (var i = 0; 2 * i < points.Length; i++)
            {
                var (across, down) = (x.At(points[2 * i]), y.At(points[(2 * i) + 1]));
                var picture = pictures;
                for (var to = i; to < result.Length; to += channel)
                {
                    var (low, high) = (Read(picture, down.Low, across), Read(picture, down.High, across));
                    result[to] = (down.LowShare * low) + (down.HighShare * high);
                    picture = picture[(width * height)..];
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Add(ReadOnlySpan<T> values, ReadOnlySpan<T> points, Span<T> picture)
        {
            picture.Clear();
            for (var i = 0; i < values.Length; i++)
            {
                var (across, down) = (x.At(points[2 * i]), y.At(points[(2 * i) + 1]));
                Add(picture, down.Low, across, down.LowShare * values[i]);
                Add(picture, down.High, across, down.HighShare * values[i]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Read(ReadOnlySpan<T> picture, int row, Pixels<T> across)
        {
            var low = (row | across.Low) < 0 ? T.Zero : picture[(row * width) + across.Low];
            var high = (row | across.High) < 0 ? T.Zero : picture[(row * width) + across.High];
            return (across.LowShare * low) + (across.HighShare * high);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add(Span<T> picture, int row, Pixels<T> across, T value)
        {
            if ((row | across.Low) >= 0)
            {
                picture[(row * width) + across.Low] += across.LowShare * value;
            }

            if ((row | across.High) >= 0)
            {
                picture[(row * width) + across.High] += across.HighShare * value;
            }
        }
    }

    /// <summary>Two pixels side by side along a dimension, -1 for one outside, and what each counts for.</summary>
    private readonly record struct Pixels<T>(int Low, int High, T LowShare, T HighShare);

    /// <summary>The pixels of one dimension.</summary>
    private readonly struct Line<T>(GridRule rule, bool isSlope, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly bool isNearest = rule.Interpolation == Interpolation.Nearest;
        private readonly bool isBorder = rule.Padding == Padding.Border;

        // So far out that both pixels are outside.
        private readonly T least = T.CreateChecked(rule.Padding == Padding.Border ? 0 : -2);
        private readonly T most = T.CreateChecked(rule.Padding == Padding.Border ? size - 1 : size + 1);

        /// <summary>The pixels around a point. NaN takes the first ones, with shares that are NaN.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Pixels<T> At(T point)
        {
            var at = point < least ? least : point > most ? most : point;
            var whole = isNearest ? T.Round(at) : T.Floor(at);
            var (low, isNumber) = (T.IsNaN(point) ? 0 : int.CreateTruncating(whole), !T.IsNaN(point));
            if (isNearest)
            {
                return new(Inside(low), -1, isNumber ? T.One : point, T.Zero);
            }

            if (!isSlope)
            {
                return new(Inside(low), Inside(low + 1), T.One - (at - whole), at - whole);
            }

            var slope = !isNumber ? point : isBorder && (point < least || point >= most) ? T.Zero : T.One;
            return new(Inside(low), Inside(low + 1), -slope, slope);
        }

        private int Inside(int pixel) => (uint)pixel < (uint)size ? pixel : -1;
    }
}
