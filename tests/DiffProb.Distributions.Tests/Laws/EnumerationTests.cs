namespace DiffProb;

/// <summary>Values of finite supports.</summary>
public class EnumerationTests
{
    [Theory]
    [MemberData(nameof(Examples.Finite), MemberType = typeof(Examples))]
    public void The_listed_values_are_all_values_and_lie_in_the_support(string name)
    {
        var example = DistributionCatalogue.Find(name);
        foreach (var d in new[] { example.Distribution, ShapeTests.Stretched(example, _ => Shape.Of(2)), ShapeTests.Stretched(example, _ => Shape.Of(1, 3)) })
        {
            if (((IFinite)d).Cardinality > 5000)
            {
                continue; // an event of several parts has too many values to look at each
            }

            var (finite, values) = ((IFinite)d, ((IFinite)d).EnumerateSupport());
            Assert.Equal(Shape.Of([(int)finite.Cardinality!.Value, .. d.Shape]), values.Shape);
            Assert.Equal(d.DType, values.DType);
            Assert.DoesNotContain(0.0, d.Support.Contains(values)!.Cast(DType.Float64).ToArray());
            var rows = Enumerable.Range(0, (int)finite.Cardinality!.Value).Select(i => string.Join(" ", values.Select(0, i).ToArray())).ToArray();
            Assert.Distinct(rows);
            Assert.Equal(1.0, new Atoms(d).Masses.Sum(), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Examples.Finite), MemberType = typeof(Examples))]
    public void The_mass_is_exp_of_log_prob_and_differentiable_where_it_is_zero(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var parameters = example.Parameters.Select((p, i) => Tensor.Data($"p{i}", p.Shape)).ToArray();
        var values = example.Parameters.Select(p => p.ToArray()).ToArray();
        var (d, support) = (example.Create(parameters), ((IFinite)example.Distribution).EnumerateSupport());
        for (var i = 0; i < support.Shape[0]; i++)
        {
            var mass = d.Mass(support.Select(0, i));
            Assert.Equal(Math.Exp(example.Distribution.LogProb(support.Select(0, i)).ToDouble()), new Computation(mass, parameters).At(values)[0], 1e-15);
            Assert.All(Gradient.Of(mass, LogProbTests.Real(d, parameters)), g => Assert.All(new Computation(g, parameters).At(values), v => Assert.True(double.IsFinite(v))));
        }
    }

    [Fact]
    public void The_last_part_changes_fastest()
    {
        Assert.Equal([0, 0, 0, 1, 1, 0, 1, 1], new Bernoulli(probs: new[] { 0.5, 0.5 }).EnumerateSupport().ToArray());
        Assert.Equal([0, 1, 2], new Categorical(probs: new[] { 1.0, 1.0, 1.0 }).EnumerateSupport().ToArray());
        Assert.Equal([1, 0, 0, 1], new OneHotCategorical(probs: new[] { 1.0, 1.0 }).EnumerateSupport().ToArray());
    }

    [Fact]
    public void The_number_of_values_does_not_overflow()
    {
        Assert.Equal(1L << 40, new Bernoulli(probs: Tensor.Ones(Shape.Of(40))).Cardinality);
        Assert.Equal(long.MaxValue, new Bernoulli(probs: Tensor.Ones(Shape.Of(100))).Cardinality);
        Assert.Equal(1, new Bernoulli(probs: Tensor.Ones(Shape.Of(0))).Cardinality);
    }
}
