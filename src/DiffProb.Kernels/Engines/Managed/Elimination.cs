using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Gaussian elimination of row-major matrices, and what systems of equations share.</summary>
internal static class Elimination
{
    /// <summary>Shape of the solution: leading dimensions of both, and the right side's matrix.</summary>
    public static Shape ShapeOf(ReadOnlySpan<Tensor> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        return Shape.Broadcast(a.Take(a.Rank - 2), b.Take(b.Rank - 2)).Concat(b.Skip(b.Rank - 2));
    }

    /// <summary>The negative adjoint of the matrix, given that of the right side: b̄ xᵀ, or x b̄ᵀ where the matrix was transposed.</summary>
    public static Tensor MatrixAdjoint(Tensor rightAdjoint, Tensor solution, bool transposed) => transposed
        ? solution.MatMul(rightAdjoint.Transpose())
        : rightAdjoint.MatMul(solution.Transpose());

    public static void Copy<T>(ReadOnlySpan<T> a, Span<T> copy, int n, bool transposed)
        where T : unmanaged
    {
        for (var i = 0; i < a.Length; i++)
        {
            copy[transposed ? (i % n * n) + (i / n) : i] = a[i];
        }
    }

    /// <summary>Replaces a by its factors, unit lower and upper, and permutes its rows and those of b; returns whether the permutation is odd.</summary>
    public static bool Factor<T>(Span<T> a, Span<T> b, int n, int columns)
        where T : unmanaged, INumber<T>
    {
        var isOdd = false;
        for (var c = 0; c < n; c++)
        {
            var pivot = Largest<T>(a, n, c);
            if (pivot != c)
            {
                Swap(a, c, pivot, n);
                Swap(b, c, pivot, columns);
                isOdd = !isOdd;
            }

            var row = a.Slice((c * n) + c + 1, n - c - 1);
            for (var r = c + 1; r < n; r++)
            {
                ref var factor = ref a[(r * n) + c];
                if (factor != T.Zero)
                {
                    factor /= a[(c * n) + c];
                    AddScaled(a.Slice((r * n) + c + 1, n - c - 1), row, -factor);
                }
            }
        }

        return isOdd;
    }

    /// <summary>Replaces x by the solution of a triangular system with right sides x.</summary>
    public static void Substitute<T>(ReadOnlySpan<T> a, Span<T> x, int n, int columns, bool lower, bool transposed, bool unit)
        where T : unmanaged, INumber<T>
    {
        var forward = lower != transposed;
        for (var step = 0; step < n; step++)
        {
            var i = forward ? step : n - 1 - step;
            var row = x.Slice(i * columns, columns);
            if (!unit)
            {
                TensorPrimitives.Divide(row, a[(i * n) + i], row);
            }

            for (var next = step + 1; next < n; next++)
            {
                var r = forward ? next : n - 1 - next;
                AddScaled(x.Slice(r * columns, columns), row, -a[transposed ? (i * n) + r : (r * n) + i]);
            }
        }
    }

    private static int Largest<T>(ReadOnlySpan<T> a, int n, int column)
        where T : unmanaged, INumber<T>
    {
        var best = column;
        for (var r = column + 1; r < n; r++)
        {
            best = T.Abs(a[(r * n) + column]) > T.Abs(a[(best * n) + column]) ? r : best;
        }

        return best;
    }

    private static void Swap<T>(Span<T> rows, int i, int j, int length)
    {
        for (var c = 0; c < length; c++)
        {
            (rows[(i * length) + c], rows[(j * length) + c]) = (rows[(j * length) + c], rows[(i * length) + c]);
        }
    }

    // Compiled with full optimization at once: the first solutions of a process would else take ten times as long as the later ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled<T>(Span<T> y, ReadOnlySpan<T> x, T factor)
        where T : unmanaged, INumber<T>
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        var (width, scale) = (Vector512<T>.Count, Vector512.Create(factor));
        var i = 0;
        for (; i + width <= y.Length; i += width)
        {
            (Vector512.LoadUnsafe(ref y0, (nuint)i) + (scale * Vector512.LoadUnsafe(ref x0, (nuint)i))).StoreUnsafe(ref y0, (nuint)i);
        }

        for (; i < y.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }
}
