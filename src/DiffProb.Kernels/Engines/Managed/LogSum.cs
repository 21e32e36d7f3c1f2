using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DiffProb;

/// <summary>log Σ exp without overflow: the largest term is taken out first.</summary>
internal static class LogSum
{
    private const int LargestOnStack = 128;

    /// <summary>Over the rows of x, of shape [count, inner], to y of shape [inner].</summary>
    public static void Rows<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inner == 1)
        {
            y[0] = Row(x[..count]);
            return;
        }

        if (typeof(T) == typeof(double))
        {
            VectorLogSumExp.Columns(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y), count, inner);
            return;
        }

        y.Fill(T.NegativeInfinity);
        for (var r = 0; r < count; r++)
        {
            TensorPrimitives.Max(y, x.Slice(r * inner, inner), y);
        }

        Span<T> terms = inner <= LargestOnStack ? stackalloc T[LargestOnStack] : new T[inner];
        Span<T> sums = inner <= LargestOnStack ? stackalloc T[LargestOnStack] : new T[inner];
        terms = terms[..inner];
        sums = sums[..inner];
        sums.Clear();
        for (var r = 0; r < count; r++)
        {
            TensorPrimitives.Subtract(x.Slice(r * inner, inner), y, terms);
            VectorLoop.Run<VectorFunctions.Exp, T>(terms, terms);
            TensorPrimitives.Add(sums, terms, sums);
        }

        VectorLoop.Run<VectorFunctions.Log, T>(sums, sums);
        for (var i = 0; i < inner; i++)
        {
            y[i] = Total(y[i], sums[i]);
        }
    }

    /// <summary>Of [outer, count, inner] over the middle.</summary>
    public static void Fold(ReadOnlySpan<double> x, Span<double> y, int outer, int count, int inner)
    {
        if (inner == 1 && count <= VectorLogSumExp.LongestShort)
        {
            VectorLogSumExp.ShortRows(x, y, count);
            return;
        }

        for (var o = 0; o < outer; o++)
        {
            Rows(x.Slice(o * count * inner, count * inner), y.Slice(o * inner, inner), count, inner);
        }
    }

    /// <summary>Over a row but for one place.</summary>
    public static T Without<T>(ReadOnlySpan<T> x, int place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> others = x.Length <= LargestOnStack ? stackalloc T[LargestOnStack] : new T[x.Length];
        x[..place].CopyTo(others);
        x[(place + 1)..].CopyTo(others[place..]);
        return Row<T>(others[..(x.Length - 1)]);
    }

    private static T Row<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            return T.CreateTruncating(VectorLogSumExp.Row(MemoryMarshal.Cast<T, double>(x)));
        }

        if (x.IsEmpty)
        {
            return T.NegativeInfinity;
        }

        var largest = TensorPrimitives.Max(x);
        Span<T> terms = x.Length <= LargestOnStack ? stackalloc T[LargestOnStack] : new T[x.Length];
        terms = terms[..x.Length];
        TensorPrimitives.Subtract(x, largest, terms);
        VectorLoop.Run<VectorFunctions.Exp, T>(terms, terms);
        return Total(largest, T.Log(Summation.Sum<T>(terms)));
    }

    // An infinite or NaN maximum is the answer itself: its terms hold ∞ - ∞.
    private static T Total<T>(T largest, T logOfSum)
        where T : IFloatingPointIeee754<T> => T.IsFinite(largest) ? largest + logOfSum : largest;
}
