using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Vector functions against exact values on random numbers of all sizes, with the error in units of the last place that is stated.</summary>
public sealed class VectorFunctionTests
{
    private const int Samples = 4000;

    private const double LogTwo = 0.69314718055994531;
    private const double AngleLimit = VectorTrigonometry.Largest;
    private const double SmallestNormal = 2.2250738585072014e-308;

    // LargestValue: below it no lane is left to the scalar library, whose last bits are the platform's.
    internal sealed record Case(Func<Vector512<double>, Vector512<double>> Vector, Func<double, double> Scalar, Func<double, Exact>? Exact, double Ulps, double Low, double High, double LargestValue = double.PositiveInfinity);

    internal static Dictionary<string, Case> Cases { get; } = new()
    {
        ["Exp"] = new(VectorExponential.Exp, Math.Exp, ExactFunctions.Exp, 1, -745.1, 709.7),
        ["Expm1"] = new(VectorExponential.Expm1, Expm1.Of, ExactFunctions.Expm1, 1.1, -800, 709.7),
        ["Log"] = new(VectorLogarithm.Log, Math.Log, ExactFunctions.Log, 1, 0, double.MaxValue),
        ["Log1p"] = new(VectorLogarithm.Log1p, Log1p.Of, ExactFunctions.Log1p, 1, -1, double.MaxValue),
        ["Sigmoid"] = new(VectorLogistic.Sigmoid, x => x < 0 ? Math.Exp(LogSigmoid.Of(x)) : 1 / (1 + Math.Exp(-x)), ExactFunctions.Sigmoid, 2, -745, double.MaxValue),
        ["Softplus"] = new(VectorLogistic.Softplus, Softplus.Of, ExactFunctions.Softplus, 2, -745, double.MaxValue),
        ["LogSigmoid"] = new(VectorLogistic.LogSigmoid, LogSigmoid.Of, ExactFunctions.LogSigmoid, 2, -double.MaxValue, 745),
        ["Log1mExp"] = new(VectorLogistic.Log1mExp, Log1mExp.Of, ExactFunctions.Log1mExp, 2, -745, 0),
        ["Sin"] = new(VectorTrigonometry.Sin, Math.Sin, ExactFunctions.Sin, 1, -AngleLimit, AngleLimit),
        ["Cos"] = new(VectorTrigonometry.Cos, Math.Cos, ExactFunctions.Cos, 1, -AngleLimit, AngleLimit),
        ["Tan"] = new(VectorTrigonometry.Tan, Math.Tan, ExactFunctions.Tan, 2, -AngleLimit, AngleLimit),
        ["Asin"] = new(VectorArcs.Asin, Math.Asin, ExactFunctions.Asin, 1, -1, 1),
        ["Acos"] = new(VectorArcs.Acos, Math.Acos, ExactFunctions.Acos, 1, -1, 1),
        ["Atan"] = new(VectorArcs.Atan, Math.Atan, ExactFunctions.Atan, 1, -double.MaxValue, double.MaxValue),
        ["Acot"] = new(VectorArcs.Acot, x => Math.Atan2(1, x), ExactFunctions.Acot, 1, -double.MaxValue, double.MaxValue),
        ["Erf"] = new(VectorErf.Of, Erf.Of, null, 0, -30, 30),
        ["Erfc"] = new(VectorErf.Complement, Erfc.Of, null, 0, -30, 30),
        ["Erfcx"] = new(VectorErf.Scaled, Erfcx.Of, null, 0, -30, 1e+300),
        ["LogErf"] = new(VectorErf.LogErf, LogErf.Of, null, 0, 0, 30, 600),
        ["LogErfc"] = new(VectorErf.LogComplement, LogErf.Complement, null, 0, -30, 1e+150),
        ["Ndtr"] = new(VectorErf.Ndtr, Ndtr.Of, null, 0, -50, 50),
        ["LogNdtr"] = new(VectorErf.LogNdtr, LogNdtr.Of, null, 0, -1e+150, 50),
        ["NormalHazard"] = new(VectorErf.NormalHazard, x => Math.Sqrt(2 / Math.PI) / Erfcx.Of(-Math.Sqrt(0.5) * x), null, 0, -50, 50),
        ["Ndtri"] = new(VectorNormalQuantile.Of, Ndtri.Of, null, 0, 0, 1, 6),
        ["NdtriLog"] = new(VectorNormalQuantile.OfLog, Ndtri.OfLog, null, 0, -25, 0, 6),
        ["ErfInv"] = new(VectorNormalQuantile.ErfInv, ErfInv.Of, null, 0, -1, 1, 4),
        ["LogGamma"] = new(VectorGamma.LogGamma, LogGamma.Of, null, 0, 0, 1e+300),
        ["Digamma"] = new(VectorGamma.Digamma, Digamma.Of, null, 0, 0, 1e+300),
        ["Trigamma"] = new(VectorPolygamma.Trigamma, x => Polygamma.Of(1, x), null, 0, 0, 1e+300),
        ["Tetragamma"] = new(VectorPolygamma.Tetragamma, x => Polygamma.Of(2, x), null, 0, 0, 1e+150),
        ["Pentagamma"] = new(VectorPolygamma.Pentagamma, x => Polygamma.Of(3, x), null, 0, 0, 1e+100),
        ["TrigammaExcess"] = new(VectorPolygamma.TrigammaExcess, TrigammaExcess.Of, null, 0, 0, 1e+150),
        ["LogMinusDigamma"] = new(VectorGammaDensity.LogMinusDigamma, Digamma.LogMinus, null, 0, 0, 1e+300),
        ["LogCosh"] = new(VectorHyperbolic.LogCosh, LogCosh.Of, null, 0, -1e300, 1e300),
        ["Log1pSquare"] = new(VectorLogarithm.Log1pSquare, Log1pSquare.Of, null, 0, -1e300, 1e300),
        ["Sinh"] = new(VectorHyperbolic.Sinh, Math.Sinh, ExactFunctions.Sinh, 1.1, -710.4758600739439, 710.4758600739439),
        ["Cosh"] = new(VectorHyperbolic.Cosh, Math.Cosh, ExactFunctions.Cosh, 1, -710.4758600739439, 710.4758600739439),
        ["Tanh"] = new(VectorHyperbolic.Tanh, Math.Tanh, ExactFunctions.Tanh, 1, -double.MaxValue, double.MaxValue),
        ["Asinh"] = new(VectorHyperbolic.Asinh, Math.Asinh, ExactFunctions.Asinh, 2, -double.MaxValue, double.MaxValue),
        ["Atanh"] = new(VectorHyperbolic.Atanh, Math.Atanh, ExactFunctions.Atanh, 1.5, -1, 1),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> Elementary => [.. Cases.Where(c => c.Value.Exact is not null).Select(c => c.Key)];

    public static TheoryData<string> NamesInTable => [.. Cases.Keys.Where(FunctionsByName.All.ContainsKey)];

    [Theory]
    [MemberData(nameof(Elementary))]
    public void The_error_is_as_stated_for_numbers_of_all_sizes(string name)
    {
        var c = Cases[name];
        var numbers = Numbers(c.Low, c.High, name).ToArray();
        Assert.True(numbers.Length > Samples / 3);
        var worst = (Ulps: 0.0, At: double.NaN);
        for (var i = 0; i < numbers.Length; i++)
        {
            var x = numbers[i];
            var ulps = c.Exact!(x).UlpsFrom(c.Vector(Vector512.Create(x))[0]);
            worst = ulps <= worst.Ulps ? worst : (ulps, x);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst.Ulps:F3} at {worst.At:R}");
        Assert.True(worst.Ulps <= c.Ulps, $"{name}({worst.At:R}) is off by {worst.Ulps:F3} units in the last place, {c.Ulps} stated");
    }

    /// <summary>The rows and the limits that the scalar functions are held to.</summary>
    [Theory]
    [MemberData(nameof(NamesInTable))]
    public void The_error_is_as_stated_for_the_scalar_function(string name)
    {
        foreach (var (arguments, exact) in ReferenceTable.Own[name].Concat(ReferenceTable.Vectors[name]).Where(row => Math.Abs(row.Value) >= SmallestNormal || row.Value == 0))
        {
            RelativeError.AssertBelow(FunctionsByName.All[name].RelativeError, name, arguments, Cases[name].Vector(Vector512.Create(arguments[0]))[0], exact);
        }
    }

    /// <summary>Half of what the scalar function states, on its rows and on random ones.</summary>
    [Theory]
    [InlineData("Trigamma", 1)]
    [InlineData("Tetragamma", 2)]
    [InlineData("Pentagamma", 3)]
    public void Derivatives_of_digamma_have_a_relative_error_below_1e15th(string name, int order)
    {
        var rows = ReferenceTable.Own["Polygamma"].Concat(ReferenceTable.Vectors["Polygamma"]).Where(row => row.Arguments[0] == order && row.Arguments[1] > 0).ToArray();
        Assert.True(rows.Length > 100);
        foreach (var (arguments, exact) in rows)
        {
            RelativeError.AssertBelow(1e-15, name, arguments, Cases[name].Vector(Vector512.Create(arguments[1]))[0], exact);
            RelativeError.AssertBelow(FunctionsByName.All["Polygamma"].RelativeError, name, arguments, Cases[name].Scalar(arguments[1]), exact);
        }
    }

    [Theory]
    [MemberData(nameof(NamesInTable))]
    public void The_scalar_function_is_so_on_the_same_numbers(string name)
    {
        foreach (var (arguments, exact) in ReferenceTable.Vectors[name])
        {
            RelativeError.AssertBelow(FunctionsByName.All[name].RelativeError, name, arguments, FunctionsByName.All[name].Value(arguments), exact);
        }
    }

    /// <summary>Subnormal numbers, zeros of both signs, infinities, NaN, the ends of the domain: what the scalar function gives, to the unit in the last place.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void At_special_numbers_it_is_the_scalar_function(string name)
    {
        double[] special =
        [
            0.0, -0.0, 5e-324, -5e-324, 1e-310, -1e-310, SmallestNormal, -SmallestNormal, 1e-300, -1e-300, 1, -1, Math.BitIncrement(-1), Math.BitDecrement(-1), 2, -2,
            710, -710, 746, -746, 1e5, -1e5, 1e300, -1e300, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        ];
        var limit = Cases[name].Exact is null ? 2e-15 : 4e-16; // both may be off by what they state
        foreach (var x in special)
        {
            var (expected, actual) = (Cases[name].Scalar(x), Cases[name].Vector(Vector512.Create(x))[0]);
            Assert.True(
                (double.IsNaN(expected) && double.IsNaN(actual)) || (expected == actual && double.IsNegative(expected) == double.IsNegative(actual))
                || RelativeError.Of(actual, expected) <= limit || Math.Abs(expected - actual) <= 5e-324,
                $"{name}({x:R}) = {actual:R} instead of {expected:R}");
        }
    }

    /// <summary>A number among others, among unusual ones, at the end of a span or alone: the same bits.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_lane_does_not_depend_on_its_neighbours(string name)
    {
        var c = Cases[name];
        var numbers = Numbers(c.Low, c.High, name).Take(1000).ToArray();
        foreach (var other in new[] { 0.3, 0, -0.0, 1e-310, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1e10, 1e10, 30 })
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                var alone = c.Vector(Vector512.Create(numbers[i]))[0];
                Assert.Equal(alone, c.Vector(Vector512.Create(other).WithElement(i % 8, numbers[i]))[i % 8]);
            }
        }
    }

    /// <summary>Evenly over the exponents of both signs, evenly over the moderate numbers, and near 1, log √2 and their like, where reductions change.</summary>
    internal static IEnumerable<double> Numbers(double low, double high, string seed)
    {
        var random = new Random(seed.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)));
        double[] special = [-1, 0, 0.5, 1, -0.5, Math.Sqrt(2), Math.Sqrt(0.5), Math.Sqrt(2) - 1, Math.Sqrt(0.5) - 1, -LogTwo, 0.5 * LogTwo, -0.5 * LogTwo];
        for (var i = 0; i < Samples; i++)
        {
            var x = (i % 6) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64() ^ (random.NextInt64(2) << 63)),
                1 => (random.Next(2) == 0 ? 1 : -1) * Math.ScaleB(1 + random.NextDouble(), random.Next(80) - 70),
                2 => Math.Max(low, -800) + (random.NextDouble() * (Math.Min(high, 800) - Math.Max(low, -800))),
                3 => (random.NextDouble() * 6) - 3,
                4 => Math.Round(Math.ScaleB(random.NextDouble() - 0.5, random.Next(31))) * (0.5 * Math.PI), // to the last place
                _ => special[random.Next(special.Length)] + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(50)),
            };
            if (x > low && x < high && x != 0)
            {
                yield return x;
            }
        }
    }
}
