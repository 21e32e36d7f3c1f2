using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>Quantiles of the standard normal distribution, of eight probabilities at once.</summary>
/// <remarks>Accuracy, formulas and coefficients of <see cref="Ndtri"/> and <see cref="DiffProb.ErfInv"/>; in tails below e⁻²⁵ and outside of the domain it is those.</remarks>
internal static class VectorNormalQuantile
{
    private const double SqrtHalf = 0.70710678118654752440;
    private const double Deepest = -25;

    /// <summary>The x with P(Z ≤ x) = p; ±∞ at 1 and 0, NaN outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Of(Vector512<double> p)
    {
        var q = p - Create(0.5);
        var isCentral = LessThanOrEqual(Abs(q), Create(Ndtri.CentralHalfWidth));
        var value = Central(q);
        if (EqualsAll(isCentral.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return value;
        }

        var tail = MinNative(p, Vector512<double>.One - p);
        return OfTail(value, isCentral, q, VectorLogarithm.Log(tail), p, Ndtri.Of);
    }

    /// <summary>The x with log P(Z ≤ x) = <paramref name="logP"/>; ±∞ at 0 and -∞, NaN above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> OfLog(Vector512<double> logP)
    {
        var q = Create(0.5) * VectorExponential.Expm1(logP - Create(Ndtri.LogHalf) - Create(Ndtri.LogHalfLow)); // p - 1/2
        var isCentral = LessThanOrEqual(Abs(q), Create(Ndtri.CentralHalfWidth));
        var value = Central(q);
        if (EqualsAll(isCentral.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return value;
        }

        var logTail = ConditionalSelect(LessThan(q, Vector512<double>.Zero), logP, VectorLogistic.Log1mExp(logP));
        return OfTail(value, isCentral, q, logTail, logP, Ndtri.OfLog);
    }

    /// <summary>The x with erf(x) = y; ±∞ at ±1, NaN outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> ErfInv(Vector512<double> y)
    {
        var q = Create(0.5) * y;
        var isCentral = LessThanOrEqual(Abs(q), Create(Ndtri.CentralHalfWidth));
        var value = Create(SqrtHalf) * Central(q);
        if (EqualsAll(isCentral.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return value;
        }

        var logTail = VectorLogarithm.Log(Create(0.5) - Abs(q));
        var tail = Create(SqrtHalf) * UpperTail(logTail);
        value = ConditionalSelect(isCentral, value, CopySign(tail, y));
        var isValid = isCentral | GreaterThanOrEqual(logTail, Create(Deepest));
        return EqualsAll(isValid.AsInt64(), Vector512<long>.AllBitsSet) ? value : VectorLoop.LaneByLane(value, isValid, y, DiffProb.ErfInv.Of);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OfTail(
        Vector512<double> central, Vector512<double> isCentral, Vector512<double> q, Vector512<double> logTail, Vector512<double> argument, Func<double, double> scalar)
    {
        var value = ConditionalSelect(isCentral, central, CopySign(UpperTail(logTail), q));
        var isValid = isCentral | GreaterThanOrEqual(logTail, Create(Deepest));
        return EqualsAll(isValid.AsInt64(), Vector512<long>.AllBitsSet) ? value : VectorLoop.LaneByLane(value, isValid, argument, scalar);
    }

    // The x with P(Z ≤ x) = 1/2 + q, |q| ≤ 0.425.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Central(Vector512<double> q)
    {
        var t = (Create(Ndtri.CentralHalfWidth) - q) * (Create(Ndtri.CentralHalfWidth) + q);
        return q * Polynomial.Of(Ndtri.CentralNumerator, t) / Polynomial.Of(Ndtri.CentralDenominator, t);
    }

    // The x with log P(Z > x) = logP, for log-probabilities from -25 to log 0.075.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> UpperTail(Vector512<double> logP)
    {
        var t = Sqrt(-logP) - Create(1.6);
        return Polynomial.Of(Ndtri.TailNumerator, t) / Polynomial.Of(Ndtri.TailDenominator, t);
    }
}
