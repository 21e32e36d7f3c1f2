namespace DiffProb;

/// <summary>Parameters: names, checks, both spellings, substitution and printing.</summary>
public class ParameterTests
{
    [Theory]
    [MemberData(nameof(Examples.Families), MemberType = typeof(Examples))]
    public void Parameters_are_those_of_the_constructor(string name)
    {
        var d = DistributionCatalogue.Find(name).Distribution;
        var stems = d.Parameters.Select(p => p.Name.Split('.', '[')[0]).Distinct().ToArray(); // "components[0].loc" belongs to components
        Assert.Contains(d.GetType().GetConstructors(), c => stems.All(stem => c.GetParameters().Any(p => p.Name == stem)));
        Assert.Distinct(d.Parameters.Select(p => p.Name));
    }

    [Theory]
    [MemberData(nameof(Examples.WithDensity), MemberType = typeof(Examples))]
    public void With_the_same_parameters_it_is_the_same_distribution(string name)
    {
        var d = DistributionCatalogue.Find(name).Distribution;
        var same = d.With(p => p);
        var draw = d.Sample(1, seed: 60).Select(0, 0);
        Assert.Equal(d.ToString(), same.ToString());
        Assert.Same(d.LogProb(draw), same.LogProb(draw));
        Assert.Equal(d.Sample(5, seed: 61).ToArray(), same.Sample(5, seed: 61).ToArray());
    }

    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void With_changes_every_parameter_and_nothing_else(string name)
    {
        var example = DistributionCatalogue.Find(name);
        Tensor[] slots = [.. example.Parameters.Select((p, i) => Tensor.Data($"{i}", p.Shape))];
        var next = 0;
        var changed = example.Distribution.With(_ => slots[next++]);
        Assert.Equal(slots, changed.Parameters.Select(p => p.Value));
        Assert.Equal(example.Distribution.Parameters.Select(p => (p.Name, p.HasWeakDerivative)), changed.Parameters.Select(p => (p.Name, p.HasWeakDerivative)));

        // Where the place of a parameter decides, a path is not claimed for an unknown one.
        Assert.All(example.Distribution.Parameters.Zip(changed.Parameters), p => Assert.True(p.Second.Path == p.First.Path || (p.Second.Path == PathKind.None && example.Distribution is VonMises)));

        // Where the sign of a parameter decides, one of unknown sign moves the support.
        Assert.All(example.Distribution.Parameters.Zip(changed.Parameters), p => Assert.True(p.Second.MovesSupport || !p.First.MovesSupport));
        Assert.True(example.Distribution is GeneralizedPareto || example.Distribution.Parameters.Zip(changed.Parameters).All(p => p.First.MovesSupport == p.Second.MovesSupport));
        Assert.Equal((example.Distribution.Name, example.Distribution.Shape, example.Distribution.DType), (changed.Name, changed.Shape, changed.DType));
    }

