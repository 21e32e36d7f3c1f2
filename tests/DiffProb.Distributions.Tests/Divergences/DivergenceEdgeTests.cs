namespace DiffProb;

/// <summary>Edges: mass outside of a support, probabilities of 0 and 1, shapes, and pairs without a closed form.</summary>
public sealed class DivergenceEdgeTests
{
    private static readonly (Distribution P, Distribution Q)[] InfinitePairs =
    [
        (new Uniform(0.0, 1.0), new Uniform(0.5, 2.0)),
        (new Uniform(-0.5, 1.0), new Exponential(1.0)),
        (new Uniform(-0.5, 0.5), new Beta(2.0, 2.0)),
        (new DiscreteUniform(0.0, 5.0), new DiscreteUniform(1.0, 7.0)),
        (new Pareto(1.0, 2.0), new Pareto(1.5, 2.0)),
        (new Gamma(2.0, 1.0), new Pareto(0.1, 1.0)),
        (new Pareto(1.0, 1.0), new Exponential(1.0)),
        (new Cauchy(0.0, 1.0), new Normal(0.0, 1.0)),
        (new StudentT(1.5, 0.0, 1.0), new Normal(0.0, 1.0)),
        (new Laplace(0.0, 2.0), new Gumbel(0.0, 1.0)),
        (new Gamma(0.5, 1.0), new InverseGamma(2.0, 1.0)),
        (new Normal(0.0, 1.0), new Gamma(1.0, 1.0)),
        (new Cauchy(0.0, 1.0), new Beta(1.0, 1.0)),
        (new Gamma(1.0, 1.0), new Beta(1.0, 1.0)),
        (new Delta(1.0), new Delta(2.0)),
        (new Delta(1.0), new Normal(0.0, 1.0)),
        (new Normal(0.0, 1.0), new Delta(1.0)),
        (new Bernoulli(0.5), new Bernoulli(0.0)),
        (new Bernoulli(0.5), new Bernoulli(logits: double.NegativeInfinity)),
        (new Poisson(1.0), new Poisson(0.0)),
        (new Binomial(5.0, 0.5), new Binomial(4.0, 0.5)),
    ];

    /// <summary>Pairs whose divergence is infinite.</summary>
    internal static IEnumerable<DivergenceExample> Infinite => InfinitePairs.Select(p => new DivergenceExample(new(_ => p.P, []), new(_ => p.Q, [])));

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, InfinitePairs.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_is_infinite_where_there_is_mass_outside_of_the_support(int row) =>
        Assert.Equal(double.PositiveInfinity, Divergence.Kl(InfinitePairs[row].P, InfinitePairs[row].Q).ToDouble());

    [Fact]
    public void A_uniform_law_may_begin_at_the_edge()
    {
        Assert.Equal(3.0 - Math.Log(12.0), Divergence.Kl(new Uniform(0.0, 1.0), new Beta(2.0, 3.0)).ToDouble(), 1e-14);
        Assert.Equal(1.0 - (Math.Log(2.0) - 1.0) - Math.Log(2.0), Divergence.Kl(new Uniform(0.0, 2.0), new Gamma(2.0, 1.0)).ToDouble(), 1e-14);
    }

