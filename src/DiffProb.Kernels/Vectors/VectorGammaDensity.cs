using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>Log density of Gamma(a, rate 1), the Poisson mass, and their corrections, of eight numbers at once.</summary>
/// <remarks>Accuracy, formulas and sources of <see cref="GammaDensity"/>, <see cref="DiffProb.LogGamma.Correction"/> and <see cref="Digamma.LogMinus"/>; where all lanes
/// lie in one range, no other is computed.</remarks>
internal static class VectorGammaDensity
{
    private const double Large = 10; // from here on by the asymptotic series
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>(a - 1) log x - x - log Γ(a), from a, x and log x; -∞ at x = ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Log(Vector512<double> a, Vector512<double> x, Vector512<double> logX)
    {
        var isLarge = GreaterThanOrEqual(a, Create(Large));
        if (EqualsAll(isLarge.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return OfLarge(a, x, logX, 0.5) - logX;
        }

        var value = ((a - Vector512<double>.One) * logX) - x - VectorGamma.LogGamma(ConditionalSelect(isLarge, Vector512<double>.One, a));
        return EqualsAll(isLarge.AsInt64(), Vector512<long>.Zero) ? value : ConditionalSelect(isLarge, OfLarge(MaxNative(Create(Large), a), x, logX, 0.5) - logX, value);
    }

    /// <summary>k log λ - λ - log k!, 0 log 0 = 0; -∞ at λ = ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> LogPoisson(Vector512<double> k, Vector512<double> rate)
    {
        var isLarge = GreaterThanOrEqual(k, Create(Large));
        var logRate = VectorLogarithm.Log(rate);
        if (EqualsAll(isLarge.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return OfLarge(k, rate, logRate, -0.5);
        }

        var count = ConditionalSelect(isLarge, Vector512<double>.Zero, k);
        var value = (count * logRate) - rate - VectorGamma.LogGamma(count + Vector512<double>.One);
        value = ConditionalSelect(Vector512.Equals(count, Vector512<double>.Zero), -rate, value);
        return EqualsAll(isLarge.AsInt64(), Vector512<long>.Zero) ? value : ConditionalSelect(isLarge, OfLarge(MaxNative(Create(Large), k), rate, logRate, -0.5), value);
    }

    /// <summary>Stirling's correction log Γ(x) - [(x - 1/2) log x - x + log √(2π)] for x > 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Correction(Vector512<double> x)
    {
        var value = LargeCorrection(x);
        var isLarge = GreaterThanOrEqual(x, Create(Large));
        if (EqualsAll(isLarge.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return value;
        }

        var small = ConditionalSelect(isLarge, Vector512<double>.One, x);
        var logMinusOne = VectorLogarithm.Log(small) - Vector512<double>.One;
        var rest = VectorGamma.LogGamma(small) - ((small - Create(0.5)) * logMinusOne) - Create(LogGamma.HalfLogTwoPiMinusHalf);
        return ConditionalSelect(isLarge, value, rest);
    }

    /// <summary>log x - ψ(x) for x > 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> LogMinusDigamma(Vector512<double> x)
    {
        var inverse = Vector512<double>.One / x;
        var square = inverse * inverse;
        var value = FusedMultiplyAdd(square, Polynomial.Of(Digamma.Asymptotic, square), Create(0.5) * inverse);
        var isLarge = GreaterThanOrEqual(x, Create(Large));
        if (EqualsAll(isLarge.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return value;
        }

        var small = ConditionalSelect(isLarge, Vector512<double>.One, x);
        return ConditionalSelect(isLarge, value, VectorLogarithm.Log(small) - VectorGamma.Digamma(small));
    }

    // For a of at least 10 the log density of log x, but for the factor that log a has.
    private static Vector512<double> OfLarge(Vector512<double> a, Vector512<double> x, Vector512<double> logX, double factor)
    {
        var logA = VectorLogarithm.Log(a);
        var value = Deviance(a, logA, x, logX) - LargeCorrection(a) + FusedMultiplyAdd(Create(factor), logA, Create(-HalfLogTwoPi));
        return ConditionalSelect(Vector512.Equals(x, Create(double.PositiveInfinity)), Create(double.NegativeInfinity), value);
    }

    // a (log(x/a) - x/a + 1); for small a the quotient may overflow, for small x it may underflow.
    private static Vector512<double> Deviance(Vector512<double> a, Vector512<double> logA, Vector512<double> x, Vector512<double> logX)
    {
        var difference = x - a;
        var excess = difference / a;
        var isNear = GreaterThan(excess, Create(Log1pmx.Lowest)) & LessThan(excess, Create(Log1pmx.Highest));
        var near = a * LogMinusItself(excess);
        if (EqualsAll(isNear.AsInt64(), Vector512<long>.AllBitsSet))
        {
            return near;
        }

        var isMiddle = GreaterThan(excess, Create(-0.9)) & LessThan(excess, Create(1e9));
        var log = ConditionalSelect(isMiddle, VectorLogarithm.Log(x / a), logX - logA);
        return ConditionalSelect(isNear, near, (a * log) - difference);
    }

    // log(1 + x) - x near 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogMinusItself(Vector512<double> x)
    {
        var r = x / (Create(2.0) + x);
        var square = r * r;
        return r * FusedMultiplyAdd(square + square, Polynomial.Of(Log1pmx.Series, square), -x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LargeCorrection(Vector512<double> x)
    {
        var inverse = Vector512<double>.One / x;
        return inverse * Polynomial.Of(LogGamma.Stirling, inverse * inverse);
    }
}
