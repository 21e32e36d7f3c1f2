namespace DiffProb;

/// <summary>What single families promise beyond the laws of all.</summary>
public class ClosedFormTests
{
    /// <summary>A draw is exp or sigmoid of something, and its logarithm is simplified to that: finite where the draw is 0, 1 or infinite.</summary>
    [Fact]
    public void Logarithms_of_draws_are_exact_where_the_draw_underflows_or_overflows()
    {
        AssertFinite(new Weibull(1.0, 1e-3), x => x.Log());
        AssertFinite(new Frechet(1.0, 1e-3), x => x.Log());
        AssertFinite(new InverseGamma(1e-3, 1.0), x => x.Log());
        AssertFinite(new Chi2(1e-3), x => x.Log());
        AssertFinite(new Kumaraswamy(1e-3, 1.0), x => x.Log());
        AssertFinite(new Kumaraswamy(1.0, 0.1), x => (1.0 - x).Log());
        AssertFinite(new LogitNormal(0.0, 1e3), x => x.Log());
        AssertFinite(new LogitNormal(0.0, 1e3), x => (1.0 - x).Log());
    }

    /// <summary>The density at such a draw is that at its logarithm.</summary>
    [Fact]
    public void Densities_of_draws_are_finite_where_the_draw_underflows_or_overflows()
    {
        foreach (var d in new Distribution[] { new Weibull(1.0, 1e-3), new Frechet(1.0, 1e-3), new InverseGamma(1e-3, 1.0), new Kumaraswamy(1.0, 0.1), new LogitNormal(0.0, 1e3), new Beta(0.01, 0.01), new Gamma(1e-3, 1.0) })
        {
            AssertFinite(d, d.LogDensity);
        }
    }

