namespace DiffProb;

/// <summary>Shapes of events, draws, moments and densities.</summary>
public class ShapeTests
{
    [Theory]
    [MemberData(nameof(Examples.Families), MemberType = typeof(Examples))]
    public void An_event_has_the_shape_of_the_parameters(string name)
    {
        var example = DistributionCatalogue.Find(name);
        AssertShapes(example.Distribution, OwnShape(example), Shape.Scalar);
        AssertShapes(Stretched(example, _ => Shape.Of(3)), OwnShape(example, 3), Shape.Of(3));
        AssertShapes(Stretched(example, _ => Shape.Of(2, 1)), OwnShape(example, 2, 1), Shape.Of(2, 1));
        if (example.Parameters.Count == 2 && example.Parameters.All(p => p.Shape.Rank == 0))
        {
            AssertShapes(Stretched(example, i => i == 0 ? Shape.Of(2, 1) : Shape.Of(3)), Shape.Of(2, 3), Shape.Of(2, 3));
            AssertShapes(Stretched(example, i => i == 0 ? Shape.Scalar : Shape.Of(3)), Shape.Of(3), Shape.Of(3));
        }
    }

    [Theory]
    [MemberData(nameof(Examples.Families), MemberType = typeof(Examples))]
    public void Log_prob_and_entropy_are_sums_over_independent_parts(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var (one, three) = (example.Distribution, Stretched(example, _ => Shape.Of(3)));
        var draws = one.Sample(3, seed: 50);
        var parts = Enumerable.Range(0, 3).Sum(i => one.LogProb(draws.Select(0, i)).ToDouble());
        Assert.Equal(parts, three.LogProb(draws).ToDouble(), 1e-12 * (1.0 + Math.Abs(parts)));
        if (one.Entropy is { } entropy)
        {
            Assert.Equal(3.0 * entropy.ToDouble(), three.Entropy!.ToDouble(), 1e-12 * (1.0 + Math.Abs(3.0 * entropy.ToDouble())));
        }
    }

    [Theory]
    [MemberData(nameof(Examples.Families), MemberType = typeof(Examples))]
    public void A_value_broadcasts_to_the_event(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var (value, three) = (example.Distribution.Sample(1, seed: 51).Select(0, 0), Stretched(example, _ => Shape.Of(3)));
        var expected = 3.0 * example.Distribution.LogProb(value).ToDouble();
        Assert.Equal(expected, three.LogProb(value).ToDouble(), 1e-12 * (1.0 + Math.Abs(expected)));
        Assert.Equal(expected, three.LogDensity(value).ToDouble(), 1e-12 * (1.0 + Math.Abs(expected)));
    }

    [Theory]
    [MemberData(nameof(Examples.Families), MemberType = typeof(Examples))]
    public void One_part_outside_the_support_makes_the_event_impossible(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var three = Stretched(example, _ => Shape.Of(3));
        var draws = three.Sample(1, seed: 52).Select(0, 0).Cast(DType.Float64);
        var spoilt = draws.ToArray();
        spoilt[^1] = double.NaN;
        Assert.Equal(double.NegativeInfinity, three.LogProb(Tensor.Of(draws.Shape, spoilt)).ToDouble());
    }

    [Theory]
    [MemberData(nameof(Examples.Families), MemberType = typeof(Examples))]
    public void Hidden_axes_of_the_parameters_are_repeated_events(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var axis = new Axis("row", 3, AxisRole.Plate);
        var rows = example.Create([.. example.Parameters.Select(p => p.BroadcastTo(Shape.Of([3, .. p.Shape])).ToAxis(axis))]);
        var draws = example.Distribution.Sample(3, seed: 53);
        Assert.Equal(example.Distribution.Shape, rows.Shape);
        var each = rows.LogDensity(draws.ToAxis(axis)).FromAxis(axis).ToArray();
        Assert.All(each, (p, i) => Assert.Equal(example.Distribution.LogProb(draws.Select(0, i)).ToDouble(), p, 1e-12 * (1.0 + Math.Abs(p))));
        Assert.Equal(axis, Assert.Single(rows.SampleFrom(new NoiseSource("x", Axes.None)).Axes));
    }

    /// <summary>Whole numbers and truth values are parameters and values as good as floats.</summary>
    [Fact]
    public void Whole_numbers_and_truth_values_are_accepted()
    {
        Assert.Equal(new Normal(0.0, 2.0).LogProb(1.0).ToDouble(), new Normal((Tensor)0, (Tensor)2).LogProb(1).ToDouble());
        Assert.Equal(DType.Float64, new Normal((Tensor)0, (Tensor)2).Mean!.DType);
        Assert.Equal(new Poisson(3.0).LogProb(2.0).ToDouble(), new Poisson((Tensor)3).LogProb(2).ToDouble());
        Assert.Equal(new Bernoulli(probs: 0.3).LogProb(1.0).ToDouble(), new Bernoulli(probs: 0.3).LogProb(true).ToDouble());
        Assert.Equal(new Categorical(probs: new[] { 0.3, 0.7 }).LogProb(1).ToDouble(), new Categorical(probs: new[] { 0.3, 0.7 }).LogProb(1.0).ToDouble());
        Assert.Equal(new Categorical(probs: new[] { 3, 7 }).LogProb(1).ToDouble(), Math.Log(0.7), 1e-15);
    }

    internal static Distribution Stretched(DistributionExample example, Func<int, Shape> to) =>
        example.Create([.. example.Parameters.Select((p, i) => p.BroadcastTo(to(i).Concat(p.Shape)))]);

    private static Shape OwnShape(DistributionExample example, params int[] leading) => Shape.Of([.. leading, .. example.EventShape]);

    private static void AssertShapes(Distribution d, Shape shape, Shape parts)
    {
        Assert.Equal(shape, d.Shape);
        Assert.Equal(Shape.Of([4, .. shape]), d.Sample(4).Shape);
        Assert.Equal(shape, d.SampleFrom(new NoiseSource("x", Axes.None)).BroadcastTo(shape).Shape);
        Assert.Equal(Shape.Scalar, d.LogProb(d.Sample(1).Select(0, 0)).Shape);
        Assert.Equal(Shape.Scalar, d.Entropy?.Shape ?? Shape.Scalar);
        Assert.Equal(shape, d.Mean?.Shape ?? shape);
        Assert.Equal(shape, d.Variance?.Shape ?? shape);
        Assert.Equal(parts, d.Cdf(0.5)?.BroadcastTo(parts).Shape ?? parts);
    }
}
