using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Uniforms from random bits, and normals from uniforms: the only place where bits become numbers.</summary>
internal static class UnitInterval
{
    /// <summary>Uniform strictly inside (0, 1): the 52 high bits of <paramref name="bits"/>, as (u + 0.5) 2⁻⁵².</summary>
    /// <remarks>Exact: the smallest is 2⁻⁵³, the largest 1 - 2⁻⁵³; the set is symmetric about 1/2.</remarks>
    public static double FromBits(ulong bits) => ((bits >> 12) + 0.5) * Step;

    /// <summary>Two independent standard normals from two independent uniforms.</summary>
    /// <remarks>
    /// <para><b>Formula</b>: √(-2 log u) cos 2πv and √(-2 log u) sin 2πv. The largest absolute value is 8.57.</para>
    /// <para><b>Source</b>: Box and Muller (1958), doi:10.1214/aoms/1177706645.</para>
    /// </remarks>
    public static (double Cosine, double Sine) BoxMuller(double u, double v)
    {
        var radius = Math.Sqrt(-2 * Math.Log(u));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * v);
        return (radius * cosine, radius * sine);
    }

    /// <summary>Eight uniforms at once, of the bits of <see cref="FromBits(ulong)"/>.</summary>
    /// <remarks>By way of 1 + u 2⁻⁵² in [1, 2): both steps are exact.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FromBits(Vector512<ulong> bits)
    {
        var oneToTwo = ((bits >>> 12) | Vector512.Create(0x3FF0000000000000UL)).AsDouble();
        return oneToTwo - Vector512<double>.One + Vector512.Create(0.5 * Step);
    }

    /// <summary>Eight pairs of normals at once: those of <see cref="BoxMuller(double, double)"/> but for roundings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Cosine, Vector512<double> Sine) BoxMuller(Vector512<double> u, Vector512<double> v)
    {
        var radius = Vector512.Sqrt(Vector512.Create(-2.0) * VectorLogarithm.LogPositive(u));
        var (cosine, sine) = VectorTrigonometry.OfTurns(v);
        return (radius * cosine, radius * sine);
    }

    private const double Step = 1.0 / (1UL << 52);
}
