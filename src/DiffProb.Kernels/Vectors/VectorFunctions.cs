using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Vector functions as type arguments, so that <see cref="VectorLoop"/> inlines them.</summary>
internal static class VectorFunctions
{
    public readonly struct Exp : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorExponential.Exp(x);
    }

    public readonly struct Expm1 : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorExponential.Expm1(x);
    }

    public readonly struct Log : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorLogarithm.Log(x);
    }

    public readonly struct Log1p : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorLogarithm.Log1p(x);
    }

    public readonly struct Sigmoid : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorLogistic.Sigmoid(x);
    }

    public readonly struct Softplus : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorLogistic.Softplus(x);
    }

    public readonly struct Log1mExp : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorLogistic.Log1mExp(x);
    }

    public readonly struct Sinh : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorHyperbolic.Sinh(x);
    }

    public readonly struct Cosh : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorHyperbolic.Cosh(x);
    }

    public readonly struct Tanh : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorHyperbolic.Tanh(x);
    }

    public readonly struct Asinh : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorHyperbolic.Asinh(x);
    }

    public readonly struct Atanh : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorHyperbolic.Atanh(x);
    }

    public readonly struct Sin : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorTrigonometry.Sin(x);
    }

    public readonly struct Cos : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorTrigonometry.Cos(x);
    }

    public readonly struct Tan : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorTrigonometry.Tan(x);
    }

    public readonly struct Asin : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorArcs.Asin(x);
    }

    public readonly struct Acos : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorArcs.Acos(x);
    }

    public readonly struct Atan : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorArcs.Atan(x);
    }

    public readonly struct Acot : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorArcs.Acot(x);
    }

    public readonly struct Erf : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.Of(x);
    }

    public readonly struct Erfc : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.Complement(x);
    }

    public readonly struct Erfcx : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.Scaled(x);
    }

    public readonly struct LogErf : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.LogErf(x);
    }

    public readonly struct LogErfc : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.LogComplement(x);
    }

    public readonly struct Ndtr : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.Ndtr(x);
    }

    public readonly struct LogNdtr : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.LogNdtr(x);
    }

    public readonly struct NormalHazard : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorErf.NormalHazard(x);
    }

    public readonly struct Ndtri : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorNormalQuantile.Of(x);
    }

    public readonly struct NdtriLog : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorNormalQuantile.OfLog(x);
    }

    public readonly struct ErfInv : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorNormalQuantile.ErfInv(x);
    }

    public readonly struct LogGamma : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorGamma.LogGamma(x);
    }

    public readonly struct Digamma : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorGamma.Digamma(x);
    }

    public readonly struct Trigamma : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorPolygamma.Trigamma(x);
    }

    public readonly struct Tetragamma : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorPolygamma.Tetragamma(x);
    }

    public readonly struct Pentagamma : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorPolygamma.Pentagamma(x);
    }

    public readonly struct TrigammaExcess : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorPolygamma.TrigammaExcess(x);
    }

    public readonly struct StirlingCorrection : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorGammaDensity.Correction(x);
    }

    public readonly struct LogMinusDigamma : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorGammaDensity.LogMinusDigamma(x);
    }

    public readonly struct LogCosh : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorHyperbolic.LogCosh(x);
    }

    public readonly struct Log1pSquare : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => VectorLogarithm.Log1pSquare(x);
    }

    public readonly struct Power : IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => VectorPower.Of(x, y);
    }

    public readonly struct Atan2 : IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => VectorArcs.Atan2(x, y);
    }

    public readonly struct XLogY : IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => VectorLogarithm.XLogY(x, y);
    }

    public readonly struct XLog1pY : IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => VectorLogarithm.XLog1pY(x, y);
    }

    public readonly struct LogOfProbability : IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => VectorLogarithm.LogOfProbability(x, y);
    }

    public readonly struct LogPoisson : IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => VectorGammaDensity.LogPoisson(x, y);
    }

    public readonly struct LogGammaDensity : IVectorFunctionOfThree
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y, Vector512<double> z) => VectorGammaDensity.Log(x, y, z);
    }
}
