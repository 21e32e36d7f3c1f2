using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>log x and log(1 + x) of eight numbers at once.</summary>
/// <remarks>
/// <para>Error below 1 unit in the last place, subnormal arguments included.</para>
/// <para><b>Formula</b>: x = 2ᵏ (1 + f) with 1 + f in [√½, √2), and log(1 + f) = f - f²/2 + s (f²/2 + R(s²)), s = f / (2 + f); log(1 + x) with what 1 + x
/// loses in rounding put back.</para>
/// <para><b>Source</b>: Ng (1993), fdlibm, e_log.c and s_log1p.c. The polynomial is our own fit in 60 digits, error 5e-18.</para>
/// </remarks>
internal static class VectorLogarithm
{
    private const double LogTwo = 6.93147180369123816490e-01; // its last 21 bits are 0; plus LogTwoLow
    private const double LogTwoLow = 1.90821492927058770002e-10;
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoTo54 = 18014398509481984.0;
    private const double TwoTo1023 = 8.98846567431158e307;
    private const long SmallestNormalBits = 0x0010000000000000;
    private const long InfinityBits = 0x7FF0000000000000;
    private const long RootHalfBits = 0x3FE6A09E667F3BCD;
    private const long ExponentMask = unchecked((long)0xFFF0000000000000);
    private const long OneBits = 0x3FF0000000000000;

    /// <summary>log x; -∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x) =>
        LessThanAll((x.AsInt64() - Create(SmallestNormalBits)).AsUInt64(), Create((ulong)(InfinityBits - SmallestNormalBits)))
            ? LogPositive(x)
            : LogAny(x);

    /// <summary>log x for positive x, not subnormal and finite, which it requires.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LogPositive(Vector512<double> x) => LogScaled(x, Vector512<double>.Zero);

    /// <summary>log(1 + x); -∞ at -1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1p(Vector512<double> x)
    {
        var isUsual = GreaterThan(x, Create(-1.0)) & LessThan(x, Create(TwoTo1023));
        var value = Log1pFinite(x);
        return EqualsAll(isUsual.AsInt64(), Vector512<long>.AllBitsSet) ? value : ConditionalSelect(isUsual, value, Log1pUnusual(x));
    }

    /// <summary>log(1 + x²), where x² may overflow; +∞ at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1pSquare(Vector512<double> x)
    {
        var size = Abs(x);
        var isLarge = GreaterThan(size, Create(1e9)); // 1 is below a rounding
        var square = Log1pFinite(ConditionalSelect(isLarge, Vector512<double>.Zero, x * x));
        return LessThanOrEqualAll(size, Create(1e9)) ? square : ConditionalSelect(isLarge, 2 * Log(size), square);
    }

    /// <summary>log(1 + x) for x in (-1, 2¹⁰²³).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1pFinite(Vector512<double> x)
    {
        var u = Vector512<double>.One + x;
        var back = u - Vector512<double>.One;
        var lost = Vector512<double>.One - (u - back) + (x - back);
        var value = Log(u, lost, x, Vector512<double>.AllBitsSet);
        var isTiny = LessThan(Abs(x), Create(1.1102230246251565e-16)); // then it is x, the sign of zero included
        return ConditionalSelect(isTiny, x, value);
    }

    /// <summary>log(1 + x + low) for x in [0, 2⁵⁴], low at most a rounding of x or so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1pOfSum(Vector512<double> x, Vector512<double> low)
    {
        var u = Vector512<double>.One + x;
        var lost = MinNative(x, Vector512<double>.One) - (u - MaxNative(x, Vector512<double>.One));
        return Log(u, lost + low, x, low, Vector512<double>.AllBitsSet);
    }

    /// <summary>x log y, 0 at x = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> XLogY(Vector512<double> x, Vector512<double> y)
    {
        var isZero = Vector512.Equals(x, Vector512<double>.Zero);
        return ConditionalSelect(isZero, Vector512<double>.Zero, x * Log(y));
    }

    /// <summary>x log(1 + y), 0 at x = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> XLog1pY(Vector512<double> x, Vector512<double> y)
    {
        var isZero = Vector512.Equals(x, Vector512<double>.Zero);
        return ConditionalSelect(isZero, Vector512<double>.Zero, x * Log1p(y));
    }

