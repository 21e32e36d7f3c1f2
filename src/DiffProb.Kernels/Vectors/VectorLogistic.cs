using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>The logistic function, its logarithm, and their kin, of eight numbers at once.</summary>
/// <remarks>
/// <para>Error below 2 units in the last place, subnormal results included.</para>
/// <para><b>Source</b>: Mächler (2012), Accurately computing log(1 - exp(-|a|)), Rmpfr vignette, for log(1 + eˣ) and log(1 - eˣ).</para>
/// </remarks>
internal static class VectorLogistic
{
    private const double LogHalf = -0.69314718055994531;
    private const double SmallestUsual = -1e-290; // from here to 0, 1 - eˣ is -x

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <remarks>e^min(x, 0) / (1 + e^-|x|), the rounding of the divisor put back.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sigmoid(Vector512<double> x)
    {
        var e = VectorExponential.Exp(-Abs(x));
        var numerator = ConditionalSelect(LessThan(x, Vector512<double>.Zero), e, Vector512<double>.One);
        var divisor = Vector512<double>.One + e;
        var lost = e - (divisor - Vector512<double>.One);
        var inverse = Vector512<double>.One / divisor;
        var quotient = numerator * inverse;
        var rest = FusedMultiplyAdd(-quotient, lost, FusedMultiplyAdd(-quotient, divisor, numerator));
        return FusedMultiplyAdd(rest, inverse, quotient);
    }

    /// <summary>log(1 + eˣ); x for large x, eˣ for very negative x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Softplus(Vector512<double> x) =>
        MaxNative(Vector512<double>.Zero, x) + VectorLogarithm.Log1pFinite(VectorExponential.Exp(-Abs(x)));

    /// <summary>log(1 / (1 + e⁻ˣ)); x for very negative x, -e⁻ˣ for large x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LogSigmoid(Vector512<double> x) => -Softplus(-x);

    /// <summary>log(1 - eˣ); -∞ at 0, NaN above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1mExp(Vector512<double> x)
    {
        var isNear = GreaterThan(x, Create(LogHalf));
        var (high, low) = VectorExponential.HalfExpm1(x);
        var fall = -2 * (high + low);
        var e = VectorExponential.Exp(x);
        var u = Vector512<double>.One - e;
        var lost = Vector512<double>.One - u - e;
        var value = VectorLogarithm.Log(
            ConditionalSelect(isNear, fall, u),
            ConditionalSelect(isNear, Vector512<double>.Zero, lost),
            -e,
            ~isNear);
        value = ConditionalSelect(LessThan(e, Create(1.1102230246251565e-16)), -e, value);
        var isUsual = LessThan(x, Create(SmallestUsual));
        return EqualsAll(isUsual.AsInt64(), Vector512<long>.AllBitsSet) ? value : ConditionalSelect(isUsual, value, VectorLogarithm.LogAny(-x));
    }
}
