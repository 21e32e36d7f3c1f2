using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>A function of eight numbers at once, as fused loops call it.</summary>
internal delegate Vector512<double> LaneFunction(Vector512<double> x);

/// <summary>The same of two numbers in each lane.</summary>
internal delegate Vector512<double> LaneFunctionOfTwo(Vector512<double> x, Vector512<double> y);

/// <summary>The same of three numbers in each lane.</summary>
internal delegate Vector512<double> LaneFunctionOfThree(Vector512<double> x, Vector512<double> y, Vector512<double> z);

/// <summary>Arithmetic, comparisons and choices in lanes, with the bits of the kernels over spans.</summary>
/// <remarks>
/// A lane holds a Float64, a Float32 as the Float64 of the same value, the bits of an Int64, or a truth value: all bits set, or none.
/// </remarks>
internal static class LaneFunctions
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AddWhole(Vector512<double> x, Vector512<double> y) => (x.AsInt64() + y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> SubtractWhole(Vector512<double> x, Vector512<double> y) => (x.AsInt64() - y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyWhole(Vector512<double> x, Vector512<double> y) => (x.AsInt64() * y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> NegateWhole(Vector512<double> x) => (-x.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MaxWhole(Vector512<double> x, Vector512<double> y) => Vector512.Max(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MinWhole(Vector512<double> x, Vector512<double> y) => Vector512.Min(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> GreaterWhole(Vector512<double> x, Vector512<double> y) => Vector512.GreaterThan(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> GreaterOrEqualWhole(Vector512<double> x, Vector512<double> y) => Vector512.GreaterThanOrEqual(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> EqualWhole(Vector512<double> x, Vector512<double> y) => Vector512.Equals(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> And(Vector512<double> x, Vector512<double> y) => x & y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Not(Vector512<double> x) => ~x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Choose(Vector512<double> condition, Vector512<double> ifTrue, Vector512<double> ifFalse) =>
        Vector512.ConditionalSelect(condition, ifTrue, ifFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ChoosePossible(Vector512<double> log, Vector512<double> value, Vector512<double> otherwise) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(log, Vector512.Create(double.NegativeInfinity)), value, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> TimesOrZero(Vector512<double> x, Vector512<double> y) =>
        Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), Vector512<double>.Zero, x * y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sign(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var sign = (Vector512.GreaterThan(x, Vector512<double>.Zero) & one) - (Vector512.LessThan(x, Vector512<double>.Zero) & one);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), sign, x);
    }

    /// <summary>The same number: a lane holds a Float32 as the Float64 of the same value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Same(Vector512<double> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> TruthToFloat(Vector512<double> x) => x & Vector512<double>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> TruthToWhole(Vector512<double> x) => (x.AsInt64() & Vector512<long>.One).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WholeToFloat(Vector512<double> x) => Vector512.ConvertToDouble(x.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FloatToTruth(Vector512<double> x) => ~Vector512.Equals(x, Vector512<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WholeToTruth(Vector512<double> x) => (~Vector512.Equals(x.AsInt64(), Vector512<long>.Zero)).AsDouble();

    /// <summary>A function of one number that is called, rather than compiled into its caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Apart<TFunction>(Vector512<double> x)
        where TFunction : struct, IVectorFunction => TFunction.Of(x);

    /// <summary>A function of two numbers that is called, rather than compiled into its caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> ApartOfTwo<TFunction>(Vector512<double> x, Vector512<double> y)
        where TFunction : struct, IVectorFunctionOfTwo => TFunction.Of(x, y);

    /// <summary>A function of three numbers that is called, rather than compiled into its caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> ApartOfThree<TFunction>(Vector512<double> x, Vector512<double> y, Vector512<double> z)
        where TFunction : struct, IVectorFunctionOfThree => TFunction.Of(x, y, z);
}
