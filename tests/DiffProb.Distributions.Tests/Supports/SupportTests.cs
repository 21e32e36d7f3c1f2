namespace DiffProb;

/// <summary>Sets of values: membership and the maps from the real line.</summary>
public class SupportTests
{
    public static TheoryData<string> Smooth => [.. SmoothSupports.Keys];

    private static readonly Dictionary<string, Support> SmoothSupports = new()
    {
        ["Real"] = Support.Real,
        ["Positive"] = Support.Positive,
        ["NonNegative"] = Support.NonNegative,
        ["UnitInterval"] = Support.UnitInterval,
        ["OpenUnitInterval"] = Support.OpenUnitInterval,
        ["PositiveProbability"] = Support.PositiveProbability,
        ["Between"] = Support.Between(-2.0, 5.0),
        ["Above"] = Support.Above(3.0),
        ["LogWeights"] = Support.LogWeights,
        ["Simplex"] = Support.Simplex,
        ["Bound"] = Support.Bound,
        ["Below"] = Support.Between(double.NegativeInfinity, 2.0),
        ["NoBounds"] = Support.Between(double.NegativeInfinity, double.PositiveInfinity),
        ["StrictlyBetween"] = Support.StrictlyBetween(-1.0, 1.0),
        ["Ordered"] = Support.Ordered,
        ["LowerCholesky"] = Support.LowerCholesky,
        ["CorrelationCholesky"] = Support.CorrelationCholesky,
        ["PositiveDefinite"] = Support.PositiveDefinite,
    };

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Constrained_values_lie_inside_and_lead_back(string name)
    {
        var support = SmoothSupports[name];
        var y = Tensor.Matrix(new[,] { { -9.0, -1.0, 0.25 }, { 3.0, 0.0, 6.0 } });
        var x = support.ToConstrained(y);
        Assert.DoesNotContain(0.0, support.Contains(x)!.Cast(DType.Float64).ToArray());
        var back = support.ToUnconstrained(Tensor.Of(x.Shape, x.ToArray()));
        Assert.All(back.ToArray(), (b, i) => Assert.Equal(y.ToArray()[i], b, 1e-9));
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Constrained_values_increase_and_are_smooth(string name)
    {
        if (SmoothSupports[name].FromReals.DomainRank > 0)
        {
            return; // of vectors and matrices
        }

        var support = SmoothSupports[name];
        var y = Tensor.Data("y", Shape.Of(5));
        var slope = new Computation(Gradient.Of(support.ToConstrained(y).Sum(), y)[0], y).At([-30.0, -2.0, 0.0, 1.0, 9.0]);
        Assert.All(slope, s => Assert.True(s > 0.0));
        Assert.DoesNotContain(Topology.Sort(support.ToConstrained(y)), n => n.Operation.DependsOn(0) > Dependence.Smooth);
    }

    /// <summary>Logarithms of what a map makes are exact, however far out.</summary>
    [Fact]
    public void Maps_keep_logarithms_exact()
    {
        Assert.Equal(-2000.0, Support.Positive.ToConstrained(-2000.0).Log().ToDouble());
        Assert.Equal(-2000.0, Support.UnitInterval.ToConstrained(-2000.0).Log().ToDouble());
        Assert.Equal(-2000.0, (-Support.UnitInterval.ToConstrained(2000.0)).Log1p().ToDouble());
        Assert.Equal(-2000.0, Support.UnitInterval.ToUnconstrained(Support.UnitInterval.ToConstrained(-2000.0)).ToDouble());
    }

    [Fact]
    public void Simplex_of_zeros_is_equal_parts()
    {
        Assert.All(Support.Simplex.ToConstrained(new[] { 0.0, 0.0, 0.0 }).ToArray(), p => Assert.Equal(0.25, p, 1e-15));
        Assert.Equal(1.0, Support.Simplex.ToConstrained(new[] { 700.0, -700.0, 30.0 }).ToArray().Sum(), 1e-12);
    }

    [Theory]
    [InlineData("Real", new[] { 0.0, -1e308 }, new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })]
    [InlineData("Positive", new[] { 5e-324, 1e308 }, new[] { 0.0, -1.0, double.NaN, double.PositiveInfinity })]
    [InlineData("NonNegative", new[] { 0.0, 1e308 }, new[] { -5e-324, double.NaN, double.PositiveInfinity })]
    [InlineData("UnitInterval", new[] { 0.0, 0.5, 1.0 }, new[] { -5e-324, 1.0000000000000002, double.NaN })]
    [InlineData("OpenUnitInterval", new[] { 5e-324, 0.5, 0.9999999999999999 }, new[] { 0.0, 1.0, double.NaN })]
    [InlineData("PositiveProbability", new[] { 5e-324, 1.0 }, new[] { 0.0, 1.0000000000000002, double.NaN })]
    [InlineData("Between", new[] { -2.0, 5.0 }, new[] { -2.1, 5.1, double.NaN })]
    [InlineData("Above", new[] { 3.0000000000000004 }, new[] { 3.0, double.NaN, double.PositiveInfinity })]
    [InlineData("LogWeights", new[] { double.NegativeInfinity, 3.0 }, new[] { double.PositiveInfinity, double.NaN })]
    [InlineData("Boolean", new[] { 0.0, 1.0 }, new[] { 2.0, -1.0, 0.5, double.NaN })]
    [InlineData("Integers", new[] { 0.0, 6.0 }, new[] { 7.0, -1.0, 0.5, double.NaN })]
    [InlineData("NonNegativeIntegers", new[] { 0.0, 1e15 }, new[] { -1.0, 0.5, double.NaN, double.PositiveInfinity })]
    public void Contains(string name, double[] inside, double[] outside)
    {
        var support = name switch
        {
            "Boolean" => Support.Boolean,
            "Integers" => Support.Integers(7),
            "NonNegativeIntegers" => Support.NonNegativeIntegers,
            _ => SmoothSupports[name],
        };
        Assert.DoesNotContain(0.0, support.Contains(inside)!.Cast(DType.Float64).ToArray());
        Assert.DoesNotContain(1.0, support.Contains(outside)!.Cast(DType.Float64).ToArray());
        Assert.All(inside, x => Assert.NotEqual(false, support.Holds(x)));
        Assert.All(outside, x => Assert.NotEqual(true, support.Holds(x)));
        Assert.DoesNotContain(0.0, support.Contains(Tensor.Where(support.Contains(outside)!, outside, support.Interior(outside)))!.Cast(DType.Float64).ToArray());
    }