    [Fact]
    public void A_triangle_may_rise_or_fall_alone()
    {
        Assert.Equal(Math.Log(2.0), new Triangular(0.0, 1.0, 0.0).LogProb(0.0).ToDouble());
        Assert.Equal(Math.Log(2.0), new Triangular(0.0, 1.0, 1.0).LogProb(1.0).ToDouble());
        Assert.Equal(double.NegativeInfinity, new Triangular(0.0, 1.0, 1.0).LogProb(0.0).ToDouble());
        Assert.Equal(2e-20, new Triangular(0.0, 1.0, 0.0).Cdf(1e-20)!.ToDouble(), 1e-35);
        Assert.Equal(5e-21, new Triangular(0.0, 1.0, 0.0).Icdf(1e-20)!.ToDouble(), 1e-36);
        Assert.StartsWith(
            "Triangular: peak must be between 0 and 1; it is 1.5",
            Assert.Throws<ValueException>(() => new Triangular(0.0, 1.0, 1.5).LogProb(0.5)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_mass_is_its_value_with_all_derivatives()
    {
        var value = Tensor.Data("value", Shape.Scalar);
        var d = new Delta(value);
        Assert.Same(value, d.SampleFrom(new NoiseSource("x", Axes.None)));
        Assert.Equal([1.0], new Computation(Gradient.Of(d.Mean!, value)[0], value).At([3.0]));
        Assert.Equal([0.0], new Computation(Gradient.Of(d.LogDensity(value), value)[0], value).At([3.0]));
        Assert.Equal([0.0, 1.0, 1.0], new Delta(3.0).Cdf(new[] { 2.0, 3.0, 4.0 })!.ToArray());
        Assert.Equal(0.0, new Delta(3.0).LogProb(3.0).ToDouble());
        Assert.Equal(double.NegativeInfinity, new Delta(3.0).LogProb(Math.BitIncrement(3.0)).ToDouble());
        Assert.Equal(PathKind.Explicit, Assert.Single(d.Parameters).Path);
        Assert.Equal([1.0, 2.0], new Delta(new[] { 1.0, 2.0 }).EnumerateSupport().ToArray());
        Assert.Equal(DType.Int64, new Delta((Tensor)3).Sample(2).DType);
    }

    /// <summary>dH/dλ = E log((K + 1) / λ), from the sum and from the series that follows it.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(20.0)]
    [InlineData(255.0)]
    [InlineData(257.0)]
    public void The_entropy_of_a_Poisson_is_differentiable(double rate)
    {
        var slot = Tensor.Data("rate", Shape.Scalar);
        var slope = new Computation(Gradient.Of(new Poisson(slot).Entropy!, slot)[0], slot).At([rate])[0];
        var atoms = new Atoms(new Poisson(rate));
        Assert.Equal(atoms.Expectation((k, _) => Math.Log((k + 1.0) / rate))[0], slope, 1e-13);
    }

    /// <summary>Shape parameters so large that the plain formula of the variance cancels: of a Weibull of shape k it is π²/6 (scale / k)² to first order.</summary>
    [Fact]
    public void Variances_of_narrow_laws_do_not_cancel()
    {
        const double k = 1e7;
        var leading = Math.PI * Math.PI / 6.0 / (k * k);
        Assert.Equal(1.0, new Weibull(1.0, k).Variance!.ToDouble() / leading, 1e-6);
        Assert.Equal(1.0, new Frechet(1.0, k).Variance!.ToDouble() / leading, 1e-6);
        Assert.Equal(1.0, new Kumaraswamy(k, 1.0).Variance!.ToDouble() / (1.0 / (k * k)), 1e-6);
        Assert.Equal(Math.Sqrt(0.5 * Math.PI * Math.E), Math.Exp(new Gamma(1e12, 1e12).Entropy!.ToDouble()) * 1e6 * 0.5, 1e-9);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.1, 0.0)]
    [InlineData(0.25, 0.0)]
    [InlineData(0.2500001, 1.0)]
    [InlineData(0.5, 2.0)]
    [InlineData(1.0, 3.0)]
    public void Quantiles_of_categories_are_the_first_that_reach_the_probability(double probability, double index)
    {
        Assert.Equal(index, new Categorical(probs: new[] { 1.0, 0.5, 1.0, 1.5, 0.0 }).Icdf(probability)!.ToDouble());
        Assert.Equal(DType.Int64, new Categorical(probs: new[] { 1.0, 2.0 }).Icdf(0.5)!.DType);
    }

    [Fact]
    public void Bits_keep_the_digits_of_what_is_unlikely()
    {
        Assert.Equal(1e-30, (1.0 - new Bernoulli(probs: 1e-30).Cdf(0.0)).ToDouble());
        Assert.Equal(-800.0, (1.0 - new Bernoulli(logits: -800.0).Cdf(0.0)).Log().ToDouble());
        Assert.Equal(-800.0, new Bernoulli(logits: 800.0).Cdf(0.0).Log().ToDouble());
        Assert.Equal([0.0, 1.0], new Bernoulli(probs: 1e-30).Icdf(1.0 - Tensor.Vector(2e-30, 0.5e-30)).ToArray());
        Assert.Equal([0.0, 1.0], new Bernoulli(logits: 70.0).Icdf(new[] { 1e-31, 1e-30 }).ToArray());
    }

    /// <summary>Numbers that were written down take the type of what they meet.</summary>
    [Fact]
    public void A_distribution_of_literals_has_the_float_type_of_its_value()
    {
        var x = Tensor.Of([0.25f, 0.5f]);
        Assert.All(
            DistributionCatalogue.All.Select(e => e.Distribution.GetType()).Distinct().Where(t => t.GetConstructors().Any(IsOfNumbers)),
            t => Assert.True(Literal(t).LogDensityOfParts(x[0]) is { DType: DType.Float32 } or { IsLiteral: true }, t.Name));
        Assert.Equal(DType.Float32, new Normal(0.0, 1.0).With(p => p.BroadcastTo(Shape.Of(2))).LogProb(x).DType);
    }

    private static bool IsOfNumbers(System.Reflection.ConstructorInfo constructor) =>
        constructor.GetParameters() is { Length: > 0 } parameters && parameters.All(p => p.ParameterType == typeof(double));

    private static Distribution Literal(Type type)
    {
        var constructor = type.GetConstructors().First(IsOfNumbers);
        return (Distribution)constructor.Invoke([.. constructor.GetParameters().Select((_, i) => (object)(0.25 * (i + 1)))]);
    }

    private static void AssertFinite(Distribution d, Func<Tensor, Tensor> of)
    {
        var points = new Points(1000);
        var values = new Computation(points.Gather(of(d.SampleFrom(new NoiseSource("x", points.Axes))))).At();
        Assert.All(values, v => Assert.True(double.IsFinite(v), $"{d}: {v}"));
    }

    /// <summary>Where the mean underflows, and the ratio of E x² to its square overflows.</summary>
    [Fact]
    public void A_variance_of_Kumaraswamy_underflows_to_zero() => Assert.Equal(0.0, new Kumaraswamy(1e-3, 1e3).Variance!.ToDouble());
}