    [Fact]
    public void Supports_that_depend_on_parameters_are_compared_at_the_run()
    {
        var low = Tensor.Data("low", Shape.Scalar);
        var kl = new Computation(Divergence.Kl(new Uniform(low, 1.0), new Uniform(0.0, 1.0)), low);
        Assert.Equal(Math.Log(2.0), kl.At([0.5])[0], 1e-15);
        Assert.Equal(double.PositiveInfinity, kl.At([-0.5])[0]);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.5)]
    [InlineData(0.0, 0.0)]
    [InlineData(1.0, 1.0)]
    public void Certain_bits_have_finite_gradients(double p, double q)
    {
        Tensor[] slots = [Tensor.Data("p", Shape.Scalar), Tensor.Data("q", Shape.Scalar)];
        var kl = Divergence.Kl(new Bernoulli(slots[0]), new Bernoulli(slots[1]));
        Assert.Equal(p == q ? 0.0 : Math.Log(2.0), new Computation(kl, slots).At([p], [q])[0], 1e-15);
        Assert.All(Gradient.Of(kl, slots), g => Assert.True(double.IsFinite(new Computation(g, slots).At([p], [q])[0])));
    }

    [Fact]
    public void Impossible_categories_have_finite_gradients()
    {
        Tensor[] slots = [Tensor.Data("p", Shape.Of(3)), Tensor.Data("q", Shape.Of(3))];
        var kl = Divergence.Kl(new Categorical(slots[0]), new Categorical(slots[1]));
        Assert.Equal(Math.Log(2.0), new Computation(kl, slots).At([0.0, 0.0, 1.0], [0.0, 0.5, 0.5])[0], 1e-15);
        Assert.All(Gradient.Of(kl, slots), g => Assert.All(new Computation(g, slots).At([0.0, 0.0, 1.0], [0.0, 0.5, 0.5]), x => Assert.True(double.IsFinite(x))));
        var logits = Divergence.Kl(new Categorical(logits: slots[0]), new Categorical(logits: slots[1]));
        double[][] numbers = [[double.NegativeInfinity, double.NegativeInfinity, 0.0], [double.NegativeInfinity, 0.0, 0.0]];
        Assert.Equal(Math.Log(2.0), new Computation(logits, slots).At(numbers)[0], 1e-15);
        Assert.All(Gradient.Of(logits, slots), g => Assert.All(new Computation(g, slots).At(numbers), x => Assert.True(double.IsFinite(x))));
    }

    [Fact]
    public void Elements_are_summed_over_the_shape_that_both_broadcast_to()
    {
        var p = new Normal(new[] { 0.0, 1.0, 2.0 }, 1.0);
        Assert.Equal(0.5 * (0.0 + 1.0 + 4.0), Divergence.Kl(p, new Normal(0.0, 1.0)).ToDouble(), 1e-15);
        Assert.Equal(0.5 * (0.0 + 1.0 + 4.0), Divergence.Kl(new Normal(0.0, 1.0), p).ToDouble(), 1e-15);
        var sum = new[] { 0.2, 0.4 }.Sum(probs => Divergence.Kl(new Binomial(3.0, probs), new Poisson(1.0)).ToDouble());
        Assert.Equal(sum, Divergence.Kl(new Binomial(3.0, new[] { 0.2, 0.4 }), new Poisson(1.0)).ToDouble(), 1e-14);
    }

    [Fact]
    public void What_has_no_closed_form_has_no_result()
    {
        var mixture = new Mixture(new[] { 0.5, 0.5 }, new Normal(0.0, 1.0), new Normal(3.0, 1.0));
        Assert.Null(Divergence.KlOrNull(mixture, new Normal(0.0, 1.0)));
        Assert.Null(Divergence.KlOrNull(new Normal(0.0, 1.0), mixture));
        Assert.Null(Divergence.KlOrNull(new Binomial(Tensor.Data("n", Shape.Scalar), 0.5), new Binomial(Tensor.Data("m", Shape.Scalar), 0.5)));
        Assert.Null(Divergence.KlOrNull(
            new Transformed(new Normal(0.0, 1.0), Transform.Affine(0.0, 1.0)), new Transformed(new Normal(0.0, 1.0), Transform.Affine(0.0, 2.0))));
        Assert.Null(Divergence.KlOrNull(new Wishart(4.0, covariance: new[,] { { 1.0 } }), new InverseWishart(4.0, scale: new[,] { { 1.0 } })));
    }

    [Fact]
    public void Laws_without_a_density_are_no_mistake()
    {
        var blend = new SoftRejection(new Normal(0.0, 1.0), z => -z.Square(), 0.5);
        Assert.All([new ZeroInflated(new Poisson(1.0), 0.2), new Normal(0.0, 1.0), (Distribution)new Gamma(1.0, 1.0)], d => Assert.Null(Divergence.KlOrNull(blend, d)));
        Assert.All([new ZeroInflated(new Poisson(1.0), 0.2), new Normal(0.0, 1.0), (Distribution)new Gamma(1.0, 1.0)], d => Assert.Null(Divergence.KlOrNull(d, blend)));
    }

    [Fact]
    public void Counts_that_are_certainly_zero_have_a_divergence()
    {
        var other = new ZeroInflated(new Poisson(1.5), 0.2);
        Assert.Equal(-Math.Log(0.2 + (0.8 * Math.Exp(-1.5))), Divergence.Kl(new ZeroInflated(new Poisson(0.0), 0.3), other).ToDouble(), 1e-14);
        Assert.Equal(-Math.Log(0.2 + (0.8 * Math.Exp(-1.5))), Divergence.Kl(new ZeroInflated(new Poisson(4.0), 1.0), other).ToDouble(), 1e-14);
    }

    [Fact]
    public void Bad_parameters_are_refused() => Assert.Throws<ValueException>(() => Divergence.Kl(new Normal(0.0, 1.0), new Normal(0.0, -1.0)));
}
