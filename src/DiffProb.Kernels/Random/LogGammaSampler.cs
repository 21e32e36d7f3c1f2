using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Draws of log G for G from Gamma(concentration, rate 1), which never underflow.</summary>
/// <remarks>
/// <para><b>Cost</b>: on average 1.05 tries or fewer, of one normal and one uniform.</para>
/// <para>Elements 2k and 2k + 1 share blocks: try t takes the cosine and the sine of block (k, first + 2t), and accepts by the halves of the next one.</para>
/// <para>Where a try is accepted with probability p, its uniform U is less than p, and U / p is a uniform that nothing has used: it is the one of the boost.</para>
/// <para><b>Source</b>: Marsaglia and Tsang (2000), doi:10.1145/358407.358414; their boost for small concentrations,
/// G(a) = G(a + 1) V^(1/a), is made in log space here.</para>
/// </remarks>
internal static class LogGammaSampler
{
    /// <summary>Draws that <see cref="Fill"/> makes at a time.</summary>
    public const int Chunk = 512;

    private const double Squeeze = 0.0331;
    private const ulong BlocksOfTry = 2;

    private static readonly StackPlace OfPairs = new();

    private static int Width => Vector512<double>.Count;

    /// <summary>Logarithms of the draws of consecutive elements; NaN where a concentration is not positive. Each is the same wherever a call begins.</summary>
    /// <param name="key">Key of their streams.</param>
    /// <param name="element">First element.</param>
    /// <param name="block">Block at which their streams begin.</param>
    /// <param name="concentration">Concentration of each, down to 1e-300.</param>
    /// <param name="draws">As long as the concentrations.</param>
    public static void Fill(Key key, ulong element, ulong block, ReadOnlySpan<double> concentration, Span<double> draws)
    {
        if (draws.Length < StackPlace.FewElements)
        {
            FillHere(key, element, block, concentration, draws);
            return;
        }

        byte here = 0;
        var visit = OfPairs.Enter(draws.Length);
        Span<byte> padding = stackalloc byte[visit.Padding(ref here)];
        FillHere(key, element, block, concentration, draws);
        visit.Leave(padding);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FillHere(Key key, ulong element, ulong block, ReadOnlySpan<double> concentration, Span<double> draws)
    {
        // Room for whole pairs of vectors: what lies before the first element and past the end is computed and left.
        Span<double> a = stackalloc double[1 + Chunk + (2 * Width)];
        Span<double> some = stackalloc double[a.Length];
        Span<int> left = stackalloc int[Chunk];
        for (var start = 0; start < draws.Length; start += Chunk)
        {
            var length = Math.Min(Chunk, draws.Length - start);
            var laws = concentration.Slice(start, length);
            var part = draws.Slice(start, length);
            var first = element + (ulong)start;
            var odd = (int)(first & 1);
            a[0] = 1.0;
            laws.CopyTo(a[odd..]);
            a.Slice(odd + length, 2 * Width).Fill(1.0);
            Pairs(key, first / 2, block, a[..(odd + length)], some);
            some.Slice(odd, length).CopyTo(part);
            var count = Left(part, laws, left);
            if (count > 0)
            {
                Again(key, first, block, laws, left[..count], part);
            }
        }
    }

    // Places of what was not accepted.
    private static int Left(ReadOnlySpan<double> draws, ReadOnlySpan<double> laws, Span<int> left)
    {
        var count = 0;
        for (var from = 0; from < draws.Length; from += Width)
        {
            if (from + Width <= draws.Length && Vector512.EqualsAll(Vector512.Create(draws.Slice(from, Width)), Vector512.Create(draws.Slice(from, Width))))
            {
                continue;
            }

            for (var i = from; i < Math.Min(from + Width, draws.Length); i++)
            {
                if (double.IsNaN(draws[i]) && laws[i] > 0)
                {
                    left[count++] = i;
                }
            }
        }

        return count;
    }

    // Those that are left try until they are accepted, side by side.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Again(Key key, ulong first, ulong block, ReadOnlySpan<double> laws, Span<int> left, Span<double> draws)
    {
        Span<double> a = stackalloc double[Chunk + Width];
        Span<ulong> elements = stackalloc ulong[Chunk + Width];
        Span<double> some = stackalloc double[Chunk + Width];
        for (var (next, count) = (block + BlocksOfTry, left.Length); count > 0; next += BlocksOfTry)
        {
            for (var i = 0; i < count; i++)
            {
                (elements[i], a[i]) = (first + (ulong)left[i], laws[left[i]]);
            }

            elements.Slice(count, Width).Clear();
            a.Slice(count, Width).Fill(1.0);
            Try(key, next, elements[..count], a, some);
            var still = 0;
            for (var i = 0; i < count; i++)
            {
                draws[left[i]] = some[i];
                if (double.IsNaN(some[i]))
                {
                    left[still++] = left[i];
                }
            }

            count = still;
        }
    }

    // A try for each of consecutive elements from 2 · pair on: the draw, or NaN where it is not accepted. The spans go on for two vectors past the concentrations.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Pairs(Key key, ulong pair, ulong block, Span<double> concentration, Span<double> draws)
    {
        ref var concentrations = ref MemoryMarshal.GetReference(concentration);
        ref var draw = ref MemoryMarshal.GetReference(draws);
        var law = Law.Of(Vector512.LoadUnsafe(ref concentrations));
        for (var i = 0; i < concentration.Length; i += 2 * Width)
        {
            var which = Philox.Counters(pair + ((ulong)i / 2));
            var (u, v) = Philox.ElementUniforms(key, which, block);
            var (even, odd) = Philox.ElementUniforms(key, which, block + 1);
            var (cosine, sine) = UnitInterval.BoxMuller(u, v);
            var (x0, x1) = Philox.Interleaved(cosine, sine);
            var (accept0, accept1) = Philox.Interleaved(even, odd);
            law = law.Or(Vector512.LoadUnsafe(ref concentrations, (nuint)i));
            Try(law, x0, accept0).StoreUnsafe(ref draw, (nuint)i);
            law = law.Or(Vector512.LoadUnsafe(ref concentrations, (nuint)(i + Width)));
            Try(law, x1, accept1).StoreUnsafe(ref draw, (nuint)(i + Width));
        }
    }

    // The same for elements anywhere.
    private static void Try(Key key, ulong block, Span<ulong> elements, Span<double> concentration, Span<double> draws)
    {
        ref var element = ref MemoryMarshal.GetReference(elements);
        for (var i = 0; i < elements.Length; i += Width)
        {
            var which = Vector512.LoadUnsafe(ref element, (nuint)i);
            var isOdd = Vector512.Equals(which & Vector512<ulong>.One, Vector512<ulong>.One).AsDouble();
            var (u, v) = Philox.ElementUniforms(key, which >>> 1, block);
            var (low, high) = Philox.ElementUniforms(key, which >>> 1, block + 1);
            var (cosine, sine) = UnitInterval.BoxMuller(u, v);
            var law = Law.Of(Vector512.Create<double>(concentration[i..]));
            Try(law, Vector512.ConditionalSelect(isOdd, sine, cosine), Vector512.ConditionalSelect(isOdd, high, low)).CopyTo(draws[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Try(in Law law, Vector512<double> x, Vector512<double> accept)
    {
        var one = Vector512<double>.One;
        var root = x * law.Scale;
        var square = x * x;
        var logCube = 3 * VectorLogarithm.Log1p(root);
        var y = law.LogD + logCube;
        var isAccepted = Vector512.LessThan(accept, one - (Squeeze * square * square));
        if (law.HasSmall || !Vector512.EqualsAll(isAccepted.AsInt64(), Vector512<long>.AllBitsSet))
        {
            var cubed = root * (Vector512.Create(3.0) + (root * (Vector512.Create(3.0) + root))); // (1 + root)³ - 1
            var spare = VectorLogarithm.LogPositive(accept) - ((0.5 * square) + (law.D * (logCube - cubed))); // log U / p
            isAccepted |= Vector512.LessThan(spare, Vector512<double>.Zero);
            y = law.HasSmall ? Vector512.ConditionalSelect(Vector512.LessThan(law.A, one), y + (Vector512.MinNative(spare, Vector512<double>.Zero) / law.A), y) : y;
        }

        isAccepted &= Vector512.GreaterThan(root, -one) & Vector512.GreaterThan(law.A, Vector512<double>.Zero);
        return Vector512.ConditionalSelect(isAccepted, y, Vector512.Create(double.NaN));
    }

    // What a concentration A makes of a normal number: D, the scale of the root, and log D.
    private readonly record struct Law(Vector512<double> A, Vector512<double> D, Vector512<double> Scale, Vector512<double> LogD, bool HasSmall)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Law Of(Vector512<double> a)
        {
            var isSmall = Vector512.LessThan(a, Vector512<double>.One);
            var d = Vector512.ConditionalSelect(isSmall, a + Vector512<double>.One, a) - Vector512.Create(1.0 / 3);
            return new(a, d, Vector512<double>.One / Vector512.Sqrt(9 * d), VectorLogarithm.Log(d), !Vector512.EqualsAll(isSmall.AsInt64(), Vector512<long>.Zero));
        }

        /// <summary>This law, if its concentrations are these; theirs otherwise.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Law Or(Vector512<double> a) => Vector512.EqualsAll(a, A) ? this : Of(a);
    }
}
