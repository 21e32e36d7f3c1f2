using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Spans of any length, in both types; and the bits of all vector functions, which are those of every processor.</summary>
public sealed class VectorLoopTests
{
    [Fact]
    public void Every_length_gives_the_bits_of_each_number_alone()
    {
        for (var length = 0; length < 40; length++)
        {
            var x = Enumerable.Range(0, length).Select(i => Math.Sin(i + length) * 20).ToArray();
            var y = new double[length];
            VectorLoop.Run<VectorFunctions.Softplus, double>(x, y);
            Assert.Equal(x.Select(v => VectorLogistic.Softplus(Vector512.Create(v))[0]), y);
            VectorLoop.Run<VectorFunctions.Softplus, double>(x, x);
            Assert.Equal(y, x);
        }
    }

    [Fact]
    public void Single_precision_is_rounded_from_double()
    {
        for (var length = 0; length < 40; length++)
        {
            var x = Enumerable.Range(0, length).Select(i => (float)Math.Sin(i + length) * 100).ToArray();
            var y = new float[length];
            VectorLoop.Run<VectorFunctions.Exp, float>(x, y);
            Assert.Equal(x.Select(v => (float)VectorExponential.Exp(Vector512.Create((double)v))[0]), y);
        }
    }

    /// <summary>x log y and its kin, and the angle of a point, against the scalar formulas, with both at zeros, ends and NaN.</summary>
    [Fact]
    public void Functions_of_two_numbers_are_the_scalar_ones()
    {
        var values = new[] { 0.0, -0.0, 1e-310, 1e-20, 0.1, 0.49, 0.5, 0.51, 0.9, 1, 1.5, 1e10, double.PositiveInfinity, double.NaN, -0.3, -1, -2 };
        var x = values.SelectMany(v => values.Select(_ => v)).ToArray();
        var y = values.SelectMany(_ => values).ToArray();
        Agree<VectorFunctions.XLogY>(x, y, (a, b) => a == 0 ? 0 : a * Math.Log(b));
        Agree<VectorFunctions.XLog1pY>(x, y, (a, b) => a == 0 ? 0 : a * Log1p.Of(b));
        Agree<VectorFunctions.LogOfProbability>(x, y, (a, b) => a < 0.5 ? Math.Log(a) : Log1p.Of(-b));
        Agree<VectorFunctions.Atan2>(x, y, Math.Atan2);
    }

    private static void Agree<TFunction>(double[] x, double[] y, Func<double, double, double> scalar)
        where TFunction : struct, IVectorFunctionOfTwo
    {
        var z = new double[x.Length];
        VectorLoop.Run<TFunction, double>(x, y, z);
        var single = new float[x.Length];
        VectorLoop.Run<TFunction, float>(Array.ConvertAll(x, v => (float)v), Array.ConvertAll(y, v => (float)v), single);
        for (var i = 0; i < x.Length; i++)
        {
            RelativeError.AssertBelow(5e-16, typeof(TFunction).Name, [x[i], y[i]], z[i], scalar(x[i], y[i]));
            RelativeError.AssertBelow(1.2e-7, typeof(TFunction).Name, [(float)x[i], (float)y[i]], single[i], (float)scalar((float)x[i], (float)y[i]));
        }
    }

    /// <summary>Written down on a processor with vectors of 512 bits; with 256, 128 or none the bits must be the same. The seeds of .NET's Random are fixed by its contract.</summary>
    [Fact]
    public void The_bits_do_not_depend_on_the_processor()
    {
        var bits = string.Join(' ', VectorFunctionTests.Cases.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}:{Hash(c.Value):x8}"));
        bits += $" Power:{Hash(VectorPowerTests.Pairs().Select(p => VectorPower.Of(Vector512.Create(p.X), Vector512.Create(p.Y))[0]), double.PositiveInfinity):x8}";
        bits += $" Angle:{Hash(VectorAngleTests.Points().Select(p => VectorArcs.Atan2(Vector512.Create(p.Y), Vector512.Create(p.X))[0]), double.PositiveInfinity):x8}";
        bits += $" GammaDensity:{Hash(VectorGammaDensityTests.Points().Select(p => VectorGammaDensity.Log(Vector512.Create(p.A), Vector512.Create(p.X), Vector512.Create(0.25))[0]), double.PositiveInfinity):x8}";
        bits += $" Poisson:{Hash(VectorGammaDensityTests.Points().Select(p => VectorGammaDensity.LogPoisson(Vector512.Create(p.A), Vector512.Create(p.X))[0]), double.PositiveInfinity):x8}";
        bits += $" Correction:{Hash(VectorGammaDensityTests.Points().Select(p => VectorGammaDensity.Correction(Vector512.Create(p.X))[0]), double.PositiveInfinity):x8}";
        Assert.True(bits == Bits, bits);
    }

    private const string Bits = "Acos:2db608b6 Acot:eb17ef97 Asin:cf51fe0f Asinh:6070e6cd Atan:4f98b666 Atanh:910f6b35 Cos:85ee80c0 Cosh:ef7ebbcb Digamma:a0899833 Erf:28555662 ErfInv:b7444be9 Erfc:9794b50b Erfcx:df0c812f Exp:4a05b78f Expm1:2d051d09 Log:9974c097 Log1mExp:a893e51e Log1p:0e069196 Log1pSquare:c685c5a9 LogCosh:b09cb1b5 LogErf:ab6019fa LogErfc:437a4b67 LogGamma:dc5fb27e LogMinusDigamma:b492f266 LogNdtr:2bfeb26b LogSigmoid:d005e8bc Ndtr:7818e835 Ndtri:a78ded8b NdtriLog:2d68aab4 NormalHazard:0f31a247 Pentagamma:bf6c06d2 Sigmoid:d56f0dad Sin:e56119ba Sinh:58ec4a1b Softplus:f18ed2eb Tan:64a7fbc4 Tanh:72100a9f Tetragamma:91e5c341 Trigamma:03e732a1 TrigammaExcess:4020c252 Power:57ea683b Angle:50b52772 GammaDensity:600f25be Poisson:d3ac79b0 Correction:78385096";

    private static uint Hash(VectorFunctionTests.Case c) =>
        Hash(VectorFunctionTests.Numbers(c.Low, c.High, "bits").Select(x => c.Vector(Vector512.Create(x))[0]), c.LargestValue);

    private static uint Hash(IEnumerable<double> values, double largest)
    {
        var hash = 2166136261u;
        foreach (var value in values)
        {
            var bits = Math.Abs(value) < largest ? BitConverter.DoubleToUInt64Bits(value) : 0;
            hash = unchecked((((hash ^ (uint)bits) * 16777619) ^ (uint)(bits >> 32)) * 16777619);
        }

        return hash;
    }
}
