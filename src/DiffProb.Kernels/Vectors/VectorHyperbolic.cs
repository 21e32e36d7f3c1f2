using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>Hyperbolic functions and their inverses, of eight numbers at once.</summary>
internal static class VectorHyperbolic
{
    private const double LogTwo = 0.69314718055994531;
    private const double Tiny = 7.4505805969238281e-09; // 2⁻²⁷: below it sinh x, tanh x and their inverses are x

    /// <summary>sinh x; ±∞ from 710.4758600739439 on.</summary>
    /// <remarks>Error below 1.1 units in the last place. <b>Formula</b>: h + h / (1 + 2h) with h = (e^|x| - 1) / 2, both kept as sums of two numbers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sinh(Vector512<double> x)
    {
        var size = Abs(x);
        var (high, low) = VectorExponential.EighthExp(size, lessOne: true); // of eighths, so that nothing overflows before the result
        var h = high + low;
        low -= h - high;
        var small = MinNative(Create(1e30), h); // beyond it the quotient is 1/8, far below a rounding
        var divisor = FusedMultiplyAdd(small, Create(8.0), Vector512<double>.One);
        var lost = 8 * low + (MinNative(8 * small, Vector512<double>.One) - (divisor - MaxNative(8 * small, Vector512<double>.One)));
        var inverse = Vector512<double>.One / divisor;
        var quotient = small * inverse;
        var rest = FusedMultiplyAdd(-quotient, divisor, small) + FusedMultiplyAdd(-quotient, lost, low);
        var value = 4 * (h + (quotient + FusedMultiplyAdd(rest, inverse, low)));
        return ConditionalSelect(LessThan(size, Create(Tiny)), x, CopySign(value, x));
    }

    /// <summary>cosh x; ∞ from ±710.4758600739439 on.</summary>
    /// <remarks>Error below 1 unit in the last place. <b>Formula</b>: h + 1 / (4h) with h = e^|x| / 2, kept as a sum of two numbers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Cosh(Vector512<double> x)
    {
        var (high, low) = VectorExponential.EighthExp(Abs(x), lessOne: false); // of eighths, so that nothing overflows before the result
        var h = high + low;
        low -= h - high;
        var quotient = Create(1.0 / 64) / h;
        return 4 * (h + FusedMultiplyAdd(low, FusedMultiplyAdd(Create(-64.0) * quotient, quotient, Vector512<double>.One), quotient));
    }

    /// <summary>tanh x; ±1 at ±∞.</summary>
    /// <remarks>Error below 1 unit in the last place. <b>Formula</b>: h / (1 + h) with h = (e^2|x| - 1) / 2, both kept as sums of two numbers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tanh(Vector512<double> x)
    {
        var size = Abs(x);
        var (high, low) = VectorExponential.HalfExpm1(2 * MinNative(Create(22.0), size));
        var h = high + low;
        low -= h - high;
        var divisor = h + Vector512<double>.One;
        var lost = MinNative(h, Vector512<double>.One) - (divisor - MaxNative(h, Vector512<double>.One)) + low;
        var inverse = Vector512<double>.One / divisor;
        var quotient = h * inverse;
        var rest = FusedMultiplyAdd(-quotient, divisor, h) + FusedMultiplyAdd(-quotient, lost, low);
        var value = CopySign(FusedMultiplyAdd(rest, inverse, quotient), x);
        return ConditionalSelect(LessThan(size, Create(Tiny)), x, value);
    }

    /// <summary>The inverse of sinh; ±∞ at ±∞.</summary>
    /// <remarks>Error below 2 units in the last place. <b>Formula</b>: log(1 + |x| + x² / (1 + √(1 + x²))), the argument kept as a sum of two numbers; log |x| + log 2
    /// from 1e9 on.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Asinh(Vector512<double> x)
    {
        var size = Abs(x);
        var isUsual = LessThanOrEqual(size, Create(1e9));
        var usual = ConditionalSelect(isUsual, size, Vector512<double>.Zero);
        var square = usual * usual;
        var excess = square / (Vector512<double>.One + Sqrt(Vector512<double>.One + square));
        var sum = usual + excess;
        var value = VectorLogarithm.Log1pOfSum(sum, usual - sum + excess);
        if (!EqualsAll(isUsual.AsInt64(), Vector512<long>.AllBitsSet))
        {
            value = ConditionalSelect(isUsual, value, VectorLogarithm.Log(size) + Create(LogTwo));
        }

        return ConditionalSelect(LessThan(size, Create(Tiny)), x, CopySign(value, x));
    }

    /// <summary>The inverse of tanh; ±∞ at ±1, NaN beyond.</summary>
    /// <remarks>Error below 1.5 units in the last place. <b>Formula</b>: log(1 + 2|x| / (1 - |x|)) / 2, the argument kept as a sum of two numbers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Atanh(Vector512<double> x)
    {
        var size = Abs(x);
        var one = Vector512<double>.One;
        var divisor = one - size;
        var lost = one - divisor - size;
        var inverse = one / divisor;
        var quotient = 2 * size * inverse;
        var rest = FusedMultiplyAdd(-quotient, lost, FusedMultiplyAdd(-quotient, divisor, 2 * size));
        var value = Create(0.5) * VectorLogarithm.Log1pOfSum(quotient, rest * inverse);
        value = ConditionalSelect(LessThan(size, Create(Tiny)), size, value);
        var end = ConditionalSelect(Vector512.Equals(size, one), Create(double.PositiveInfinity), Create(double.NaN));
        return CopySign(ConditionalSelect(LessThan(size, one), value, end), x);
    }

    /// <summary>log cosh x: about x² / 2 near 0 and |x| - log 2 far from it; +∞ at ±∞.</summary>
    /// <remarks>Relative error below 1e-15. <b>Formula</b>: log(1 + 2 sinh²(x/2)), sinh = h + h / (1 + 2h) with h = (eˣ - 1) / 2; from 1 on through e^-2|x|.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LogCosh(Vector512<double> x)
    {
        var size = Abs(x);
        var isNear = LessThanOrEqual(size, Vector512<double>.One);
        var (high, low) = VectorExponential.HalfExpm1(Create(0.5) * size);
        var h = high + low;
        var sinh = h + (h / (Vector512<double>.One + (2 * h)));
        var argument = ConditionalSelect(isNear, 2 * sinh * sinh, VectorExponential.Exp(-2 * size));
        var value = VectorLogarithm.Log1pFinite(argument);
        return ConditionalSelect(isNear, value, size - Create(LogTwo) + value);
    }
}