    [Theory]
    [MemberData(nameof(Examples.Families), MemberType = typeof(Examples))]
    public void A_parameter_outside_its_support_is_refused_by_name(string name)
    {
        var example = DistributionCatalogue.Find(name);
        for (var k = 0; k < example.Parameters.Count; k++)
        {
            var parameter = example.Distribution.Parameters[k];
            foreach (var bad in Bad(parameter.Support))
            {
                var wide = Shape.Of([2, .. example.Parameters[k].Shape]);
                var numbers = Enumerable.Repeat(example.Parameters[k].ToArray(), 2).SelectMany(v => v).ToArray();
                numbers[^1] = bad;
                var at = k;
                var d = example.Create([.. example.Parameters.Select((p, i) => i == at ? Tensor.Of(wide, numbers) : p.BroadcastTo(Shape.Of([2, .. p.Shape])))]);
                var place = $" (element [{string.Join(", ", wide.Select(n => n - 1))}] of shape {wide})";
                foreach (var use in new Action[] { () => d.LogProb(0.0), () => d.Sample(1), () => d.Validate(d.Name) })
                {
                    var message = Assert.Throws<ValueException>(use).Message;
                    Assert.StartsWith($"{d.Name}: {parameter.Name} must be {d.Parameters[k].Support.Description}; it is ", message, StringComparison.Ordinal);
                    if (parameter.Support.Fault(d.Parameters[k].Value) is { } fault)
                    {
                        Assert.Contains(fault, message, StringComparison.Ordinal);
                        continue;
                    }

                    Assert.Contains(bad.ToString("G10", System.Globalization.CultureInfo.InvariantCulture) + place, message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("Bernoulli")]
    [InlineData("Geometric")]
    [InlineData("Categorical")]
    [InlineData("OneHotCategorical")]
    public void Both_spellings_are_the_same_distribution(string family)
    {
        var p = new[] { 0.2, 0.5, 0.3 };
        var logit = Array.ConvertAll(p, x => Math.Log(x / (1.0 - x)));
        (Distribution byProbs, Distribution byLogits) = family switch
        {
            "Bernoulli" => ((Distribution)new Bernoulli(probs: p), (Distribution)new Bernoulli(logits: logit)),
            "Geometric" => (new Geometric(probs: p), new Geometric(logits: logit)),
            "Categorical" => (new Categorical(probs: p), new Categorical(logits: Array.ConvertAll(p, Math.Log))),
            _ => (new OneHotCategorical(probs: p), new OneHotCategorical(logits: Array.ConvertAll(p, Math.Log))),
        };
        Assert.Equal("probs", byProbs.Parameters[0].Name);
        Assert.Equal("logits", byLogits.Parameters[0].Name);
        for (var i = 0; i < 10; i++)
        {
            var draw = byProbs.Sample(10, seed: 62).Select(0, i);
            Assert.Equal(byProbs.LogProb(draw).ToDouble(), byLogits.LogProb(draw).ToDouble(), 1e-12);
        }

        Assert.Equal(byProbs.Entropy!.ToDouble(), byLogits.Entropy!.ToDouble(), 1e-12);
        Assert.Equal(byProbs.Sample(100, seed: 63).ToArray(), byLogits.Sample(100, seed: 63).ToArray());
        Assert.All(byProbs.Mean?.ToArray() ?? [], (m, i) => Assert.Equal(m, byLogits.Mean!.ToArray()[i], 1e-12));
        Assert.All(byProbs.Variance?.ToArray() ?? [], (v, i) => Assert.Equal(v, byLogits.Variance!.ToArray()[i], 1e-12));
    }

    [Fact]
    public void Only_these_parameters_move_a_support() => Assert.Equal(
        [
            "Censored.high", "Censored.low",
            "Delta.value",
            "DiscreteUniform.high", "DiscreteUniform.low",
            "GeneralizedPareto.concentration", "GeneralizedPareto.loc", "GeneralizedPareto.scale",
            "Mixture.components[0].high", "Mixture.components[0].low",
            "Pareto.scale",
            "Transformed.base.high", "Transformed.base.low", "Transformed.transform.high", "Transformed.transform.loc", "Transformed.transform.low",
            "Triangular.high", "Triangular.low",
            "Truncated.high", "Truncated.low",
            "TruncatedCauchy.high", "TruncatedCauchy.low", "TruncatedExponential.high", "TruncatedExponential.low", "TruncatedGamma.high", "TruncatedGamma.low",
            "TruncatedGumbel.high", "TruncatedGumbel.low", "TruncatedLogistic.high", "TruncatedLogistic.low", "TruncatedNormal.high", "TruncatedNormal.low",
            "TruncatedStudentT.high", "TruncatedStudentT.low",
            "Uniform.high", "Uniform.low",
        ],
        DistributionCatalogue.All.Select(e => e.Distribution)
            .SelectMany(d => d.Parameters.Where(p => p.MovesSupport).Select(p => $"{d.Name}.{p.Name}")).Distinct().Order());

    [Fact]
    public void Scale_and_concentration_of_a_generalized_Pareto_move_its_support_unless_it_is_proved_to_be_unbounded()
    {
        var t = Tensor.Data("t", Shape.Scalar);
        bool[] Moving(Tensor concentration) => [.. new GeneralizedPareto(0.0, 1.0, concentration).Parameters.Select(p => p.MovesSupport)];
        Assert.Equal([true, true, true], Moving(-0.1));
        Assert.Equal([true, true, true], Moving(t));
        Assert.Equal([true, false, false], Moving(0.0));
        Assert.Equal([true, false, false], Moving(t.Softplus()));
    }

    [Fact]
    public void Text_is_the_constructor_call()
    {
        Assert.Equal("Normal(loc: 0, scale: 1.5)", new Normal(0.0, 1.5).ToString());
        Assert.Equal("Categorical(logits: [0, 1])", new Categorical(logits: new[] { 0.0, 1.0 }).ToString());
        Assert.StartsWith("Bernoulli(probs: Tensor Float64 [], depends on", new Bernoulli(probs: Tensor.Data("p", Shape.Scalar)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_distribution_with_symbolic_parameters_has_no_draws_as_numbers() =>
        Assert.Throws<SymbolicValueException>(() => new Normal(Tensor.Data("loc", Shape.Scalar), 1.0).Sample(1));

    private static IEnumerable<double> Bad(Support support) => support switch
    {
        HalfLine { IsClosed: false } => [0.0, -0.25, double.NaN, double.PositiveInfinity],
        HalfLine => [-0.25, double.NaN, double.PositiveInfinity],
        Interval { ExcludesLow: true } => [0.0, 1.25, double.NaN],
        Interval => [-0.25, 1.25, double.NaN],
        RightOf => [-1e9, double.NaN],
        BoundSupport => [double.NaN],
        LogWeightsSupport => [double.PositiveInfinity, double.NaN],
        CategorySupport { IsLog: true } => [double.PositiveInfinity, double.NaN],
        CategorySupport => [-0.25, double.NaN],
        _ => [double.NaN, double.PositiveInfinity],
    };
}
