using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>A vector function along a span; numbers past the last whole vector are computed in a padded one.</summary>
/// <remarks>Float32 is rounded from Float64. The loops are compiled with full optimization at once.</remarks>
internal static class VectorLoop
{
    /// <summary>y = f(x), element by element; y may be x.</summary>
    public static void Run<TFunction, T>(ReadOnlySpan<T> x, Span<T> y)
        where TFunction : struct, IVectorFunction
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            Doubles<TFunction>(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y));
        }
        else
        {
            Singles<TFunction>(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y));
        }
    }

    /// <summary>z = f(x, y), element by element; z may be x or y.</summary>
    public static void Run<TFunction, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where TFunction : struct, IVectorFunctionOfTwo
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            Doubles<TFunction>(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y), MemoryMarshal.Cast<T, double>(z));
        }
        else
        {
            Singles<TFunction>(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y), MemoryMarshal.Cast<T, float>(z));
        }
    }

    /// <summary>w = f(x, y, z), element by element; w may be any of them.</summary>
    public static void Run<TFunction, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where TFunction : struct, IVectorFunctionOfThree
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            Doubles<TFunction>(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y), MemoryMarshal.Cast<T, double>(z), MemoryMarshal.Cast<T, double>(w));
        }
        else
        {
            Singles<TFunction>(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y), MemoryMarshal.Cast<T, float>(z), MemoryMarshal.Cast<T, float>(w));
        }
    }

    /// <summary>The value, but for lanes where it is not valid: the scalar function there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> LaneByLane(Vector512<double> value, Vector512<double> isValid, Vector512<double> x, Func<double, double> scalar)
    {
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            value = isValid.AsInt64()[lane] == 0 ? value.WithElement(lane, scalar(x[lane])) : value;
        }

        return value;
    }

    /// <summary>The same of two numbers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> LaneByLane(Vector512<double> value, Vector512<double> isValid, Vector512<double> x, Vector512<double> y, Func<double, double, double> scalar)
    {
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            value = isValid.AsInt64()[lane] == 0 ? value.WithElement(lane, scalar(x[lane], y[lane])) : value;
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Doubles<TFunction>(ReadOnlySpan<double> x, Span<double> y)
        where TFunction : struct, IVectorFunction
    {
        if (x.Length < StackPlace.FewElements)
        {
            DoublesHere<TFunction>(x, y);
            return;
        }

        byte here = 0;
        var visit = Place<TFunction>.OnStack.Enter(x.Length);
        Span<byte> padding = stackalloc byte[visit.Padding(ref here)];
        DoublesHere<TFunction>(x, y);
        visit.Leave(padding);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DoublesHere<TFunction>(ReadOnlySpan<double> x, Span<double> y)
        where TFunction : struct, IVectorFunction
    {
        var width = Vector512<double>.Count;
        var i = 0;
        for (; i + width <= x.Length; i += width)
        {
            TFunction.Of(Vector512.Create(x.Slice(i, width))).CopyTo(y.Slice(i, width));
        }

        if (i < x.Length)
        {
            Put(TFunction.Of(Padded(x[i..])), y[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Doubles<TFunction>(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
        where TFunction : struct, IVectorFunctionOfTwo
    {
        if (x.Length < StackPlace.FewElements)
        {
            DoublesHere<TFunction>(x, y, z);
            return;
        }

        byte here = 0;
        var visit = Place<TFunction>.OnStack.Enter(x.Length);
        Span<byte> padding = stackalloc byte[visit.Padding(ref here)];
        DoublesHere<TFunction>(x, y, z);
        visit.Leave(padding);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DoublesHere<TFunction>(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
        where TFunction : struct, IVectorFunctionOfTwo
    {
        var width = Vector512<double>.Count;
        var i = 0;
        for (; i + width <= x.Length; i += width)
        {
            TFunction.Of(Vector512.Create(x.Slice(i, width)), Vector512.Create(y.Slice(i, width))).CopyTo(z.Slice(i, width));
        }

        if (i < x.Length)
        {
            Put(TFunction.Of(Padded(x[i..]), Padded(y[i..])), z[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Doubles<TFunction>(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> z, Span<double> w)
        where TFunction : struct, IVectorFunctionOfThree
    {
        if (x.Length < StackPlace.FewElements)
        {
            DoublesHere<TFunction>(x, y, z, w);
            return;
        }

        byte here = 0;
        var visit = Place<TFunction>.OnStack.Enter(x.Length);
        Span<byte> padding = stackalloc byte[visit.Padding(ref here)];
        DoublesHere<TFunction>(x, y, z, w);
        visit.Leave(padding);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DoublesHere<TFunction>(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> z, Span<double> w)
        where TFunction : struct, IVectorFunctionOfThree
    {
        var width = Vector512<double>.Count;
        var i = 0;
        for (; i + width <= x.Length; i += width)
        {
            TFunction.Of(Vector512.Create(x.Slice(i, width)), Vector512.Create(y.Slice(i, width)), Vector512.Create(z.Slice(i, width))).CopyTo(w.Slice(i, width));
        }

        if (i < x.Length)
        {
            Put(TFunction.Of(Padded(x[i..]), Padded(y[i..]), Padded(z[i..])), w[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Singles<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IVectorFunction
    {
        var width = Vector512<float>.Count;
        var i = 0;
        for (; i + width <= x.Length; i += width)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(x.Slice(i, width)));
            Vector512.Narrow(TFunction.Of(low), TFunction.Of(high)).CopyTo(y.Slice(i, width));
        }

        if (i < x.Length)
        {
            var (low, high) = Vector512.Widen(Padded(x[i..]));
            Put(Vector512.Narrow(TFunction.Of(low), TFunction.Of(high)), y[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Singles<TFunction>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TFunction : struct, IVectorFunctionOfTwo
    {
        var width = Vector512<float>.Count;
        var i = 0;
        for (; i + width <= x.Length; i += width)
        {
            var (a, b) = Vector512.Widen(Vector512.Create(x.Slice(i, width)));
            var (c, d) = Vector512.Widen(Vector512.Create(y.Slice(i, width)));
            Vector512.Narrow(TFunction.Of(a, c), TFunction.Of(b, d)).CopyTo(z.Slice(i, width));
        }

        if (i < x.Length)
        {
            var (a, b) = Vector512.Widen(Padded(x[i..]));
            var (c, d) = Vector512.Widen(Padded(y[i..]));
            Put(Vector512.Narrow(TFunction.Of(a, c), TFunction.Of(b, d)), z[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Singles<TFunction>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> w)
        where TFunction : struct, IVectorFunctionOfThree
    {
        var width = Vector512<float>.Count;
        var i = 0;
        for (; i + width <= x.Length; i += width)
        {
            var (a, b) = Vector512.Widen(Vector512.Create(x.Slice(i, width)));
            var (c, d) = Vector512.Widen(Vector512.Create(y.Slice(i, width)));
            var (e, f) = Vector512.Widen(Vector512.Create(z.Slice(i, width)));
            Vector512.Narrow(TFunction.Of(a, c, e), TFunction.Of(b, d, f)).CopyTo(w.Slice(i, width));
        }

        if (i < x.Length)
        {
            var (a, b) = Vector512.Widen(Padded(x[i..]));
            var (c, d) = Vector512.Widen(Padded(y[i..]));
            var (e, f) = Vector512.Widen(Padded(z[i..]));
            Put(Vector512.Narrow(TFunction.Of(a, c, e), TFunction.Of(b, d, f)), w[i..]);
        }
    }

    private static class Place<TFunction>
    {
        public static readonly StackPlace OnStack = new();
    }

    // Fewer numbers than a vector has, the last one repeated.
    private static Vector512<T> Padded<T>(ReadOnlySpan<T> rest)
        where T : unmanaged
    {
        Span<T> whole = stackalloc T[Vector512<T>.Count];
        whole.Fill(rest[^1]);
        rest.CopyTo(whole);
        return Vector512.Create<T>(whole);
    }

    private static void Put<T>(Vector512<T> value, Span<T> rest)
        where T : unmanaged
    {
        Span<T> whole = stackalloc T[Vector512<T>.Count];
        value.CopyTo(whole);
        whole[..rest.Length].CopyTo(rest);
    }
}
