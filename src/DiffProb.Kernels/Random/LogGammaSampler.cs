using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Draws of log G for G from Gamma(concentration, rate 1), which never underflow.</summary>
/// <remarks>
/// <para><b>Cost</b>: on average 1.05 tries or fewer, of one normal and one uniform; below 1, one uniform more.</para>
/// <para>A try reads two blocks of the element's stream: the uniforms of the normal, that of acceptance, and that of small concentrations.</para>
/// <para><b>Source</b>: Marsaglia and Tsang (2000), doi:10.1145/358407.358414; their boost for small concentrations,
/// G(a) = G(a + 1) U^(1/a), is made in log space here.</para>
/// </remarks>
internal static class LogGammaSampler
{
    /// <summary>Draws that <see cref="Fill"/> makes at a time.</summary>
    public const int Chunk = 128;

    private const double Squeeze = 0.0331;
    private const ulong BlocksOfTry = 2;

    private static int Width => Vector512<double>.Count;

    /// <summary>Logarithm of one draw.</summary>
    /// <param name="concentration">Positive, down to 1e-300; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double concentration, ref ElementStream stream)
    {
        if (!(concentration > 0))
        {
            return double.NaN;
        }

        var isSmall = concentration < 1;
        var d = (isSmall ? concentration + 1 : concentration) - (1.0 / 3);
        var scale = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = stream.NextNormal();
            var accept = stream.NextUniform();
            var boost = stream.NextUniform();
            var root = scale * x;
            var square = x * x;
            if (root > -1)
            {
                var logCube = 3 * Log1p.Of(root);
                if (accept < 1 - (Squeeze * square * square) || Math.Log(accept) < (0.5 * square) + (d * (logCube - Cubed(root))))
                {
                    return Math.Log(d) + logCube + (isSmall ? Math.Log(boost) / concentration : 0);
                }
            }
        }
    }

    /// <summary>Logarithms of the draws of consecutive elements: those of <see cref="Draw"/> but for roundings, all at once.</summary>
    /// <param name="key">Key of their streams.</param>
    /// <param name="element">First element.</param>
    /// <param name="block">Block at which their streams begin.</param>
    /// <param name="concentration">Concentration of each.</param>
    /// <param name="draws">As long as the concentrations.</param>
    public static void Fill(Key key, ulong element, ulong block, ReadOnlySpan<double> concentration, Span<double> draws)
    {
        // Room for whole vectors: what lies past the end is computed and left.
        Span<double> a = stackalloc double[Chunk + Width];
        Span<double> some = stackalloc double[a.Length];
        Span<ulong> elements = stackalloc ulong[a.Length];
        Span<int> left = stackalloc int[Chunk];
        for (var start = 0; start < draws.Length; start += Chunk)
        {
            var length = Math.Min(Chunk, draws.Length - start);
            var laws = concentration.Slice(start, length);
            var here = draws.Slice(start, length);
            var first = element + (ulong)start;
            laws.CopyTo(a);
            a[length..(length + Width)].Fill(1.0);
            for (var i = 0; i < length; i++)
            {
                elements[i] = first + (ulong)i;
            }

            elements[length..(length + Width)].Fill(first);
            Try(key, block, elements[..length], a[..length], some);
            some[..length].CopyTo(here);
            var count = 0;
            for (var i = 0; i < length; i++)
            {
                if (double.IsNaN(here[i]) && laws[i] > 0)
                {
                    left[count++] = i;
                }
            }

            // Those that are left try again, side by side.
            for (var next = block + BlocksOfTry; count > 0; next += BlocksOfTry)
            {
                for (var i = 0; i < count; i++)
                {
                    (elements[i], a[i]) = (first + (ulong)left[i], laws[left[i]]);
                }

                Try(key, next, elements[..count], a[..count], some);
                var still = 0;
                for (var i = 0; i < count; i++)
                {
                    here[left[i]] = some[i];
                    if (double.IsNaN(some[i]))
                    {
                        left[still++] = left[i];
                    }
                }

                count = still;
            }
        }
    }

    // One try for each element: the draw, or NaN where it is not accepted. The spans go on for a vector past their ends.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Try(Key key, ulong block, Span<ulong> elements, Span<double> concentration, Span<double> draws)
    {
        ref var element = ref MemoryMarshal.GetReference(elements);
        ref var concentrations = ref MemoryMarshal.GetReference(concentration);
        var law = Law.Of(Vector512.LoadUnsafe(ref concentrations));
        for (var i = 0; i < elements.Length; i += Width)
        {
            var which = Vector512.LoadUnsafe(ref element, (nuint)i);
            var a = Vector512.LoadUnsafe(ref concentrations, (nuint)i);
            law = Vector512.EqualsAll(a, law.A) ? law : Law.Of(a);
            var (u, v) = Philox.ElementUniforms(key, which, block);
            var (accept, boost) = Philox.ElementUniforms(key, which, block + 1);
            var y = Try(law, u, v, accept);
            if (Vector512.LessThanAny(a, Vector512<double>.One))
            {
                y = Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<double>.One), y + (VectorLogarithm.LogPositive(boost) / a), y);
            }

            y.CopyTo(draws[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Try(in Law law, Vector512<double> u, Vector512<double> v, Vector512<double> accept)
    {
        var one = Vector512<double>.One;
        var (x, _) = UnitInterval.BoxMuller(u, v);
        var root = x * law.Scale;
        var square = x * x;
        var logCube = 3 * VectorLogarithm.Log1p(root);
        var isAccepted = Vector512.LessThan(accept, one - (Squeeze * square * square));
        if (!Vector512.EqualsAll(isAccepted.AsInt64(), Vector512<long>.AllBitsSet))
        {
            var cubed = root * (Vector512.Create(3.0) + (root * (Vector512.Create(3.0) + root)));
            isAccepted |= Vector512.LessThan(VectorLogarithm.LogPositive(accept), (0.5 * square) + (law.D * (logCube - cubed)));
        }

        isAccepted &= Vector512.GreaterThan(root, -one) & Vector512.GreaterThan(law.A, Vector512<double>.Zero);
        return Vector512.ConditionalSelect(isAccepted, law.LogD + logCube, Vector512.Create(double.NaN));
    }

    // (1 + r)³ - 1
    private static double Cubed(double r) => r * (3 + (r * (3 + r)));

    // What a concentration A makes of a normal number: D, the scale of the root, and log D.
    private readonly record struct Law(Vector512<double> A, Vector512<double> D, Vector512<double> Scale, Vector512<double> LogD)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Law Of(Vector512<double> a)
        {
            var d = Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<double>.One), a + Vector512<double>.One, a) - Vector512.Create(1.0 / 3);
            return new(a, d, Vector512<double>.One / Vector512.Sqrt(9 * d), VectorLogarithm.Log(d));
        }
    }
}
