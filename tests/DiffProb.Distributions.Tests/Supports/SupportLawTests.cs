using System.Reflection;

namespace DiffProb;

/// <summary>Laws of all supports: images of their bijections, far out too, round trips, stretches, and what the form of an expression proves.</summary>
public class SupportLawTests
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
}
