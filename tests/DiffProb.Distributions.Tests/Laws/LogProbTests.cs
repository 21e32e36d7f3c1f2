namespace DiffProb;

/// <summary>Derivatives of the log density, and what happens outside the support.</summary>
public class LogProbTests
{
    private const int Draws = 20;

    /// <summary>Central differences at 20 draws; agreement to 1e-6 of the derivative, or as good as the difference is.</summary>
    [Theory]
    [MemberData(nameof(Examples.WithDensity), MemberType = typeof(Examples))]
    public void Gradients_are_finite_differences(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var points = new Points(Draws);
        var (slots, d) = points.Parameterize(example);
        var x = points.Slot("x", d.Shape);
        var logProb = d.LogDensity(points.Spread(d.DType == DType.Int64 ? x.Cast(DType.Int64) : x));
        double[][] values = [.. points.Repeat(example), example.Distribution.Sample(Draws, seed: 40).ToArray()];
        Tensor[] inputs = [.. slots, x];
        var f = new Computation(points.Gather(logProb), inputs);
        for (var k = 0; k < (d.Support.IsDiscrete ? slots.Length : inputs.Length); k++)
        {
            if (k < slots.Length && d.Parameters[k].Support.IsDiscrete)
            {
                continue; // a whole number has no derivative
            }

            var gradient = new Computation(Gradient.Of(logProb.SumOver(points.Axes), inputs[k])[0], inputs).At(values);
            var size = gradient.Length / Draws;
            for (var e = 0; e < size; e++)
            {
                var (difference, error) = Differences.Of(f, values, k, e, Scales(example, k, values));
                for (var i = 0; i < Draws; i++)
                {
                    var exact = gradient[(i * size) + e];
                    Assert.True(
                        !double.IsFinite(difference[i]) || Math.Abs(exact - difference[i]) <= (1e-6 * Math.Abs(exact)) + error[i],
                        $"{inputs[k].Operation.Name}: {exact} is not {difference[i]} ± {error[i]}");
                }
            }
        }
    }

    /// <summary>The same one order higher: derivatives of the gradient, by each parameter and by the value.</summary>
    [Theory]
    [MemberData(nameof(Examples.ClosedForms), MemberType = typeof(Examples))]
    public void Second_derivatives_are_finite_differences_of_gradients(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var points = new Points(Draws);
        var (slots, d) = points.Parameterize(example);
        var x = points.Slot("x", d.Shape);
        var logProb = d.LogDensity(points.Spread(x));
        double[][] values = [.. points.Repeat(example), example.Distribution.Sample(Draws, seed: 44).ToArray()];
        Tensor[] inputs = [.. slots, x];
        for (var k = 0; k < inputs.Length; k++)
        {
            var gradient = Gradient.Of(logProb.SumOver(points.Axes), inputs[k])[0];
            var second = new Computation(Gradient.Of(gradient.Sum(), inputs[k])[0], inputs).At(values);
            var (difference, error) = Differences.Of(new Computation(gradient, inputs), values, k, 0, Scales(example, k, values));
            Assert.All(second, (exact, i) => Assert.True(
                !double.IsFinite(difference[i]) || Math.Abs(exact - difference[i]) <= (1e-6 * Math.Abs(exact)) + error[i],
                $"{inputs[k].Operation.Name}: {exact} is not {difference[i]} ± {error[i]} at {values[^1][i]}"));
        }
    }

    [Theory]
    [MemberData(nameof(Examples.WithDensity), MemberType = typeof(Examples))]
    public void Outside_the_support_log_prob_is_minus_infinity_with_gradient_zero(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var parameters = example.Parameters.Select((p, i) => Tensor.Data($"p{i}", p.Shape)).ToArray();
        var d = example.Create(parameters);
        foreach (var value in Outside(example.Distribution))
        {
            Assert.Equal(double.NegativeInfinity, example.Distribution.LogProb(value).ToDouble());
            var logProb = d.LogProb(value);
            var values = example.Parameters.Select(p => p.ToArray()).ToArray();
            Assert.Equal([double.NegativeInfinity], new Computation(logProb, parameters).At(values));
            Assert.All(Gradient.Of(logProb, parameters), g => Assert.All(new Computation(g, parameters).At(values), v => Assert.Equal(0.0, v)));
        }
    }

