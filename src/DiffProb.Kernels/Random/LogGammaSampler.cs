using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Draws of log G for G from Gamma(concentration, rate 1), which never underflow.</summary>
/// <remarks>
/// <para><b>Cost</b>: on average 1.05 tries or fewer of one normal and one uniform; below 1, one uniform more.</para>
/// <para><b>Source</b>: Marsaglia and Tsang (2000), doi:10.1145/358407.358414; their boost for small concentrations,
/// G(a) = G(a + 1) U^(1/a), is made in log space here.</para>
/// </remarks>
internal static class LogGammaSampler
{
    /// <summary>Draws that <see cref="Fill"/> makes at a time.</summary>
    public const int Chunk = 128;

    private const double Squeeze = 0.0331;

    /// <summary>Logarithm of one draw.</summary>
    /// <param name="concentration">Positive, down to 1e-300; otherwise the result is NaN.</param>
    /// <param name="stream">Stream of this element.</param>
    public static double Draw(double concentration, ref ElementStream stream)
    {
        if (concentration >= 1)
        {
            return AtLeastOne(concentration, ref stream);
        }

        return concentration > 0
            ? AtLeastOne(concentration + 1, ref stream) - (stream.NextExponential() / concentration)
            : double.NaN;
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
        Span<double> u = stackalloc double[Chunk + Vector512<double>.Count];
        Span<double> v = stackalloc double[u.Length];
        Span<double> accept = stackalloc double[u.Length];
        Span<double> boost = stackalloc double[u.Length];
        Span<double> a = stackalloc double[u.Length];
        for (var start = 0; start < draws.Length; start += Chunk)
        {
            var length = Math.Min(Chunk, draws.Length - start);
            var whole = (length + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;
            var first = element + (ulong)start;
            Philox.ElementUniforms(key, first, block, u[..whole], v[..whole]);
            Philox.ElementUniforms(key, first, block + 1, accept[..whole], boost[..whole]);
            concentration.Slice(start, length).CopyTo(a);
            a[length..whole].Fill(1.0);
            for (var i = 0; i < whole; i += Vector512<double>.Count)
            {
                FirstTries(u[i..], v[i..], accept[i..], boost[i..], a[i..]).CopyTo(u[i..]);
            }

            for (var i = 0; i < length; i++)
            {
                if (double.IsNaN(u[i]))
                {
                    var stream = new ElementStream(key, first + (ulong)i, block);
                    u[i] = Draw(a[i], ref stream);
                }
            }

            u[..length].CopyTo(draws[start..]);
        }
    }

    // The draws whose first try is accepted; NaN for the others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<double> FirstTries(ReadOnlySpan<double> u, ReadOnlySpan<double> v, ReadOnlySpan<double> accept, ReadOnlySpan<double> boost, ReadOnlySpan<double> concentration)
    {
        var one = Vector512<double>.One;
        var a = Vector512.Create(concentration);
        var isSmall = Vector512.LessThan(a, one);
        var d = Vector512.ConditionalSelect(isSmall, a + one, a) - Vector512.Create(1.0 / 3);
        var (x, _) = UnitInterval.BoxMuller(Vector512.Create(u), Vector512.Create(v));
        var root = x / Vector512.Sqrt(9 * d);
        var square = x * x;
        var logCube = 3 * VectorLogarithm.Log1p(root);
        var isAccepted = Vector512.LessThan(Vector512.Create(accept), one - (Squeeze * square * square));
        if (!Vector512.EqualsAll(isAccepted.AsInt64(), Vector512<long>.AllBitsSet))
        {
            var cubed = root * (Vector512.Create(3.0) + (root * (Vector512.Create(3.0) + root)));
            isAccepted |= Vector512.LessThan(VectorLogarithm.LogPositive(Vector512.Create(accept)), (0.5 * square) + (d * (logCube - cubed)));
        }

        isAccepted &= Vector512.GreaterThan(root, -one);
        var y = VectorLogarithm.Log(d) + logCube;
        if (Vector512.LessThanAny(a, one))
        {
            y = Vector512.ConditionalSelect(isSmall, y + (VectorLogarithm.LogPositive(Vector512.Create(boost)) / a), y);
        }

        return Vector512.ConditionalSelect(isAccepted & Vector512.GreaterThan(a, Vector512<double>.Zero), y, Vector512.Create(double.NaN));
    }

    private static double AtLeastOne(double concentration, ref ElementStream stream)
    {
        var d = concentration - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = stream.NextNormal();
            var root = c * x;
            if (root > -1)
            {
                var logCube = 3 * Log1p.Of(root);
                var square = x * x;
                var u = stream.NextUniform();
                if (u < 1 - (Squeeze * square * square) || Math.Log(u) < (0.5 * square) + (d * (logCube - Cubed(root))))
                {
                    return Math.Log(d) + logCube;
                }
            }
        }
    }

    // (1 + r)³ - 1
    private static double Cubed(double r) => r * (3 + (r * (3 + r)));
}