    [Fact]
    public void Vectors_are_inside_as_a_whole()
    {
        double[] Inside(Support support, double[,] rows) => support.Contains(rows)!.Cast(DType.Float64).ToArray();
        Assert.Equal([1, 1, 0, 0], Inside(Support.Simplex, new[,] { { 0.25, 0.75 }, { 0.25, 0.7 } }));
        Assert.Equal([0, 1], Inside(Support.Simplex, new[,] { { -0.25, 1.25 } }));
        Assert.Equal([1, 1, 0, 0, 0, 0], Inside(Support.OneHot, new[,] { { 0.0, 1.0 }, { 1.0, 1.0 }, { 0.0, 0.0 } }));
        Assert.Equal([1, 1, 0, 0], Inside(Support.Weights, new[,] { { 0.0, 3.0 }, { 0.0, 0.0 } }));
        Assert.Equal([1, 1, 0, 0], Inside(Support.Logits, new[,] { { double.NegativeInfinity, 3.0 }, { double.NegativeInfinity, double.NegativeInfinity } }));
        Assert.DoesNotContain(0.0, Support.OneHot.Contains(Support.OneHot.Interior(Tensor.Zeros(Shape.Of(2, 3))))!.Cast(DType.Float64).ToArray());
        Assert.DoesNotContain(0.0, Support.Simplex.Contains(Support.Simplex.Interior(Tensor.Zeros(Shape.Of(3))).BroadcastTo(Shape.Of(3)))!.Cast(DType.Float64).ToArray());
    }

    [Fact]
    public void Whole_numbers_of_any_type_are_tested()
    {
        Assert.Equal([1, 1, 0], Support.Boolean.Contains(new[] { 0, 1, 2 })!.Cast(DType.Float64).ToArray());
        Assert.Equal([1, 1], Support.Boolean.Contains(new[] { true, false })!.Cast(DType.Float64).ToArray());
        Assert.Equal([1, 0], Support.NonNegativeIntegers.Contains(new[] { 3, -1 })!.Cast(DType.Float64).ToArray());
    }

    [Fact]
    public void Discrete_sets_have_no_smooth_map()
    {
        Assert.All([Support.Boolean, Support.Integers(3), Support.NonNegativeIntegers, Support.OneHot], s =>
        {
            Assert.True(s.IsDiscrete);
            Assert.Throws<DiffProbException>(() => s.ToConstrained(0.0));
            Assert.Throws<DiffProbException>(() => s.ToUnconstrained(0.0));
        });
        Assert.All(SmoothSupports.Values, s => Assert.False(s.IsDiscrete));
    }

    [Fact]
    public void Equal_sets_are_equal()
    {
        Assert.Equal(Support.Integers(2), Support.Boolean);
        Assert.Equal(Support.Between(0.0, 1.0), Support.UnitInterval);
        Assert.NotEqual(Support.UnitInterval, Support.OpenUnitInterval);
        Assert.NotEqual(Support.Positive, Support.NonNegative);
    }

    /// <summary>The code that messages suggest is a member of Support.</summary>
    [Fact]
    public void Suggested_code_exists() => Assert.All(
        SmoothSupports.Values.Append(Support.Weights).Append(Support.Logits),
        s => Assert.NotEmpty(typeof(Support).GetMember(s.Code!.Split('.', '(')[1])));
}
