using System.Reflection;

namespace DiffProb;

/// <summary>Sets of values: membership and the maps from the real line.</summary>
public class SupportTests
{
    public static TheoryData<string> Smooth => [.. SupportCatalogue.Smooth.Keys];

    [Fact]
    public void Every_support_has_a_row()
    {
        var families = typeof(Support).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Support)) && !t.IsAbstract);
        var rows = SupportCatalogue.All.Values.Select(s => s.GetType()).ToHashSet();
        Assert.Empty(families.Where(f => !rows.Contains(f)).Select(f => f.Name));
    }

    [Fact]
    public void Every_public_support_has_a_row()
    {
        var named = typeof(Support).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(p => (Support)p.GetValue(null)!);
        Assert.Empty(named.Except(SupportCatalogue.All.Values));
    }

    /// <summary>100 000 points, as far out as Float64 allows: what rounded to an end that is excluded is put next to it.</summary>
    [Theory]
    [MemberData(nameof(Smooth))]
    public void Images_of_random_points_lie_inside(string name)
    {
        var (support, spread, shape) = SupportCatalogue.Smooth[name];
        var points = SupportCatalogue.Normals(Shape.Of([100_000, .. shape]), spread);
        var image = support.Nearest(support.ToConstrained(points));
        Assert.Equal(0.0, (!support.Contains(image)!).Cast(DType.Float64).Sum().ToDouble());
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void There_and_back_is_the_value_itself(string name)
    {
        var y = Tensor.Data("y", Shape.Of([5, .. SupportCatalogue.Smooth[name].Shape]));
        var support = SupportCatalogue.Smooth[name].Support;
        Assert.Same(y, support.ToUnconstrained(support.ToConstrained(y)));
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Constrained_values_lead_back_as_numbers(string name)
    {
        var (support, spread, shape) = SupportCatalogue.Smooth[name];
        var y = SupportCatalogue.Normals(Shape.Of([200, .. shape]), Math.Min(spread, 1.0));
        var x = support.ToConstrained(y);
        if (name == "AboveFar")
        {
            return; // where numbers are 16 apart, none of them is near the bound
        }

        var back = support.ToUnconstrained(Tensor.Of(x.Shape, x.ToArray())).ToArray();
        Assert.All(y.ToArray(), (e, i) => Assert.Equal(e, back[i], 1e-9));
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void The_log_determinant_is_that_of_the_Jacobian(string name)
    {
        var (support, spread, shape) = SupportCatalogue.Smooth[name];
        var points = SupportCatalogue.Normals(Shape.Of([20, .. shape]), Math.Min(spread, 3.0));
        for (var i = 0; i < 20; i++)
        {
            var x = points.Select(0, i);
            var (expected, actual) = (Jacobians.LogDeterminant(support.FromReals, x), support.FromReals.LogDeterminant(x).ToArray());
            Assert.All(actual, (a, k) => Assert.Equal(expected[k], a, 1e-10 * (1.0 + Math.Abs(a))));
        }
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void The_bijection_leads_into_the_set_and_its_interior_lies_inside(string name)
    {
        var (support, _, shape) = SupportCatalogue.Smooth[name];
        Assert.True(support.FromReals.Codomain.Equals(support) || support.Holds(support.FromReals.Codomain) || support is BoundSupport or LogWeightsSupport);
        var image = support.FromReals.ForwardShape(Shape.Of([3, .. shape]));
        var interior = support.Interior(Tensor.Zeros(image)).BroadcastTo(image);
        Assert.DoesNotContain(0.0, support.Contains(interior)!.Cast(DType.Float64).ToArray());
    }

    /// <summary>The form alone proves where the image of a bijection lies, or the value of a site.</summary>
    [Theory]
    [MemberData(nameof(Smooth))]
    public void Images_are_proved_to_lie_inside(string name)
    {
        var (support, _, shape) = SupportCatalogue.Smooth[name];
        if (support is ImageSupport or ExceedanceSupport || name == "Below")
        {
            return; // sets in which no parameter must lie
        }

        Assert.True(support.IsProvedBy(support.ToConstrained(Tensor.Data("y", shape))));
        Assert.True(support.IsProvedBy(support.ToConstrained(Tensor.Data("y", shape)).StopGradient()));
    }

    [Fact]
    public void Nothing_is_proved_of_a_symbol()
    {
        var matrix = Tensor.Data("x", Shape.Of(3, 3));
        Assert.All(
            [Support.Positive, Support.UnitInterval, Support.Between(-2.0, 5.0), Support.Above(1.0), Support.Simplex, Support.Ordered, Support.LowerCholesky, Support.CorrelationCholesky, Support.PositiveDefinite, Support.Correlation],
            s => Assert.False(s.IsProvedBy(matrix)));
        Assert.False(Support.PositiveDefinite.IsProvedBy(matrix.MatMul(matrix.Transpose())));
        Assert.False(Support.Between(-2.0, 5.0).IsProvedBy(Support.Between(-2.0, 6.0).ToConstrained(matrix)));
        Assert.False(Support.Above(1.0).IsProvedBy(Support.Above(0.5).ToConstrained(matrix)));
    }

    [Fact]
    public void Matrices_are_proved_by_how_they_are_made()
    {
        var factor = Support.LowerCholesky.ToConstrained(Tensor.Data("y", Shape.Of(6)));
        var correlations = Support.CorrelationCholesky.ToConstrained(Tensor.Data("z", Shape.Of(3)));
        Assert.True(Support.PositiveDefinite.IsProvedBy(factor.MatMul(factor.Transpose())));
        Assert.True(Support.LowerCholesky.IsProvedBy(Tensor.Data("x", Shape.Of(3, 3)).Cholesky()));
        Assert.True(Support.LowerCholesky.IsProvedBy(correlations));
        Assert.False(Support.CorrelationCholesky.IsProvedBy(factor));
        Assert.True(Support.PositiveDefinite.IsProvedBy(Support.Correlation.ToConstrained(Tensor.Data("z", Shape.Of(3)))));
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Constrained_values_increase_and_are_smooth(string name)
    {
        var (support, _, shape) = SupportCatalogue.Smooth[name];
        if (shape.Rank > 0)
        {
            return; // of vectors and matrices
        }

        var y = Tensor.Data("y", Shape.Of(5));
        var slope = new Computation(Gradient.Of(support.ToConstrained(y).Sum(), y)[0], y).At([-30.0, -2.0, 0.0, 1.0, 9.0]);
        Assert.All(slope, s => Assert.True(s > 0.0 || support is ExceedanceSupport)); // whose slope exp(-ξ e⁹) underflows
        Assert.DoesNotContain(Topology.Sort(support.ToConstrained(y)), n => n.Operation.DependsOn(0) > Dependence.Smooth);
    }

    /// <summary>The end of a closed set is no image of a real number: a parameter that starts there could never leave it.</summary>
    [Fact]
    public void An_edge_has_no_counterpart_among_the_real_numbers()
    {
        Assert.All(
            [(Support.NonNegative, 0.0), (Support.UnitInterval, 1.0), (Support.Between(-2.0, 5.0), -2.0), (Support.Simplex, new[] { 1.0, 0.0 })],
            ((Support Support, Tensor Value) edge) =>
            {
                Assert.DoesNotContain(0.0, edge.Support.Contains(edge.Value)!.Cast(DType.Float64).ToArray());
                Assert.Contains("lies on the edge", Assert.Throws<ValueException>(() => edge.Support.ToUnconstrained(edge.Value)).Message, StringComparison.Ordinal);
            });
        Assert.Contains("y must be positive; it is -1", Assert.Throws<ValueException>(() => Support.Positive.ToUnconstrained(-1.0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_why_a_value_lies_outside()
    {
        string Fault(Support support, Tensor value) => support.Fault(value) ?? "";
        Assert.Equal("of sum 0.75 (divide it by its sum)", Fault(Support.Simplex, new[] { 0.5, 0.25 }));
        Assert.Equal("of sum 2 (element [1] of shape [2]) (divide it by its sum)", Fault(Support.Simplex, new[,] { { 0.5, 0.5 }, { 1.0, 1.0 } }));
        Assert.Equal("1 after 3 (element [2] of shape [3])", Fault(Support.Ordered, new[] { 2.0, 3.0, 1.0 }));
        Assert.Equal("of shape [2, 3], which is not square", Fault(Support.LowerCholesky, Tensor.Zeros(Shape.Of(2, 3))));
        Assert.Equal("not normalized: row 1 has length 1.25 (divide each row by its length)", Fault(Support.CorrelationCholesky, new[,] { { 1.0, 0.0 }, { 0.75, 1.0 } }));
        Assert.Equal("not symmetric: element [0, 1] is 0.5 and element [1, 0] is 0.25 (try 0.5 * (x + x.Transpose()))", Fault(Support.PositiveDefinite, new[,] { { 1.0, 0.5 }, { 0.25, 1.0 } }));
        Assert.Equal(
            "symmetric, but not positive definite: pivot 1 of its Cholesky factor is not positive (a small multiple of the identity may cure it)",
            Fault(Support.PositiveDefinite, new[,] { { 1.0, 2.0 }, { 2.0, 1.0 } }));
        Assert.EndsWith("(element [1] of shape [2])", Fault(Support.PositiveDefinite, Shapes.Stack([new[,] { { 1.0, 0.5 }, { 0.5, 1.0 } }, new[,] { { -1.0, 0.0 }, { 0.0, 1.0 } }])), StringComparison.Ordinal);
        Assert.Equal("no correlation matrix: element [1, 1] is 2, not 1", Fault(Support.Correlation, new[,] { { 1.0, 0.5 }, { 0.5, 2.0 } }));
    }

    /// <summary>There is a fault just where something is outside that no number of it can say.</summary>
    [Theory]
    [MemberData(nameof(Smooth))]
    public void What_lies_inside_has_no_fault(string name)
    {
        var (support, spread, shape) = SupportCatalogue.Smooth[name];
        var image = support.Nearest(support.ToConstrained(SupportCatalogue.Normals(Shape.Of([50, .. shape]), Math.Min(spread, 2.0))));
        Assert.Null(support.Fault(image));
        Assert.Null(support.FirstOutside(image));
    }

    [Fact]
    public void Words_for_intervals()
    {
        Assert.Equal("between -2 and 5", Support.Between(-2.0, 5.0).Description);
        Assert.Equal("strictly between -1 and 1", Support.StrictlyBetween(-1.0, 1.0).Description);
        Assert.Equal("at most 2", Support.Between(double.NegativeInfinity, 2.0).Description);
        Assert.Equal("at least 2", Support.Between(2.0, double.PositiveInfinity).Description);
        Assert.Equal("a real number", Support.Between(double.NegativeInfinity, double.PositiveInfinity).Description);
        Assert.Equal("above 0 and at most 1", Support.PositiveProbability.Description);
        Assert.Equal("between low and high", Support.Between(Tensor.Data("a", Shape.Scalar), Tensor.Data("b", Shape.Scalar)).Description);
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
    [InlineData("WholeNumbers", new[] { -2.0, 0.0, 3.0 }, new[] { -3.0, 4.0, 0.5, double.NaN })]
    [InlineData("AllWholeNumbers", new[] { -1e15, 0.0, 3.0 }, new[] { 0.5, double.NaN, double.PositiveInfinity })]
    [InlineData("ProbabilityBelowOne", new[] { 0.0, 0.5, 0.9999999999999999 }, new[] { -5e-324, 1.0, double.NaN })]
    [InlineData("NonNegativeIntegers", new[] { 0.0, 1e15 }, new[] { -1.0, 0.5, double.NaN, double.PositiveInfinity })]
    public void Contains(string name, double[] inside, double[] outside)
    {
        var support = name switch
        {
            "Boolean" or "WholeNumbers" or "AllWholeNumbers" => SupportCatalogue.All[name],
            "Integers" => Support.Integers(7),
            "NonNegativeIntegers" => Support.NonNegativeIntegers,
            _ => SupportCatalogue.Smooth[name].Support,
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
        Assert.All(SupportCatalogue.Smooth.Values, s => Assert.False(s.Support.IsDiscrete));
    }

    [Fact]
    public void Equal_sets_are_equal()
    {
        Assert.Equal(Support.Integers(2), Support.Boolean);
        Assert.Equal(Support.Between(0.0, 1.0), Support.UnitInterval);
        Assert.NotEqual(Support.UnitInterval, Support.OpenUnitInterval);
        Assert.NotEqual(Support.Positive, Support.NonNegative);
    }

    [Fact]
    public void Counts_with_a_sum_and_permutations_are_told_from_others()
    {
        double[] Inside(Support s, Tensor x) => s.Contains(x)!.Cast(DType.Float64).ToArray();
        Assert.Equal([1, 1, 1, 1, 1, 1], Inside(new CompositionSupport(4.0), new[,] { { 1.0, 0.0, 3.0 }, { 4.0, 0.0, 0.0 } }));
        Assert.DoesNotContain(1.0, Inside(new CompositionSupport(4.0), new[] { 1.0, 1.0, 3.0 }));
        Assert.Contains(0.0, Inside(new CompositionSupport(4.0), new[] { 1.5, -1.5, 4.0 }));
        Assert.Equal([1, 1, 1], Inside(new PermutationSupport(3), new[] { 2.0, 0.0, 1.0 }));
        Assert.DoesNotContain(1.0, Inside(new PermutationSupport(3), new[] { 2.0, 2.0, 1.0 }).Take(2));
        Assert.Contains(0.0, Inside(new PermutationSupport(3), new[] { 2.0, 3.0, 1.0 }));
    }

    /// <summary>The code that messages suggest is a member of Support.</summary>
    [Fact]
    public void Suggested_code_exists() => Assert.All(
        SupportCatalogue.All.Values.Where(s => s.Code is not null),
        s => Assert.NotEmpty(typeof(Support).GetMember(s.Code!.Split('.', '(')[1])));
}
