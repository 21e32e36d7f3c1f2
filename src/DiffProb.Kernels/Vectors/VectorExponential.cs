using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>eˣ and eˣ - 1 of eight numbers at once.</summary>
/// <remarks>
/// <para>Error below 1 unit in the last place for eˣ, subnormal results included, and 1.1 for eˣ - 1.</para>
/// <para><b>Formula</b>: x = k log 2 + r, |r| ≤ log(2) / 2, and eˣ = 2ᵏ (1 + r + r² p(r)). The reduction is exact in its leading part (Cody and Waite 1980,
/// Software Manual for the Elementary Functions, chapter 6); the polynomial is our own fit in 60 digits, error 9e-19.</para>
/// </remarks>
internal static class VectorExponential
{
    private const double Log2E = 1.4426950408889634;
    private const double LogTwo = 0.6931471805599453; // plus LogTwoLow
    private const double LogTwoLow = 2.3190468138462996e-17;
    private const double WholeShift = 6755399441055744.0; // 1.5 · 2⁵²: the sum with it is whole, its low bits are the number
    private const long Bias = 1023;
    private const int ExponentShift = 52;

    /// <summary>eˣ; 0 at -∞, ∞ at +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        var (rounded, r, q) = Reduce(Within(x));
        return Scaled(Vector512<double>.One + (r + q), rounded);
    }

    /// <summary>e to a sum, the second part at most a rounding of the first or so; only the first may be infinite, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x, Vector512<double> low)
    {
        var (rounded, r, rest) = Part(Within(x));
        rest += low;
        var sum = r + rest;
        var high = Vector512<double>.One + sum;
        return Scaled(high + (Vector512<double>.One - high + sum + Series(sum, r - sum + rest)), rounded);
    }

    /// <summary>eˣ - 1; -1 at -∞, ∞ at +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Expm1(Vector512<double> x)
    {
        var (high, low) = HalfExpm1(x);
        var isTiny = LessThan(Abs(x), Create(1.1102230246251565e-16)); // then it is x, the sign of zero included
        return ConditionalSelect(isTiny, x, 2 * (high + low));
    }

    /// <summary>(eˣ - 1) / 2 as a sum, the second part at most a quarter of the first; only for |x| ≥ 1e-290.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> High, Vector512<double> Low) HalfExpm1(Vector512<double> x)
    {
        var (rounded, r, q) = Reduce(MinNative(Create(710.0), MaxNative(Create(-40.0), x)));
        var scale = PowerOfTwo(rounded.AsInt64() - Vector512<long>.One);
        return Sum(scale, scale - Create(0.5), r, q);
    }

    /// <summary>eˣ / 8 and (eˣ - 1) / 8 as sums like that, for x from 0 to where sinh x is ∞; 1e-290 is the least beside 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> High, Vector512<double> Low) EighthExp(Vector512<double> x, bool lessOne)
    {
        var (rounded, r, q) = Reduce(MinNative(Create(711.0), x));
        var scale = PowerOfTwo(rounded.AsInt64() - Create(3L));
        return Sum(scale, lessOne ? scale - Create(0.125) : scale, r, q);
    }

    // constant + scale (r + q). What is lost is exact: a power of two times r, and |constant| is 0 or the larger.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> High, Vector512<double> Low) Sum(Vector512<double> scale, Vector512<double> constant, Vector512<double> r, Vector512<double> q)
    {
        var high = FusedMultiplyAdd(scale, r, constant);
        var lost = FusedMultiplyAdd(scale, r, constant - high);
        return (high, FusedMultiplyAdd(scale, q, lost));
    }

    // Beyond these ends the result is 0 or ∞ anyway; NaN passes as the second operand.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Within(Vector512<double> x) => MinNative(Create(710.0), MaxNative(Create(-746.0), x));

    // 2ᵏ in two factors, so that neither overflows and a subnormal result is rounded once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Scaled(Vector512<double> value, Vector512<double> rounded)
    {
        var half = FusedMultiplyAdd(rounded - Create(WholeShift), Create(0.5), Create(WholeShift));
        return value * PowerOfTwo(half.AsInt64()) * PowerOfTwo(rounded.AsInt64() - half.AsInt64());
    }

    // x = k log 2 + r, and q = eʳ - 1 - r with what r lost in rounding; k is in the low bits of the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Rounded, Vector512<double> R, Vector512<double> Q) Reduce(Vector512<double> x)
    {
        var (rounded, r, rest) = Part(x);
        return (rounded, r, Series(r, rest));
    }

    // x = k log 2 + r + lost.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Rounded, Vector512<double> R, Vector512<double> Lost) Part(Vector512<double> x)
    {
        var rounded = FusedMultiplyAdd(x, Create(Log2E), Create(WholeShift));
        var k = rounded - Create(WholeShift);
        var high = FusedMultiplyAdd(k, Create(-LogTwo), x);
        var low = k * Create(LogTwoLow);
        var r = high - low;
        return (rounded, r, high - r - low);
    }

    // eʳ - 1 - r + rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Series(Vector512<double> r, Vector512<double> rest)
    {
        var p = Create(2.0914686968086876e-09);
        p = FusedMultiplyAdd(p, r, Create(2.5105217004720745e-08));
        p = FusedMultiplyAdd(p, r, Create(2.75572736431103e-07));
        p = FusedMultiplyAdd(p, r, Create(2.7557255400206422e-06));
        p = FusedMultiplyAdd(p, r, Create(2.4801587325547743e-05));
        p = FusedMultiplyAdd(p, r, Create(0.00019841269874820627));
        p = FusedMultiplyAdd(p, r, Create(0.0013888888888883748));
        p = FusedMultiplyAdd(p, r, Create(0.008333333333326136));
        p = FusedMultiplyAdd(p, r, Create(0.04166666666666667));
        p = FusedMultiplyAdd(p, r, Create(0.1666666666666667));
        p = FusedMultiplyAdd(p, r, Create(0.5));
        return FusedMultiplyAdd(r * r, p, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> exponentInLowBits) =>
        ((exponentInLowBits + Create(Bias)) << ExponentShift).AsDouble();
}
