using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>The gamma density, the Poisson mass and Stirling's correction in vectors: exact values, special ones, and lane by lane.</summary>
public sealed class VectorGammaDensityTests
{
    private static double Gamma(double a, double x, double logX) =>
        VectorGammaDensity.Log(Vector512.Create(a), Vector512.Create(x), Vector512.Create(logX))[0];

    private static double Poisson(double k, double rate) => VectorGammaDensity.LogPoisson(Vector512.Create(k), Vector512.Create(rate))[0];

    /// <summary>What GammaDensity states, a rounding of x moving the value by |a - 1 - x| units of the last place.</summary>
    [Fact]
    public void The_error_is_as_stated_for_the_scalar_function()
    {
        foreach (var (arguments, exact) in ReferenceTable.Own["GammaDensity"].Concat(ReferenceTable.Vectors["GammaDensity"]))
        {
            var (a, x, logX) = (arguments[0], arguments[1], Math.Log(arguments[1]));
            var limit = Limit(exact, logX, a - 1 - x);
            AssertWithin(limit, $"Gamma({a:R}, {x:R})", Gamma(a, x, logX), exact);
            AssertWithin(limit, $"scalar Gamma({a:R}, {x:R})", GammaDensity.Log(a, x, logX), exact);
        }

        foreach (var (arguments, exact) in ReferenceTable.Own["PoissonMass"].Concat(ReferenceTable.Vectors["PoissonMass"]))
        {
            var (k, rate) = (arguments[0], arguments[1]);
            var limit = Limit(exact, Math.Log(rate), k - rate);
            AssertWithin(limit, $"Poisson({k:R}, {rate:R})", Poisson(k, rate), exact);
            AssertWithin(limit, $"scalar Poisson({k:R}, {rate:R})", GammaDensity.LogPoisson(k, rate), exact);
        }
    }

    [Fact]
    public void The_correction_is_exact_to_1e15th_of_the_logarithm()
    {
        foreach (var (arguments, exact) in ReferenceTable.Vectors["StirlingCorrection"])
        {
            var x = arguments[0];
            var limit = x < 10 ? 1e-15 * (1 + Math.Abs(Math.Log(x))) : 1e-15 * exact;
            AssertWithin(limit, $"correction({x:R})", VectorGammaDensity.Correction(Vector512.Create(x))[0], exact);
        }
    }

    [Fact]
    public void At_special_numbers_they_are_the_scalar_functions()
    {
        double[] special = [0.0, -0.0, 5e-324, 1e-310, 1e-300, 0.5, 1, 2, 9, 10, 11, 100, 1e10, 1e300, double.MaxValue, double.PositiveInfinity, double.NaN, -0.5, -1, -20];
        foreach (var a in special)
        {
            foreach (var x in special)
            {
                AssertSame($"Gamma({a:R}, {x:R})", Gamma(a, x, Math.Log(x)), GammaDensity.Log(a, x, Math.Log(x)));
                AssertSame($"Poisson({a:R}, {x:R})", Poisson(a, x), GammaDensity.LogPoisson(a, x));
            }
        }
    }

    /// <summary>Among lanes of the other ranges, that is.</summary>
    [Fact]
    public void A_lane_does_not_depend_on_its_neighbours()
    {
        foreach (var (otherA, otherX) in new (double A, double X)[] { (0.3, 2), (0, -1), (20, 20), (20, 1e-310), (double.NaN, 1), (2, double.NaN), (30, double.PositiveInfinity), (1e10, 3), (-2, 3) })
        {
            var lane = 0;
            foreach (var (a, x) in Points())
            {
                lane = (lane + 1) % 8;
                var (first, second) = (Vector512.Create(otherA).WithElement(lane, a), Vector512.Create(otherX).WithElement(lane, x));
                var logs = Vector512.Create(Math.Log(otherX)).WithElement(lane, Math.Log(x));
                Assert.Equal(Gamma(a, x, Math.Log(x)), VectorGammaDensity.Log(first, second, logs)[lane]);
                Assert.Equal(Poisson(a, x), VectorGammaDensity.LogPoisson(first, second)[lane]);
            }
        }
    }

    /// <summary>Spans of any length, in both types.</summary>
    [Fact]
    public void A_function_of_three_numbers_runs_along_spans()
    {
        var points = Points().ToArray();
        for (var length = 0; length < 40; length++)
        {
            var a = points.Take(length).Select(p => (float)p.A).ToArray();
            var x = points.Take(length).Select(p => (float)p.X).ToArray();
            var logX = Array.ConvertAll(x, MathF.Log);
            var y = new float[length];
            VectorLoop.Run<VectorFunctions.LogGammaDensity, float>(a, x, logX, y);
            Assert.Equal(a.Select((v, i) => (float)Gamma(v, x[i], logX[i])), y);
            var z = new double[length];
            VectorLoop.Run<VectorFunctions.LogGammaDensity, double>(Array.ConvertAll(a, v => (double)v), Array.ConvertAll(x, v => (double)v), Array.ConvertAll(logX, v => (double)v), z);
            Assert.Equal(a.Select((v, i) => Gamma(v, x[i], logX[i])), z);
        }
    }

    /// <summary>Concentrations from 1e-3 to 1e6, points about them and far from them.</summary>
    internal static IEnumerable<(double A, double X)> Points()
    {
        var random = new Random(13);
        for (var i = 0; i < 2000; i++)
        {
            var a = Math.Pow(10, (random.NextDouble() * 9) - 3);
            yield return (i % 2 == 0 ? Math.Floor(a) : a, a * Math.Pow(10, (random.NextDouble() - 0.5) * (i % 3 == 0 ? 20 : 1)));
        }
    }

    private static double Limit(double exact, double logX, double slope) => (1e-15 * (1 + Math.Abs(exact) + Math.Abs(logX))) + (2.3e-16 * Math.Abs(slope));

    private static void AssertWithin(double limit, string what, double value, double exact) =>
        Assert.True(Math.Abs(value - exact) <= limit, $"{what} = {value:R}, not {exact:R}: off by {Math.Abs(value - exact) / limit:F2} of what is allowed");

    // Each may be off by 1e-15 of its largest term, which the value is not smaller than by much here.
    private static void AssertSame(string what, double value, double scalar) =>
        Assert.True(RelativeError.Of(value, scalar) <= 1e-14, $"{what} = {value:R} instead of {scalar:R}");
}
