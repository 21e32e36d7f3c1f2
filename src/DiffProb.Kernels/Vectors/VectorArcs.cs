using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DiffProb;

/// <summary>Inverse circular functions of eight numbers at once.</summary>
/// <remarks>
/// <para>Error below 1 unit in the last place.</para>
/// <para><b>Formula</b>: atan(n/d) = kπ/4 + atan t with t = n/d, (n - d) / (n + d) or -d/n, |t| ≤ tan(π/8); asin x = x + x³ q(x²) for |x| ≤ 1/2, from there on
/// π/2 - 2 asin √((1 - |x|) / 2). Quotients and roots keep what they lose in rounding.</para>
/// <para><b>Source</b>: Ng (1993), fdlibm, s_atan.c, e_asin.c and e_acos.c, for the reductions. The polynomials are our own fits in 60 digits, errors 2e-18 and 4e-18.</para>
/// </remarks>
internal static class VectorArcs
{
    private const double QuarterPi = 0.7853981633974483; // plus QuarterPiLow
    private const double QuarterPiLow = 3.061616997868383e-17;
    private const double HalfPi = 1.5707963267948966; // plus HalfPiLow
    private const double HalfPiLow = 6.123233995736766e-17;
    private const double ThreeQuarterPi = 2.356194490192345; // plus ThreeQuarterPiLow
    private const double ThreeQuarterPiLow = 9.184850993605148e-17;
    private const double TanOfEighth = 0.41421356237309503; // tan(π/8)
    private const double Huge = 1e300; // beyond it atan x is π/2, acot x 1/x or π
    private const double Tiny = 1e-300;
    private const double LargestUsual = 1e140; // up to here, and from its inverse on, no product of the angle of a point leaves the normal numbers

    /// <summary>atan x in [-π/2, π/2], in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Atan(Vector512<double> x)
    {
        var (isNear, isFar, t, low) = OfQuotient(MinNative(Create(Huge), Abs(x)), Vector512<double>.One);
        var start = AndNot(ConditionalSelect(isFar, Create(HalfPi), Create(QuarterPi)), isNear);
        var startLow = AndNot(ConditionalSelect(isFar, Create(HalfPiLow), Create(QuarterPiLow)), isNear);
        return CopySign(Sum(start, startLow, t, low), x);
    }

    /// <summary>acot x in [0, π], in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Acot(Vector512<double> x)
    {
        var value = OfPoint(Vector512<double>.One, MaxNative(Create(-Huge), MinNative(Create(Huge), x)));
        return ConditionalSelect(GreaterThan(x, Create(Huge)), Vector512<double>.One / x, value);
    }

    /// <summary>The angle of the point (x, y) in [-π, π], in radians; zeros and infinities as IEEE 754 has them for atan2.</summary>
    /// <remarks>Where a coordinate is 0, or not within 1e-140 .. 1e140 in size, it is that of the scalar library.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Atan2(Vector512<double> y, Vector512<double> x)
    {
        var (height, width) = (Abs(y), Abs(x));
        var value = CopySign(OfPoint(height, x), y);
        var isUsual = GreaterThan(MinNative(height, width), Create(1 / LargestUsual)) & LessThan(MaxNative(height, width), Create(LargestUsual));
        return EqualsAll(isUsual.AsInt64(), Vector512<long>.AllBitsSet) ? value : VectorLoop.LaneByLane(value, isUsual, y, x, Math.Atan2);
    }

    /// <summary>asin x in [-π/2, π/2], in radians; NaN beyond ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Asin(Vector512<double> x)
    {
        var (isFar, root, rest) = Root(x);
        var far = Create(HalfPi) - 2 * root;
        far += Create(HalfPi) - far - 2 * root + FusedMultiplyAdd(Create(-2.0), rest, Create(HalfPiLow));
        return CopySign(ConditionalSelect(isFar, far, root + rest), x);
    }

    /// <summary>acos x in [0, π], in radians; NaN beyond ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Acos(Vector512<double> x)
    {
        var (isFar, root, rest) = Root(x);
        var isLeft = LessThan(x, Vector512<double>.Zero);
        var zero = Vector512<double>.Zero;

        // π/2 - asin x, 2 asin of the root, or π less it.
        var start = ConditionalSelect(isFar, ConditionalSelect(isLeft, Create(2 * HalfPi), zero), Create(HalfPi));
        var startLow = ConditionalSelect(isFar, ConditionalSelect(isLeft, Create(2 * HalfPiLow), zero), Create(HalfPiLow));
        var factor = ConditionalSelect(isFar, ConditionalSelect(isLeft, Create(-2.0), Create(2.0)), ConditionalSelect(isLeft, Vector512<double>.One, Create(-1.0)));
        var part = factor * root;
        var value = start + part;
        return value + (start - value + part + FusedMultiplyAdd(factor, rest, startLow));
    }

    // Where |x| > 1/2, and asin |x| as a sum, there that of √((1 - |x|) / 2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> IsFar, Vector512<double> High, Vector512<double> Low) Root(Vector512<double> x)
    {
        var size = Abs(x);
        var isFar = GreaterThan(size, Create(0.5));
        var far = FusedMultiplyAdd(size, Create(-0.5), Create(0.5)); // exact
        var square = ConditionalSelect(isFar, far, size * size);
        var root = Sqrt(far);
        var lost = FusedMultiplyAdd(-root, root, far) * Create(0.5) / MaxNative(Create(Tiny), root);
        (root, lost) = (ConditionalSelect(isFar, root, size), lost & isFar);
        var series = square * ArcSineSeries(square);
        return (isFar, root, FusedMultiplyAdd(root, series, FusedMultiplyAdd(lost, series, lost)));
    }

