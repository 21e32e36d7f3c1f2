using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>The error function, its complements and the normal distribution function, their logarithms too, of eight numbers at once.</summary>
/// <remarks>Accuracy, formulas and coefficients of <see cref="Erf"/>, <see cref="DiffProb.Erfc"/>, <see cref="DiffProb.Erfcx"/>, <see cref="DiffProb.LogErf"/>,
/// <see cref="DiffProb.Ndtr"/> and <see cref="DiffProb.LogNdtr"/>; where all lanes lie in one range, no other is computed.</remarks>
internal static class VectorErf
{
    private const double SqrtHalf = 0.70710678118654752440;
    private const double SqrtTwoOverPi = 0.79788456080286535588;
    private const double Centre = 0.75; // where the normal functions go over to the tail
    private const double LargestNear = 5;
    private const double Vanishing = 28; // exp(-28²) is 0
    private const double VanishingNormal = 40;
    private const double SmallestUsual = 1e-290; // down to it erf x is not subnormal

    /// <summary>erf(x); ±1 at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var size = Abs(x);
        var near = Near(x);
        if (LessThanOrEqualAll(size, Vector512<double>.One))
        {
            return near;
        }

        var far = CopySign(Vector512<double>.One - Tail(size), x);
        return ConditionalSelect(LessThanOrEqual(size, Vector512<double>.One), near, far);
    }

    /// <summary>erfc(x); 2 at -∞, 0 at +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Complement(Vector512<double> x)
    {
        var tail = Tail(Abs(x));
        var value = ConditionalSelect(LessThan(x, Create(-1.0)), Create(2.0) - tail, tail);
        var isNear = GreaterThanOrEqual(x, Create(-1.0)) & LessThan(x, Create(0.5));
        return EqualsAll(isNear.AsInt64(), Vector512<long>.Zero) ? value : ConditionalSelect(isNear, Vector512<double>.One - Near(x), value);
    }

    /// <summary>exp(x²) erfc(x); 0 at +∞, +∞ at -∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Scaled(Vector512<double> x)
    {
        var size = Abs(x);
        var value = ScaledRight(size);
        if (GreaterThanOrEqualAll(x, Create(0.5)))
        {
            return value;
        }

        value = ConditionalSelect(LessThan(x, Create(-1.0)), (Create(2.0) / GaussianDecay(size)) - value, value);
        var isNear = GreaterThanOrEqual(x, Create(-1.0)) & LessThan(x, Create(0.5));
        var near = MinNative(Vector512<double>.One, MaxNative(Create(-1.0), x));
        return ConditionalSelect(isNear, (Vector512<double>.One - Near(near)) * VectorExponential.Exp(near * near), value);
    }

    /// <summary>log erf(x); -∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> LogErf(Vector512<double> x)
    {
        // Right of 1/2 log1p(-erfc x).
        var isRight = GreaterThan(x, Create(0.5));
        var tail = Tail(x);
        var rest = Vector512<double>.One - tail;
        var argument = ConditionalSelect(isRight, rest, Near(x));
        var lost = (Vector512<double>.One - rest - tail) & isRight;
        var value = VectorLogarithm.Log(argument, lost, -tail, isRight);
        var isUsual = GreaterThan(x, Create(SmallestUsual));
        return EqualsAll(isUsual.AsInt64(), Vector512<long>.AllBitsSet) ? value : VectorLoop.LaneByLane(value, isUsual, x, DiffProb.LogErf.Of);
    }

    /// <summary>log erfc(x); log 2 at -∞, -∞ at +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> LogComplement(Vector512<double> x)
    {
        // Right of 1/2 the logarithm of its ratio to exp(-x²), left of it log1p(-erf x), left of -1 the logarithm of 2 less the tail.
        var size = Abs(x);
        var isLeft = LessThanOrEqual(x, Create(0.5));
        var isTwo = LessThan(x, Create(-1.0));
        var scaled = ScaledRight(size);
        var taken = ConditionalSelect(isTwo, scaled * GaussianDecay(size), Near(x));
        var whole = ConditionalSelect(isTwo, Create(2.0), Vector512<double>.One);
        var rest = whole - taken;
        var value = VectorLogarithm.Log(ConditionalSelect(isLeft, rest, scaled), (whole - rest - taken) & isLeft, -taken, AndNot(isLeft, isTwo));
        return value - AndNot(x * x, isLeft);
    }

    /// <summary>P(Z ≤ x) for standard normal Z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Ndtr(Vector512<double> x)
    {
        var size = Abs(x);
        var centre = FusedMultiplyAdd(Create(0.5), Near(x * Create(SqrtHalf)), Create(0.5));
        if (LessThanOrEqualAll(size, Create(Centre)))
        {
            return centre;
        }

        var tail = ScaledTail(size) * NormalDecay(size);
        var value = ConditionalSelect(GreaterThan(x, Vector512<double>.Zero), Vector512<double>.One - tail, tail);
        return ConditionalSelect(LessThanOrEqual(size, Create(Centre)), centre, value);
    }

    /// <summary>log P(Z ≤ x) for standard normal Z; -∞ at -∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> LogNdtr(Vector512<double> x)
    {
        var size = Abs(x);
        var isTail = LessThanOrEqual(x, Create(-Centre));
        var isRight = GreaterThan(x, Vector512<double>.Zero);

        // Φ(-|x|), the smaller one: right of 0 log1p of it, in the centre its logarithm, in the tail that of its ratio to the density.
        var scaled = ScaledTail(size);
        var centre = FusedMultiplyAdd(Create(-0.5), Near(size * Create(SqrtHalf)), Create(0.5));
        var probability = ConditionalSelect(LessThanOrEqual(size, Create(Centre)), centre, scaled * NormalDecay(size));
        var rest = Vector512<double>.One - probability;
        var argument = ConditionalSelect(isRight, rest, ConditionalSelect(isTail, scaled, probability));
        var lost = ConditionalSelect(isRight, Vector512<double>.One - rest - probability, Vector512<double>.Zero);
        var value = VectorLogarithm.Log(argument, lost, -probability, isRight);
        return value + ConditionalSelect(GreaterThan(x, Create(-Centre)), Vector512<double>.Zero, Create(-0.5) * x * x);
    }

    /// <summary>φ(x) / Φ(x) of the standard normal distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> NormalHazard(Vector512<double> x) => Create(SqrtTwoOverPi) / Scaled(Create(-SqrtHalf) * x);

    // exp(-x²/2) for x ≥ 0, its square kept as a sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> NormalDecay(Vector512<double> x)
    {
        var clamped = MinNative(Create(VanishingNormal), x);
        var square = clamped * clamped;
        var value = VectorExponential.Exp(Create(-0.5) * square);
        return FusedMultiplyAdd(Create(-0.5) * value, FusedMultiplyAdd(clamped, clamped, -square), value);
    }

    // erf x for |x| ≤ 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Near(Vector512<double> x) => x * Polynomial.Of(Erf.Coefficients, x * x);

    // erfc x for x ≥ 1/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Tail(Vector512<double> x) => ScaledRight(x) * GaussianDecay(x);

    // erfcx(x/√2) / 2 for x ≥ 0.75.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ScaledTail(Vector512<double> x) => Create(0.5) * ScaledRight(x * Create(SqrtHalf));

    // exp(-x²) for x ≥ 0, its square kept as a sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> GaussianDecay(Vector512<double> x)
    {
        var clamped = MinNative(Create(Vanishing), x);
        var square = clamped * clamped;
        var value = VectorExponential.Exp(-square);
        return FusedMultiplyAdd(-value, FusedMultiplyAdd(clamped, clamped, -square), value);
    }

    // exp(x²) erfc x for x ≥ 1/2; below, any finite number.
    private static Vector512<double> ScaledRight(Vector512<double> x)
    {
        var middle = Polynomial.Of(Erfcx.MiddleNumerator, x) / Polynomial.Of(Erfcx.MiddleDenominator, x);
        if (LessThanOrEqualAll(x, Create(LargestNear)))
        {
            return middle;
        }

        var inverse = Vector512<double>.One / x;
        var square = inverse * inverse;
        var far = Polynomial.Of(Erfcx.FarNumerator, square) / Polynomial.Of(Erfcx.FarDenominator, square) * inverse;
        return ConditionalSelect(LessThanOrEqual(x, Create(LargestNear)), middle, far);
    }
}
