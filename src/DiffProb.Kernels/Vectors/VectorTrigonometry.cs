using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>Circular functions of eight angles at once.</summary>
/// <remarks>
/// <para>Error below 1 unit in the last place for sine and cosine, 2 for the tangent. Beyond 2³⁰ radians they are those of the scalar library.</para>
/// <para><b>Formula</b>: x less a multiple of π/2, which is taken off in three parts of 53 bits (Cody and Waite 1980, Software Manual for the Elementary
/// Functions, chapter 8), the remainder kept as a sum of two numbers; then polynomials on [-π/4, π/4], our own fits in 60 digits, errors 2e-17 and 1e-18.</para>
/// </remarks>
internal static class VectorTrigonometry
{
    /// <summary>The largest angle that is reduced here.</summary>
    public const double Largest = 1 << 30;

    private const double TwoOverPi = 0.6366197723675814;
    private const double HalfPi = 1.5707963267948966; // plus HalfPiLow, plus HalfPiLowest
    private const double HalfPiLow = 6.123233995736766e-17;
    private const double HalfPiLowest = -1.4973849048591698e-33;
    private const double WholeShift = 6755399441055744.0; // 1.5 · 2⁵²: the sum with it is whole, its low bits are the number
    private const double Tiny = 7.4505805969238281e-09; // 2⁻²⁷: below it sine and tangent are the angle

    /// <summary>sin x, x in radians; NaN at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sin(Vector512<double> x)
    {
        var (quarters, r, rest) = Reduce(x);
        var value = ConditionalSelect(LessThan(Abs(x), Create(Tiny)), x, Turned(quarters, SinNear(r, rest), CosNear(r, rest)));
        return LessThanOrEqualAll(Abs(x), Create(Largest)) ? value : VectorLoop.LaneByLane(value, LessThanOrEqual(Abs(x), Create(Largest)), x, Math.Sin);
    }

    /// <summary>cos x, x in radians; NaN at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Cos(Vector512<double> x)
    {
        var (quarters, r, rest) = Reduce(x);
        var value = Turned(quarters + Vector512<long>.One, SinNear(r, rest), CosNear(r, rest));
        return LessThanOrEqualAll(Abs(x), Create(Largest)) ? value : VectorLoop.LaneByLane(value, LessThanOrEqual(Abs(x), Create(Largest)), x, Math.Cos);
    }

    /// <summary>tan x, x in radians; NaN at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tan(Vector512<double> x)
    {
        var (quarters, r, rest) = Reduce(x);
        var (sine, cosine) = (SinNear(r, rest), CosNear(r, rest));
        var isOdd = IsOdd(quarters);
        var value = ConditionalSelect(isOdd, -cosine, sine) / ConditionalSelect(isOdd, sine, cosine);
        value = ConditionalSelect(LessThan(Abs(x), Create(Tiny)), x, value);
        return LessThanOrEqualAll(Abs(x), Create(Largest)) ? value : VectorLoop.LaneByLane(value, LessThanOrEqual(Abs(x), Create(Largest)), x, Math.Tan);
    }

    /// <summary>cos 2πv and sin 2πv for v in [0, 1], with an error of a few units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Cosine, Vector512<double> Sine) OfTurns(Vector512<double> v)
    {
        var rounded = FusedMultiplyAdd(v, Create(4.0), Create(WholeShift));
        var angle = Create(2 * Math.PI) * FusedMultiplyAdd(rounded - Create(WholeShift), Create(-0.25), v);
        var square = angle * angle;
        var sine = FusedMultiplyAdd(angle * square, SinSeries(square), angle);
        var cosine = FusedMultiplyAdd(square, FusedMultiplyAdd(square, CosSeries(square), Create(-0.5)), Vector512<double>.One);
        return (Turned(rounded.AsInt64() + Vector512<long>.One, sine, cosine), Turned(rounded.AsInt64(), sine, cosine));
    }

    // x = π/2 q + r + rest; q is in the low bits of the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<long> Quarters, Vector512<double> R, Vector512<double> Lost) Reduce(Vector512<double> x)
    {
        var rounded = FusedMultiplyAdd(x, Create(TwoOverPi), Create(WholeShift));
        var q = rounded - Create(WholeShift);
        var high = FusedMultiplyAdd(q, Create(-HalfPi), x); // exact
        var low = q * Create(-HalfPiLow);
        var lowest = FusedMultiplyAdd(q, Create(-HalfPiLowest), FusedMultiplyAdd(q, Create(-HalfPiLow), -low));
        var r = high + low;
        var part = r - high;
        return (rounded.AsInt64(), r, high - (r - part) + (low - part) + lowest); // Knuth's sum: either may be the larger
    }

    // The sine of the remainder, or its cosine, with the sign of the quarter turn.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Turned(Vector512<long> quarters, Vector512<double> sine, Vector512<double> cosine)
    {
        var sign = (quarters & Create(2L)) << 62;
        return ConditionalSelect(IsOdd(quarters), cosine, sine) ^ sign.AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> IsOdd(Vector512<long> quarters) =>
        Vector512.Equals(quarters & Vector512<long>.One, Vector512<long>.One).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SinNear(Vector512<double> r, Vector512<double> rest)
    {
        var square = r * r;
        return r + FusedMultiplyAdd(r * square, SinSeries(square), FusedMultiplyAdd(Create(-0.5) * square, rest, rest));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> CosNear(Vector512<double> r, Vector512<double> rest)
    {
        var square = r * r;
        var half = Create(0.5) * square;
        var value = Vector512<double>.One - half;
        var lost = Vector512<double>.One - value - half;
        return value + (lost + FusedMultiplyAdd(square * square, CosSeries(square), -(r * rest)));
    }

    // (sin r - r) / r³
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SinSeries(Vector512<double> square)
    {
        var p = Create(1.591810123027412e-10);
        p = FusedMultiplyAdd(p, square, Create(-2.5051131455427946e-08));
        p = FusedMultiplyAdd(p, square, Create(2.755731610068303e-06));
        p = FusedMultiplyAdd(p, square, Create(-0.0001984126983675497));
        p = FusedMultiplyAdd(p, square, Create(0.008333333333330946));
        return FusedMultiplyAdd(p, square, Create(-0.16666666666666666));
    }

    // (cos r - 1 + r²/2) / r⁴
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> CosSeries(Vector512<double> square)
    {
        var p = Create(-1.1382614868556325e-11);
        p = FusedMultiplyAdd(p, square, Create(2.0876146024689747e-09));
        p = FusedMultiplyAdd(p, square, Create(-2.7557317270560326e-07));
        p = FusedMultiplyAdd(p, square, Create(2.4801587298763433e-05));
        p = FusedMultiplyAdd(p, square, Create(-0.0013888888888887395));
        return FusedMultiplyAdd(p, square, Create(0.041666666666666664));
    }
}
