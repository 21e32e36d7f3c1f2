using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>xʸ of eight pairs of numbers at once.</summary>
/// <remarks>
/// <para>Error below 1 unit in the last place, subnormal results included; special values as IEEE 754 has them for pow.</para>
/// <para><b>Formula</b>: e to y log x, where log x is a sum of two numbers with a relative error below 2⁻⁶⁴: x = 2ᵏ m with m in [√½, √2), and
/// log m = 2s (1 + s²/3 + s⁴ p(s²)), s = (m - 1) / (m + 1), all but p with the digits that rounding loses.</para>
/// <para><b>Source</b>: Ng (1993), fdlibm, e_pow.c, for the scheme; products are exact here by fused operations (Dekker 1971, doi:10.1007/BF01397083, for the
/// sums). The polynomial is our own fit in 60 digits, error 1e-18.</para>
/// </remarks>
internal static class VectorPower
{
    private const double LogTwo = 6.93147180369123816490e-01; // its last 21 bits are 0; plus LogTwoLow
    private const double LogTwoLow = 1.90821492927058770002e-10;
    private const double Third = 0.3333333333333333; // plus ThirdLow
    private const double ThirdLow = 1.850371707708594e-17;
    private const double LargestUsual = 800; // e to more is ∞, e to less is 0
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoTo54 = 18014398509481984.0;
    private const long SmallestNormalBits = 0x0010000000000000;
    private const long InfinityBits = 0x7FF0000000000000;
    private const long RootHalfBits = 0x3FE6A09E667F3BCD;
    private const long ExponentMask = unchecked((long)0xFFF0000000000000);

    /// <summary>xʸ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x, Vector512<double> y)
    {
        var isUsual = LessThan((x.AsInt64() - Create(SmallestNormalBits)).AsUInt64(), Create((ulong)(InfinityBits - SmallestNormalBits)))
            & LessThan(Abs(y), Create(double.PositiveInfinity)).AsUInt64();
        return EqualsAll(isUsual, Vector512<ulong>.AllBitsSet) ? ExpOfProduct(y, Log(x, Vector512<double>.Zero)) : Any(x, y);
    }

    // Where x is negative, subnormal or no number, or y is none.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> Any(Vector512<double> x, Vector512<double> y)
    {
        var size = Abs(x);
        var (infinity, one) = (Create(double.PositiveInfinity), Vector512<double>.One);
        var isSubnormal = LessThan(size, Create(SmallestNormal));
        var (high, low) = Log(ConditionalSelect(isSubnormal, size * TwoTo54, size), ConditionalSelect(isSubnormal, Create(54.0), Vector512<double>.Zero));
        var isZero = Vector512.Equals(x, Vector512<double>.Zero);
        var isNumber = LessThan(size, infinity) & ~isZero;
        high = ConditionalSelect(isNumber, high, ConditionalSelect(isZero, -infinity, size)); // ∞, NaN
        var value = ExpOfProduct(y, (high, low & isNumber));

        var isWhole = Vector512.Equals(Floor(y), y);
        var half = Create(0.5) * y;
        var isOdd = isWhole & ~Vector512.Equals(Floor(half), half);
        var sign = isOdd & x & Create(-0.0);
        value = ConditionalSelect(LessThan(x, Vector512<double>.Zero) & isNumber & ~isWhole, Create(double.NaN), value ^ sign);
        var isOne = Vector512.Equals(y, Vector512<double>.Zero) | Vector512.Equals(x, one) | (Vector512.Equals(size, one) & Vector512.Equals(Abs(y), infinity));
        return ConditionalSelect(isOne, one, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExpOfProduct(Vector512<double> y, (Vector512<double> High, Vector512<double> Low) log)
    {
        var high = y * log.High;
        var low = FusedMultiplyAdd(y, log.Low, FusedMultiplyAdd(y, log.High, -high));
        return VectorExponential.Exp(high, low & LessThan(Abs(high), Create(LargestUsual)));
    }

    // log x - offset log 2 as a sum, for positive x that is not subnormal.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> High, Vector512<double> Low) Log(Vector512<double> x, Vector512<double> offset)
    {
        var one = Vector512<double>.One;
        var exponent = (x.AsInt64() - Create(RootHalfBits)) & Create(ExponentMask);
        var k = VectorLogarithm.Whole(exponent) - offset;
        var f = (x.AsInt64() - exponent).AsDouble() - one; // exact

        // s = f / (2 + f), and its square.
        var divisor = Create(2.0) + f;
        var inverse = one / divisor;
        var s = f * inverse;
        var rest = FusedMultiplyAdd(-s, f - (divisor - Create(2.0)), FusedMultiplyAdd(-s, divisor, f));
        var sLow = rest * inverse;
        var z = s * s;
        var zLow = FusedMultiplyAdd(2 * s, sLow, FusedMultiplyAdd(s, s, -z));

        var p = Create(0.05862065574844822);
        p = FusedMultiplyAdd(p, z, Create(0.058530686550989384));
        p = FusedMultiplyAdd(p, z, Create(0.06667404368907504));
        p = FusedMultiplyAdd(p, z, Create(0.07692297440323813));
        p = FusedMultiplyAdd(p, z, Create(0.0909090916812172));
        p = FusedMultiplyAdd(p, z, Create(0.11111111110825839));
        p = FusedMultiplyAdd(p, z, Create(0.14285714285714687));
        p = FusedMultiplyAdd(p, z, Create(0.2));

        // u = z/3 + z² p, then s + s u.
        var third = z * Create(Third);
        var zp = z * p;
        var thirdLow = FusedMultiplyAdd(zLow, FusedMultiplyAdd(Create(2.0), zp, Create(Third)), FusedMultiplyAdd(z, Create(ThirdLow), FusedMultiplyAdd(z, Create(Third), -third)));
        var (u, uLow) = Sum(third, z * zp, thirdLow);
        var a = s * u;
        var aLow = FusedMultiplyAdd(sLow, u, FusedMultiplyAdd(s, uLow, FusedMultiplyAdd(s, u, -a)));
        var (m, mLow) = Sum(s, a, aLow + sLow);

        // k log 2 is exact in its first part.
        var (high, low) = Sum(k * Create(LogTwo), 2 * m, FusedMultiplyAdd(k, Create(LogTwoLow), 2 * mLow));
        var sum = high + low;
        return (sum, high - sum + low);
    }

    // a + b + low, where a is 0 or the larger.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> High, Vector512<double> Low) Sum(Vector512<double> a, Vector512<double> b, Vector512<double> low)
    {
        var high = a + b;
        return (high, a - high + b + low);
    }
}
