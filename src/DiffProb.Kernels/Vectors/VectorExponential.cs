using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>eˣ and eˣ - 1 of eight numbers at once.</summary>
/// <remarks>
/// <para>Error below 1 unit in the last place, subnormal results included.</para>
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
        // Beyond these ends the result is 0 or ∞ anyway; NaN passes as the second operand.
        var (rounded, r, q) = Reduce(MinNative(Create(710.0), MaxNative(Create(-746.0), x)));
        var value = Vector512<double>.One + (r + q);

        // 2ᵏ in two factors, so that neither overflows and a subnormal result is rounded once.
        var half = FusedMultiplyAdd(rounded - Create(WholeShift), Create(0.5), Create(WholeShift));
        return value * PowerOfTwo(half.AsInt64()) * PowerOfTwo(rounded.AsInt64() - half.AsInt64());
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
        var constant = scale - Create(0.5);
        var high = FusedMultiplyAdd(scale, r, constant);
        var lost = FusedMultiplyAdd(scale, r, constant - high); // exact: a power of two times r, and |constant| is 0 or the larger
        return (high, FusedMultiplyAdd(scale, q, lost));
    }

    // x = k log 2 + r, and q = eʳ - 1 - r with what r lost in rounding; k is in the low bits of the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Rounded, Vector512<double> R, Vector512<double> Q) Reduce(Vector512<double> x)
    {
        var rounded = FusedMultiplyAdd(x, Create(Log2E), Create(WholeShift));
        var k = rounded - Create(WholeShift);
        var high = FusedMultiplyAdd(k, Create(-LogTwo), x);
        var low = k * Create(LogTwoLow);
        var r = high - low;
        var rest = high - r - low;

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
        return (rounded, r, FusedMultiplyAdd(r * r, p, rest));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> exponentInLowBits) =>
        ((exponentInLowBits + Create(Bias)) << ExponentShift).AsDouble();
}