    [Theory]
    [MemberData(nameof(Examples.WithDensity), MemberType = typeof(Examples))]
    public void Log_prob_and_its_gradient_are_never_NaN_at_a_draw(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var parameters = example.Parameters.Select((p, i) => Tensor.Data($"p{i}", p.Shape)).ToArray();
        var values = example.Parameters.Select(p => p.ToArray()).ToArray();
        var (d, draws) = (example.Create(parameters), example.Distribution.Sample(20, seed: 41));
        for (var i = 0; i < 20; i++)
        {
            var logProb = d.LogProb(draws.Select(0, i));
            Assert.All(new Computation(logProb, parameters).At(values), v => Assert.True(v > double.NegativeInfinity));
            Assert.All(Gradient.Of(logProb, Real(d, parameters)), g => Assert.All(new Computation(g, parameters).At(values), v => Assert.False(double.IsNaN(v))));
        }
    }

    /// <summary>Below matrix operations a derivative of 0 times NaN would be NaN: the formula sees values inside only.</summary>
    [Fact]
    public void A_value_outside_the_support_never_reaches_the_formula()
    {
        var seen = new Seen();
        Assert.Equal(double.NegativeInfinity, seen.LogProb(new[] { -1.0, 2.0, 3.0 }).ToDouble());
        Assert.Equal([1.0, 2.0, 3.0], seen.Value!.ToArray());
        Assert.Equal(double.NegativeInfinity, seen.LogProb(new[] { -1.0, 2.0, double.NaN }).ToDouble());
        Assert.Equal([1.0, 2.0, 1.0], seen.Value!.ToArray());
    }

    /// <summary>A probability of exactly 0 or 1 has a derivative where the value is the possible one.</summary>
    [Fact]
    public void Certain_outcomes_have_finite_derivatives()
    {
        var p = Tensor.Data("p", Shape.Scalar);
        double Slope(Distribution d, Tensor value, double at) => new Computation(Gradient.Of(d.LogProb(value), p)[0], p).At([at])[0];
        Assert.Equal(-1.0, Slope(new Bernoulli(probs: p), 0.0, 0.0));
        Assert.Equal(1.0, Slope(new Bernoulli(probs: p), 1.0, 1.0));
        Assert.Equal(1.0, Slope(new Geometric(probs: p), 0.0, 1.0));
        Assert.Equal(-1.0, Slope(new Poisson(p), 0.0, 0.0));
    }

    /// <summary>Where a square overflows: a Cauchy at 1e200 has the density of its tail, and a derivative in its scale.</summary>
    [Fact]
    public void Heavy_tails_reach_to_the_largest_numbers()
    {
        var scale = Tensor.Data("scale", Shape.Scalar);
        foreach (var d in new Distribution[] { new Cauchy(0.0, scale), new HalfCauchy(scale) })
        {
            var logProb = new Computation(d.LogDensity(1e200), scale).At([3.0])[0];
            Assert.Equal(Math.Log(3.0 / Math.PI) - (400.0 * Math.Log(10.0)) + (d is Cauchy ? 0.0 : Math.Log(2.0)), logProb, 1e-12);
            Assert.Equal(1.0 / 3.0, new Computation(Gradient.Of(d.LogDensity(1e200), scale)[0], scale).At([3.0])[0], 1e-15);
        }
    }

    /// <summary>At concentration 1 the powers of x vanish from the density, also from its derivative where 1 / x is huge.</summary>
    [Fact]
    public void Terms_that_vanish_leave_no_rounding_in_the_derivative()
    {
        var x = Tensor.Data("x", Shape.Scalar);
        double Slope(Distribution d) => new Computation(Gradient.Of(d.LogDensity(x), x)[0], x).At([1e-200])[0];
        Assert.Equal(-3.0, Slope(new Gamma(1.0, 3.0)));
        Assert.Equal(-4.0, Slope(new Beta(1.0, 5.0)), 1e-15);
        Assert.Equal(-0.25, Slope(new Weibull(4.0, 1.0)), 1e-12);
    }

    [Fact]
    public void A_category_of_weight_zero_has_derivative_zero_in_logits_and_minus_one_in_probs()
    {
        var w = Tensor.Data("w", Shape.Of(3));
        var byLogits = new Computation(Gradient.Of(new Categorical(logits: w).LogProb(1), w)[0], w).At([double.NegativeInfinity, 0.0, 0.0]);
        Assert.Equal([0.0, 0.5, -0.5], byLogits);
        var byProbs = new Computation(Gradient.Of(new Categorical(probs: w).LogProb(1), w)[0], w).At([0.0, 0.5, 0.5]);
        Assert.Equal([-1.0, 1.0, -1.0], byProbs);
    }