    /// <summary>log p from p and q = 1 - p: through log(1 - q) where p is the larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LogOfProbability(Vector512<double> p, Vector512<double> q)
    {
        var isSmaller = LessThan(p, Create(0.5));
        return ConditionalSelect(isSmaller, Log(ConditionalSelect(isSmaller, p, Vector512<double>.One)), Log1p(ConditionalSelect(isSmaller, Vector512<double>.Zero, -q)));
    }

    /// <summary>log(u + lost), |lost| at most half a unit of u; where the mask is set and u is in [√½, √2), log(1 + direct).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> u, Vector512<double> lost, Vector512<double> direct, Vector512<double> mayBeDirect) =>
        Log(u, lost, direct, Vector512<double>.Zero, mayBeDirect);

    // The same with log(1 + direct + directLow).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Log(Vector512<double> u, Vector512<double> lost, Vector512<double> direct, Vector512<double> directLow, Vector512<double> mayBeDirect)
    {
        var exponent = (u.AsInt64() - Create(RootHalfBits)) & Create(ExponentMask); // k 2⁵²
        var f = (u.AsInt64() - exponent).AsDouble() - Vector512<double>.One;
        var isDirect = Vector512.Equals(exponent, Vector512<long>.Zero).AsDouble() & mayBeDirect;

        // lost / u to a few percent is enough: it is a rounding.
        var inverse = FusedMultiplyAdd(FusedMultiplyAdd(f - Vector512<double>.One, f, Vector512<double>.One), -f, Vector512<double>.One);
        var correction = ConditionalSelect(isDirect, directLow, lost * (Create(OneBits) - exponent).AsDouble()) * inverse;
        return OfParts(Whole(exponent), ConditionalSelect(isDirect, direct, f), correction);
    }

    // log x - offset log 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogScaled(Vector512<double> x, Vector512<double> offset)
    {
        var exponent = (x.AsInt64() - Create(RootHalfBits)) & Create(ExponentMask);
        return OfParts(Whole(exponent) - offset, (x.AsInt64() - exponent).AsDouble() - Vector512<double>.One, Vector512<double>.Zero);
    }

    /// <summary>log x for all x: what <see cref="Log(Vector512{double})"/> falls to where a lane is not a positive normal number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> LogAny(Vector512<double> x)
    {
        var isSubnormal = LessThan(x, Create(SmallestNormal));
        var value = LogScaled(ConditionalSelect(isSubnormal, x * TwoTo54, x), ConditionalSelect(isSubnormal, Create(54.0), Vector512<double>.Zero));
        value = ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), Create(double.NegativeInfinity), value);
        value = ConditionalSelect(LessThan(x, Vector512<double>.Zero), Create(double.NaN), value);
        return ConditionalSelect(LessThan(x, Create(double.PositiveInfinity)), value, x); // ∞, NaN
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> Log1pUnusual(Vector512<double> x) => LogAny(Vector512<double>.One + x);

    /// <summary>A whole number that lies in the upper twelve bits, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Whole(Vector512<long> exponent) =>
        (((exponent + Create(1L << 62)) >>> 52) | Create(0x4330000000000000)).AsDouble() - Create(4503599627370496.0 + 1024);

    // k log 2 + log(1 + f) + correction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OfParts(Vector512<double> k, Vector512<double> f, Vector512<double> correction)
    {
        var halfSquare = Create(0.5) * f * f;
        var s = f / (Create(2.0) + f);
        var z = s * s;
        var p = Create(0.1461647683302389);
        p = FusedMultiplyAdd(p, z, Create(0.15331719404173863));
        p = FusedMultiplyAdd(p, z, Create(0.18182889191339113));
        p = FusedMultiplyAdd(p, z, Create(0.22222211133888148));
        p = FusedMultiplyAdd(p, z, Create(0.28571428625981043));
        p = FusedMultiplyAdd(p, z, Create(0.39999999999899494));
        p = FusedMultiplyAdd(p, z, Create(0.666666666666667));
        var rest = FusedMultiplyAdd(s, FusedMultiplyAdd(z, p, halfSquare), FusedMultiplyAdd(k, Create(LogTwoLow), correction));
        return FusedMultiplyAdd(k, Create(LogTwo), f - (halfSquare - rest));
    }
}
