using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>Derivatives of ψ of eight numbers at once.</summary>
/// <remarks>
/// <para>Relative error below 1e-15 for x > 0; left of it they are those of <see cref="DiffProb.Polygamma"/>, where the coefficients are, too.</para>
/// <para><b>Formula</b>: (-1)ⁿ⁺¹ n! Σ (x + k)⁻ⁿ⁻¹ over k = 0 .. 3 for x &lt; 4, terms in pairs of one divisor, then ψ⁽ⁿ⁾(x + 4) by a polynomial in place of the
/// asymptotic series.</para>
/// </remarks>
internal static class VectorPolygamma
{
    private const double Large = 4; // from here on without the recurrence

    /// <summary>ψ'(x); +∞ at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Trigamma(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var (isBelow, inverse, square) = Raised(x);
        var (b, c) = (x + one, x + Create(2.0));
        var sum = Squares(x, b) + Squares(c, c + one);
        var large = FusedMultiplyAdd(square, FusedMultiplyAdd(inverse, Polynomial.Of(DiffProb.Polygamma.FirstAsymptotic, square), Create(0.5)), inverse);
        return LeftToScalar(x, large + (sum & isBelow), static v => DiffProb.Polygamma.Of(1, v));
    }

    /// <summary>ψ''(x); -∞ at +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Tetragamma(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var (isBelow, inverse, square) = Raised(x);
        var (b, c) = (x + one, x + Create(2.0));
        var sum = Cubes(x, b) + Cubes(c, c + one);
        var large = FusedMultiplyAdd(inverse, FusedMultiplyAdd(inverse, Polynomial.Of(DiffProb.Polygamma.SecondAsymptotic, square), one), one) * square;
        return LeftToScalar(x, -(large + ((sum + sum) & isBelow)), static v => DiffProb.Polygamma.Of(2, v));
    }

    /// <summary>ψ⁽³⁾(x); +∞ at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Pentagamma(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var (isBelow, inverse, square) = Raised(x);
        var (b, c) = (x + one, x + Create(2.0));
        var sum = FourthPowers(x, b) + FourthPowers(c, c + one);
        var series = FusedMultiplyAdd(inverse, Polynomial.Of(DiffProb.Polygamma.ThirdAsymptotic, square), Create(3.0));
        var large = FusedMultiplyAdd(inverse, series, Create(2.0)) * (square * inverse);
        return LeftToScalar(x, large + (Create(6.0) * sum & isBelow), static v => DiffProb.Polygamma.Of(3, v));
    }

    /// <summary>ψ'(x) - 1/x, without cancellation; +∞ at 0, NaN below.</summary>
    /// <remarks>Relative error below 1e-15. <b>Formula</b>: the same with terms 1 / ((x + k)² (x + k + 1)).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> TrigammaExcess(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var (isBelow, inverse, square) = Raised(x);
        var (b, c, d) = (x + one, x + Create(2.0), x + Create(3.0));
        var (inverseAB, inverseCD) = (one / (x * b), one / (c * d));
        var sum = inverseAB * inverseAB * FusedMultiplyAdd(b, c, x * x) * (inverseCD * d);
        sum = FusedMultiplyAdd(inverseCD * inverseCD, FusedMultiplyAdd(d, x + Create(4.0), c * c) * inverse, sum);
        var large = square * FusedMultiplyAdd(inverse, Polynomial.Of(DiffProb.Polygamma.FirstAsymptotic, square), Create(0.5));
        return LeftToScalar(x, large + (sum & isBelow), DiffProb.TrigammaExcess.Of);
    }

    // Whether x is below 4; 1/z and its square, z = x + 4 there and x elsewhere.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> IsBelow, Vector512<double> Inverse, Vector512<double> Square) Raised(Vector512<double> x)
    {
        var isBelow = LessThan(x, Create(Large));
        var inverse = Vector512<double>.One / ConditionalSelect(isBelow, x + Create(Large), x);
        return (isBelow, inverse, inverse * inverse);
    }

    // a⁻² + b⁻²
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Squares(Vector512<double> a, Vector512<double> b)
    {
        var inverse = Vector512<double>.One / (a * b);
        return inverse * FusedMultiplyAdd(a, a, b * b) * inverse;
    }

    // a⁻³ + b⁻³
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Cubes(Vector512<double> a, Vector512<double> b)
    {
        var inverse = Vector512<double>.One / (a * b);
        return inverse * FusedMultiplyAdd(a * a, a, b * b * b) * inverse * inverse;
    }

    // a⁻⁴ + b⁻⁴
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> FourthPowers(Vector512<double> a, Vector512<double> b)
    {
        var inverse = Vector512<double>.One / (a * b);
        var (squareA, squareB, square) = (a * a, b * b, inverse * inverse);
        return square * FusedMultiplyAdd(squareA, squareA, squareB * squareB) * square;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LeftToScalar(Vector512<double> x, Vector512<double> value, Func<double, double> scalar)
    {
        var isPositive = GreaterThan(x, Vector512<double>.Zero);
        return EqualsAll(isPositive.AsInt64(), Vector512<long>.AllBitsSet) ? value : VectorLoop.LaneByLane(value, isPositive, x, scalar);
    }
}