    [Fact]
    public void Log_prob_of_an_impossible_value_is_minus_infinity()
    {
        Assert.Equal(double.NegativeInfinity, new Bernoulli(probs: 0.0).LogProb(1.0).ToDouble());
        Assert.Equal(double.NegativeInfinity, new Bernoulli(logits: double.NegativeInfinity).LogProb(1.0).ToDouble());
        Assert.Equal(0.0, new Bernoulli(logits: double.NegativeInfinity).LogProb(0.0).ToDouble());
        Assert.Equal(double.NegativeInfinity, new Categorical(probs: new[] { 0.0, 1.0 }).LogProb(0).ToDouble());
        Assert.Equal(double.NegativeInfinity, new OneHotCategorical(logits: new[] { double.NegativeInfinity, 1.0 }).LogProb(new[] { 1.0, 0.0 }).ToDouble());
    }

    [Fact]
    public void Bits_and_one_hots_enter_the_log_mass_affinely()
    {
        static Dependence Worst(Distribution d, Tensor x) => Topology.Sort(d.LogDensity(x))
            .SelectMany(n => Enumerable.Range(0, n.Inputs.Length).Where(k => Topology.Sort(n.Inputs[k]).Contains(x)).Select(n.Operation.DependsOn)).Max();
        var (bit, oneHot) = (Tensor.Data("bit", Shape.Scalar), Tensor.Data("one-hot", Shape.Of(2)));
        Assert.Equal(Dependence.Affine, Worst(new Bernoulli(probs: 0.3), bit));
        Assert.Equal(Dependence.Affine, Worst(new Bernoulli(logits: 0.3), bit));
        Assert.Equal(Dependence.Affine, Worst(new OneHotCategorical(probs: new[] { 0.3, 0.7 }), oneHot));
        Assert.Equal(Dependence.Affine, Worst(new OneHotCategorical(logits: new[] { 0.3, 0.7 }), oneHot));
    }

    private sealed class Seen() : Distribution(Support.Positive, [], Shape.Of(3))
    {
        public Tensor? Value { get; private set; }

        internal override Tensor SampleFrom(NoiseSource noise) => Tensor.Ones(Shape);

        protected override Tensor LogDensityPerPart(Tensor x) => Value = x;

        protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => this;
    }

    // A whole number has no derivative.
    internal static Tensor[] Real(Distribution d, Tensor[] parameters) => [.. parameters.Where((_, i) => !d.Parameters[i].Support.IsDiscrete)];

    private static IEnumerable<Tensor> Outside(Distribution d)
    {
        Tensor Filled(double x) => Tensor.Scalar(x).BroadcastTo(d.Shape);
        yield return Filled(double.NaN);
        yield return Filled(double.PositiveInfinity);
        yield return Filled(double.NegativeInfinity);
        if (d.Support.Contains(Filled(-3.5))?.ToArray().All(inside => inside == 1.0) != true)
        {
            yield return Filled(-3.5);
        }

        if (d.Support.IsDiscrete)
        {
            yield return Filled(0.5);
            yield return Filled(d.Support is WholeNumbers ? -1e6 : -1.0);
        }
    }

    // What the log density varies over: the size of a positive number, the distance to the ends, and else the spread of the draws.
    private static double[] Scales(DistributionExample example, int k, double[][] values)
    {
        var d = example.Distribution;
        var (isValue, x) = (k == d.Parameters.Count, values[k]);
        var support = isValue ? d.Support : d.Parameters[k].Support;
        var size = x.Length / Draws;
        if (!isValue && d.Parameters[k].MovesSupport && d.Support is Interval { Low: var a, High: var b })
        {
            // An end must not come past the draw.
            return [.. values[^1].Select(v => Math.Min(Spread(d), Math.Min(v - a.ToDouble(), b.ToDouble() - v)))];
        }

        return [.. Enumerable.Range(0, Draws).Select(i => Math.Abs(x[i * size])).Select(v => support switch
        {
            HalfLine => Math.Min(v, Math.Sqrt(v)),
            Interval { Low: var low, High: var high } => Math.Min(v - low.ToDouble(), high.ToDouble() - v),
            CategorySupport => 1.0,
            LogWeightsSupport => 1.0,
            _ => Spread(d),
        }).Select(s => s > 0.0 && double.IsFinite(s) ? s : 1e-3)];
    }

    private static double Spread(Distribution d)
    {
        var sorted = d.Sample(1000, seed: 42).ToArray().Order().ToArray();
        return Math.Max(sorted[750] - sorted[250], d.Support.IsDiscrete ? 1.0 : 0.0);
    }
}
