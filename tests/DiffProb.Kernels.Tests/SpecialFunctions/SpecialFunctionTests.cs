namespace DiffProb;

/// <summary>Each function against high-precision values, with the accuracy its docstring states.</summary>
public sealed class SpecialFunctionTests
{
    private const int EnoughRows = 15;
    private const double SmallestNormal = 2.2250738585072014e-308;

    public static TheoryData<string> Names => [.. FunctionsByName.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_as_accurate_as_it_states(string name)
    {
        var (function, limit) = FunctionsByName.All[name];
        foreach (var (arguments, exact) in ReferenceTable.Own[name].Where(row => Math.Abs(row.Value) >= SmallestNormal || row.Value == 0))
        {
            RelativeError.AssertBelow(limit, name, arguments, function(arguments), exact);
        }
    }

    [Fact]
    public void The_table_has_enough_rows_of_every_function_and_no_others()
    {
        Assert.Equal(FunctionsByName.All.Keys.Order(), ReferenceTable.Own.Select(rows => rows.Key).Order());
        Assert.All(ReferenceTable.Own, rows => Assert.True(rows.Count() >= EnoughRows, rows.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Not_a_number_stays_so(string name)
    {
        var arguments = ReferenceTable.Own[name].First().Arguments;
        for (var i = FunctionsByName.WithOrder.Contains(name) ? 1 : 0; i < arguments.Length; i++)
        {
            var broken = (double[])arguments.Clone();
            broken[i] = double.NaN;
            Assert.Equal(double.NaN, FunctionsByName.All[name].Value(broken));
        }
    }

    [Theory]
    [InlineData("LogGamma", 0, double.PositiveInfinity)]
    [InlineData("LogGamma", -3, double.PositiveInfinity)]
    [InlineData("LogGamma", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("LogGamma", 1, 0)]
    [InlineData("LogGamma", 2, 0)]
    [InlineData("Digamma", 0, double.NegativeInfinity)]
    [InlineData("Digamma", -3, double.NaN)]
    [InlineData("Digamma", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Erf", double.PositiveInfinity, 1)]
    [InlineData("Erf", double.NegativeInfinity, -1)]
    [InlineData("Erfc", double.PositiveInfinity, 0)]
    [InlineData("Erfc", double.NegativeInfinity, 2)]
    [InlineData("Erfcx", double.PositiveInfinity, 0)]
    [InlineData("Erfcx", -27, double.PositiveInfinity)]
    [InlineData("ErfInv", 1, double.PositiveInfinity)]
    [InlineData("ErfInv", -1, double.NegativeInfinity)]
    [InlineData("ErfInv", 1.1, double.NaN)]
    [InlineData("Ndtr", double.NegativeInfinity, 0)]
    [InlineData("Ndtr", double.PositiveInfinity, 1)]
    [InlineData("LogNdtr", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("LogNdtr", 40, 0)]
    [InlineData("Ndtri", 0, double.NegativeInfinity)]
    [InlineData("Ndtri", 1, double.PositiveInfinity)]
    [InlineData("Ndtri", -0.1, double.NaN)]
    [InlineData("Ndtri", 1.1, double.NaN)]
    [InlineData("NdtriLog", 0, double.PositiveInfinity)]
    [InlineData("NdtriLog", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("NdtriLog", 0.1, double.NaN)]
    [InlineData("Softplus", double.NegativeInfinity, 0)]
    [InlineData("Softplus", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("LogSigmoid", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("LogSigmoid", double.PositiveInfinity, 0)]
    [InlineData("LogCosh", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("LogCosh", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Log1mExp", 0, double.NegativeInfinity)]
    [InlineData("Log1mExp", double.NegativeInfinity, 0)]
    [InlineData("Log1mExp", 0.1, double.NaN)]
    [InlineData("Log1p", -1, double.NegativeInfinity)]
    [InlineData("Log1p", -2, double.NaN)]
    [InlineData("Log1p", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("InverseCloglog", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("InverseCloglog", double.PositiveInfinity, 0)]
    [InlineData("Cloglog", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("Cloglog", 0, double.PositiveInfinity)]
    [InlineData("Log1pSquare", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("LogErf", 0, double.NegativeInfinity)]
    [InlineData("LogErf", double.PositiveInfinity, 0)]
    [InlineData("LogErfc", double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData("LogErfc", double.NegativeInfinity, 0.69314718055994531)]
    [InlineData("Expm1", double.NegativeInfinity, -1)]
    [InlineData("Expm1", double.PositiveInfinity, double.PositiveInfinity)]
    public void At_the_edge_it_has_its_limit(string name, double x, double limit) =>
        Assert.Equal(0, RelativeError.Of(FunctionsByName.All[name].Value([x]), limit));

    [Theory]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, 3, 3)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity)]
    public void Log_add_exp_takes_infinities(double a, double b, double sum) => Assert.Equal(sum, LogAddExp.Of(a, b));

    [Fact]
    public void Incomplete_functions_reach_their_ends()
    {
        const double infinity = double.PositiveInfinity;
        Assert.Equal((0, 1), (IncompleteGamma.P(2, 0), IncompleteGamma.P(2, infinity)));
        Assert.Equal((1, 0), (IncompleteGamma.Q(2, 0), IncompleteGamma.Q(2, infinity)));
        Assert.Equal((0, infinity), (IncompleteGamma.InverseP(2, 0), IncompleteGamma.InverseP(2, 1)));
        Assert.Equal((infinity, 0), (IncompleteGamma.InverseQ(2, 0), IncompleteGamma.InverseQ(2, 1)));
        Assert.Equal((0, 1), (IncompleteBeta.Of(2, 3, 0), IncompleteBeta.Of(2, 3, 1)));
        Assert.Equal((1, 0), (IncompleteBeta.Complement(2, 3, 0), IncompleteBeta.Complement(2, 3, 1)));
        Assert.Equal((0, 1), (IncompleteBeta.OfLogit(2, 3, -infinity), IncompleteBeta.OfLogit(2, 3, infinity)));
        Assert.Equal((0, 1), (IncompleteBeta.Inverse(2, 3, 0), IncompleteBeta.Inverse(2, 3, 1)));
        Assert.Equal(double.NaN, IncompleteGamma.P(2, -1));
        Assert.Equal(double.NaN, IncompleteBeta.Of(2, 3, 1.1));
    }

    [Fact]
    public void Gauss_Legendre_is_exact_for_polynomials_up_to_twice_its_points()
    {
        for (var degree = 0; degree < 2 * GaussLegendre.Count; degree++)
        {
            var sum = 0.0;
            for (var i = 0; i < GaussLegendre.Count; i++)
            {
                sum += GaussLegendre.Weights[i] * Math.Pow(GaussLegendre.Nodes[i], degree);
            }

            Assert.Equal(1.0 / (degree + 1), sum, 2e-15);
        }
    }
}