    // The angle of the point (x, y) in [0, π] for y ≥ 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OfPoint(Vector512<double> y, Vector512<double> x)
    {
        var (isNear, isFar, t, low) = OfQuotient(y, Abs(x));
        var (isLeft, zero) = (LessThan(x, Vector512<double>.Zero), Vector512<double>.Zero);
        var sign = isLeft & Create(-0.0);
        var near = ConditionalSelect(isLeft, Create(2 * HalfPi), zero);
        var nearLow = ConditionalSelect(isLeft, Create(2 * HalfPiLow), zero);
        var middle = ConditionalSelect(isLeft, Create(ThreeQuarterPi), Create(QuarterPi));
        var middleLow = ConditionalSelect(isLeft, Create(ThreeQuarterPiLow), Create(QuarterPiLow));
        var start = ConditionalSelect(isFar, Create(HalfPi), ConditionalSelect(isNear, near, middle));
        var startLow = ConditionalSelect(isFar, Create(HalfPiLow), ConditionalSelect(isNear, nearLow, middleLow));
        return Sum(start, startLow, t ^ sign, low ^ sign);
    }

    // start + t + low, where start is 0 or the larger.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Sum(Vector512<double> start, Vector512<double> startLow, Vector512<double> t, Vector512<double> low)
    {
        var value = start + t;
        return value + (start - value + t + (low + startLow));
    }

    // For n ≥ 0 and d ≥ 0, not both of them 0: atan(n/d) as a sum, less 0 where n/d is at most tan(π/8), π/2 where it is at least the inverse, π/4 between.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> IsNear, Vector512<double> IsFar, Vector512<double> T, Vector512<double> Low) OfQuotient(Vector512<double> n, Vector512<double> d)
    {
        var isNear = LessThanOrEqual(n, Create(TanOfEighth) * d);
        var isFar = LessThanOrEqual(d, Create(TanOfEighth) * n);
        var isMiddle = ~(isNear | isFar);
        var (difference, sum) = (n - d, n + d);
        var part = difference + d;
        var differenceLow = n - part + (part - difference - d); // Knuth's sum: either may be the larger
        var sumLow = MinNative(n, d) - (sum - MaxNative(n, d));
        var numerator = ConditionalSelect(isNear, n, ConditionalSelect(isFar, -d, difference));
        var denominator = ConditionalSelect(isNear, d, ConditionalSelect(isFar, n, sum));

        var inverse = Vector512<double>.One / denominator;
        var t = numerator * inverse;
        var rest = FusedMultiplyAdd(-t, denominator, numerator) + (FusedMultiplyAdd(-t, sumLow, differenceLow) & isMiddle);
        var square = t * t;
        var low = FusedMultiplyAdd(t * square, ArcTangentSeries(square), rest * inverse * (Vector512<double>.One - square));
        return (isNear, isFar, t, low);
    }

    // (atan t - t) / t³
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ArcTangentSeries(Vector512<double> square)
    {
        var p = Create(-0.017907339484957475);
        p = FusedMultiplyAdd(p, square, Create(0.03806494970381986));
        p = FusedMultiplyAdd(p, square, Create(-0.05039330557504952));
        p = FusedMultiplyAdd(p, square, Create(0.05847897312317668));
        p = FusedMultiplyAdd(p, square, Create(-0.06663105441042703));
        p = FusedMultiplyAdd(p, square, Create(0.07692060360051049));
        p = FusedMultiplyAdd(p, square, Create(-0.09090897766945567));
        p = FusedMultiplyAdd(p, square, Create(0.11111110783807954));
        p = FusedMultiplyAdd(p, square, Create(-0.14285714280203834));
        p = FusedMultiplyAdd(p, square, Create(0.1999999999995366));
        return FusedMultiplyAdd(p, square, Create(-0.333333333333332));
    }

    // (asin x - x) / x³
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ArcSineSeries(Vector512<double> square)
    {
        var p = Create(0.03274040387143951);
        p = FusedMultiplyAdd(p, square, Create(-0.021176478608690284));
        p = FusedMultiplyAdd(p, square, Create(0.021831870192285815));
        p = FusedMultiplyAdd(p, square, Create(0.0036556658658913606));
        p = FusedMultiplyAdd(p, square, Create(0.010793579130708835));
        p = FusedMultiplyAdd(p, square, Create(0.01139655466889088));
        p = FusedMultiplyAdd(p, square, Create(0.013981106065061411));
        p = FusedMultiplyAdd(p, square, Create(0.017351588436786934));
        p = FusedMultiplyAdd(p, square, Create(0.022372216285040505));
        p = FusedMultiplyAdd(p, square, Create(0.030381942662357872));
        p = FusedMultiplyAdd(p, square, Create(0.0446428571755434));
        p = FusedMultiplyAdd(p, square, Create(0.07499999999969842));
        return FusedMultiplyAdd(p, square, Create(0.16666666666666763));
    }
}
