using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>log |Γ(x)| and ψ(x) of eight numbers at once.</summary>
/// <remarks>Accuracy, formulas and coefficients of <see cref="DiffProb.LogGamma"/> and <see cref="DiffProb.Digamma"/>, which it is for x ≤ 0.</remarks>
internal static class VectorGamma
{
    private const double Large = 10; // from here on by the asymptotic series

    /// <summary>log |Γ(x)|; +∞ at 0, -1, -2, … and at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> LogGamma(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var isLarge = GreaterThanOrEqual(x, Create(Large));

        // Γ(x) = Γ(2 + y) factor, or over it, with |y| ≤ 1/2.
        var (y, factor) = (ConditionalSelect(isLarge, Create(2.0), x), one);
        for (var above = GreaterThan(y, Create(2.5)); !EqualsAll(above.AsInt64(), Vector512<long>.Zero); above = GreaterThan(y, Create(2.5)))
        {
            y = ConditionalSelect(above, y - one, y);
            factor = ConditionalSelect(above, factor * y, factor);
        }

        var (isBelow, isFarBelow) = (LessThan(x, Create(1.5)), LessThanOrEqual(x, Create(0.5)));
        factor = ConditionalSelect(isBelow, ConditionalSelect(isFarBelow, x * (one + x), x), factor);
        y = ConditionalSelect(isBelow, ConditionalSelect(isFarBelow, x, x - one), y - Create(2.0));
        var near = y * Polynomial.Of(DiffProb.LogGamma.Numerator, y) / Polynomial.Of(DiffProb.LogGamma.Denominator, y);

        var log = VectorLogarithm.Log(ConditionalSelect(isLarge, x, factor));
        var value = ConditionalSelect(isBelow, near - log, near + log);
        if (!EqualsAll(isLarge.AsInt64(), Vector512<long>.Zero))
        {
            var inverse = one / x;
            var correction = inverse * Polynomial.Of(DiffProb.LogGamma.Stirling, inverse * inverse);
            var large = ((x - Create(0.5)) * (log - one)) + Create(DiffProb.LogGamma.HalfLogTwoPiMinusHalf) + correction;
            value = ConditionalSelect(isLarge, large, value);
        }

        var isPositive = GreaterThan(x, Vector512<double>.Zero);
        return EqualsAll(isPositive.AsInt64(), Vector512<long>.AllBitsSet) ? value : VectorLoop.LaneByLane(value, isPositive, x, DiffProb.LogGamma.Of);
    }

    /// <summary>ψ(x); -∞ at +0, +∞ at -0, NaN at -1, -2, … and at -∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Digamma(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var isLarge = GreaterThanOrEqual(x, Create(Large));
        var isBelow = LessThan(x, one);

        // ψ(x) = ψ(z) + numerator / denominator with z in [1, 2].
        var z = ConditionalSelect(isLarge, one, ConditionalSelect(isBelow, one + x, x));
        var numerator = ConditionalSelect(isBelow, -one, Vector512<double>.Zero);
        var denominator = ConditionalSelect(isBelow, x, one);
        for (var above = GreaterThan(z, Create(2.0)); !EqualsAll(above.AsInt64(), Vector512<long>.Zero); above = GreaterThan(z, Create(2.0)))
        {
            z = ConditionalSelect(above, z - one, z);
            numerator = ConditionalSelect(above, FusedMultiplyAdd(numerator, z, denominator), numerator);
            denominator = ConditionalSelect(above, denominator * z, denominator);
        }

        var t = z - Create(1.5);
        var ratio = Polynomial.Of(DiffProb.Digamma.Numerator, t) / Polynomial.Of(DiffProb.Digamma.Denominator, t);
        var value = ((z - Create(DiffProb.Digamma.Zero) - Create(DiffProb.Digamma.ZeroLow)) * ratio) + (numerator / denominator);
        if (!EqualsAll(isLarge.AsInt64(), Vector512<long>.Zero))
        {
            var inverse = one / x;
            var square = inverse * inverse;
            var logMinus = FusedMultiplyAdd(square, Polynomial.Of(DiffProb.Digamma.Asymptotic, square), Create(0.5) * inverse);
            value = ConditionalSelect(isLarge, VectorLogarithm.Log(ConditionalSelect(isLarge, x, one)) - logMinus, value);
        }

        var isPositive = GreaterThan(x, Vector512<double>.Zero);
        return EqualsAll(isPositive.AsInt64(), Vector512<long>.AllBitsSet) ? value : VectorLoop.LaneByLane(value, isPositive, x, DiffProb.Digamma.Of);
    }
}
