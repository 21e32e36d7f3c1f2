namespace DiffProb;

/// <summary>Laws of transformed draws against families that are such laws, and where transforms round.</summary>
public class TransformedTests
{
    /// <summary>A family with a formula of its own, the same law by a transform, and points into both tails.</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Distribution> Own, Func<Tensor, Tensor, Distribution> Made, double[] Parameters, double[] Points)> Pairs = new()
    {
        ["LogNormal"] = (
            (a, b) => new LogNormal(a, b), (a, b) => new Transformed(new Normal(a, b), Transform.Exp),
            [0.5, 0.75], [1e-300, 1e-9, 0.3, 1.0, 5.0, 1e9, 1e300]),
        ["LogitNormal"] = (
            (a, b) => new LogitNormal(a, b), (a, b) => new Transformed(new Normal(a, b), Transform.Sigmoid),
            [-0.5, 1.5], [1e-300, 1e-9, 0.3, 0.5, 0.99, 1.0 - 1e-12]),
        ["Weibull"] = (
            (a, b) => new Weibull(a, b), (a, b) => new Transformed(new Exponential(Tensor.Ones(Shape.Scalar)), Transform.Chain(Transform.Power(1.0 / b), Transform.Affine(0.0, a))),
            [2.0, 1.5], [1e-100, 1e-9, 0.3, 1.0, 5.0, 100.0]),
        ["Pareto"] = (
            (a, b) => new Pareto(a, b), (a, b) => new Transformed(new Exponential(b), Transform.Chain(Transform.Exp, Transform.Affine(0.0, a))),
            [2.0, 3.0], [2.0 + 1e-12, 2.5, 10.0, 1e9, 1e100]),
        ["Logistic"] = (
            (a, b) => new Logistic(a, b), (a, b) => new Transformed(new Uniform(Tensor.Zeros(Shape.Scalar), Tensor.Ones(Shape.Scalar)), Transform.Chain(Transform.Sigmoid.Inverted, Transform.Affine(a, b))),
            [1.0, 0.5], [-300.0, -20.0, 0.0, 1.0]), // above, 1 - sigmoid is rounded before Uniform sees it
        ["Frechet"] = (
            (a, b) => new Frechet(a, b), (a, b) => new Transformed(new Exponential(Tensor.Ones(Shape.Scalar)), Transform.Chain(Transform.Power(-1.0 / b), Transform.Affine(0.0, a))),
            [2.0, 1.5], [0.05, 0.3, 1.0, 5.0, 1e9]),
    };

    public static TheoryData<string> Names => [.. Pairs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_the_family_that_has_a_name(string name)
    {
        var (own, made) = (Pairs[name].Own, Pairs[name].Made);
        foreach (var (what, value) in new (string, Func<Distribution, Tensor, Tensor>)[]
        {
            ("log density", (d, x) => d.LogDensity(x)),
            ("log cdf", (d, x) => d.LogCdf(x)!),
            ("log survival", (d, x) => d.LogSurvival(x)!),
        })
        {
            AssertSame(name, what, value);
        }

        var (p, q) = (Tensor.Vector(1e-12, 0.1, 0.5, 0.9), Pairs[name].Parameters);
        Assert.All(own(q[0], q[1]).Icdf(p)!.ToArray().Zip(made(q[0], q[1]).Icdf(p)!.ToArray()), x => Assert.Equal(1.0, x.First / x.Second, 1e-14));
    }

    /// <summary>tanh x rounds to 1 from 20 on, and 3 + e^x to 3 below -40: the density of a draw is that of its origin all the same.</summary>
    [Fact]
    public void The_density_of_a_draw_is_exact_where_the_transform_rounds()
    {
        foreach (var (transform, at) in new[] { (Transform.Tanh, 400.0), (Transform.Interval(3.0, double.PositiveInfinity), -400.0), (Transform.Interval(-2.0, 5.0), 400.0), (Transform.Softplus, -400.0) })
        {
            var d = new Transformed(new Normal(at, 0.5), transform);
            var draw = d.SampleFrom(new NoiseSource("z", Axes.None));
            var origin = at + (0.5 * new NoiseSource("z", Axes.None).StandardNormal(Shape.Scalar));
            var exact = new Normal(at, 0.5).LogDensity(origin) - transform.LogDeterminantOf(origin);
            Assert.Equal(new Computation(exact).At(), new Computation(d.LogDensity(draw)).At());
            Assert.True(double.IsFinite(new Computation(exact).At()[0]));
        }
    }

    /// <summary>Also where the density was formed at a symbol, which the draw replaces: how a program puts them together.</summary>
    [Fact]
    public void The_density_at_a_site_becomes_exact_when_the_draw_is_put_in()
    {
        var d = new Transformed(new MultivariateNormal(new[] { 700.0, -700.0 }, scaleTril: new[,] { { 0.5, 0.0 }, { 0.2, 0.75 } }), Transform.StickBreaking);
        var site = Tensor.Data("z", d.Shape);
        var draw = d.SampleFrom(new NoiseSource("z", Axes.None));
        var density = new Rewriter((node, _) => node == site ? draw : null).Rewrite(d.LogDensity(site));
        Assert.Equal(new Computation(d.LogDensity(draw)).At(), new Computation(density).At());
        Assert.True(double.IsFinite(new Computation(density).At()[0]));
    }

    [Fact]
    public void Outside_of_the_image_of_a_support_there_is_no_density()
    {
        var above = new Transformed(new Exponential(1.0), Transform.Affine(3.0, 2.0));
        Assert.Equal(double.NegativeInfinity, above.LogProb(2.9).ToDouble());
        Assert.Equal(-0.5 - Math.Log(2.0), above.LogProb(4.0).ToDouble(), 1e-15);
        var parts = new Transformed(new Gamma(new[] { 2.0, 3.0 }, new[] { 1.0, 1.0 }), Transform.StickBreaking);
        Assert.True(double.IsFinite(parts.LogProb(new[] { 0.7, 0.2, 0.1 }).ToDouble()));
        Assert.Equal(double.NegativeInfinity, parts.LogProb(new[] { 0.2, 0.2, 0.6 }).ToDouble()); // parts that come of negative numbers
        Assert.Equal(double.NegativeInfinity, parts.LogProb(new[] { 0.7, 0.2, 0.2 }).ToDouble());
    }

    [Fact]
    public void Moments_and_entropies_follow_an_affine_map()
    {
        var d = new Transformed(new Gamma(3.0, 2.0), Transform.Chain(Transform.Affine(1.0, -2.0), Transform.Affine(5.0, 3.0)));
        Assert.Equal((8.0 - (6.0 * 1.5), 36.0 * 0.75), (d.Mean!.ToDouble(), d.Variance!.ToDouble()));
        Assert.Equal(new Gamma(3.0, 2.0).Entropy!.ToDouble() + Math.Log(6.0), d.Entropy!.ToDouble(), 1e-15);
        Assert.Equal(new LogNormal(0.5, 0.75).Entropy!.ToDouble(), new Transformed(new Normal(0.5, 0.75), Transform.Exp).Entropy!.ToDouble(), 1e-15);
        Assert.Equal(new Normal(new[] { 0.5, 1.0 }, 0.75).Entropy!.ToDouble() + 1.5, new Transformed(new Normal(new[] { 0.5, 1.0 }, 0.75), Transform.Exp).Entropy!.ToDouble(), 1e-15);
    }

    [Fact]
    public void What_is_not_known_of_the_base_is_not_known_of_it()
    {
        var half = new Transformed(new Rejection(new Normal(0.0, 1.0), z => -z.Square()), Transform.Exp);
        Assert.False(half.IsNormalized);
        Assert.Throws<DiffProbException>(() => half.LogProb(1.0));
        var soft = new Transformed(new SoftRejection(new Normal(0.0, 1.0), z => -z.Square(), 0.1), Transform.Exp);
        Assert.False(soft.HasDensity);
        Assert.Equal("Rejection", soft.StandsFor);
    }

    // Values and derivatives by both parameters, to 1e-14 of the largest term: the point's logarithm counts, for it is in every formula.
    private static void AssertSame(string name, string what, Func<Distribution, Tensor, Tensor> value)
    {
        var (own, made, parameters, at) = Pairs[name];
        var points = new Points(at.Length);
        Tensor[] slots = [points.Slot("a", Shape.Scalar), points.Slot("b", Shape.Scalar)];
        var x = points.Spread(Tensor.Vector(at));
        double[][] Numbers(Func<Tensor, Tensor, Distribution> make)
        {
            var result = value(make(points.Spread(slots[0]), points.Spread(slots[1])), x);
            var values = Array.ConvertAll(parameters, p => Enumerable.Repeat(p, at.Length).ToArray());
            return [new Computation(points.Gather(result), slots).At(values), .. Gradient.Of(result.SumOver(points.Axes), slots).Select(g => new Computation(g, slots).At(values))];
        }

        var (expected, actual) = (Numbers(own), Numbers(made));
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.All(expected[k], (e, i) => Assert.True(
                e.Equals(actual[k][i]) || Math.Abs(e - actual[k][i]) <= 1e-14 * (1.0 + Math.Abs(Math.Log(at[i] > 0.0 ? at[i] : 1.0)) + Math.Abs(e)),
                $"{what}, {(k == 0 ? "value" : $"derivative {k}")} at {at[i]}: {actual[k][i]:R} is not {e:R}"));
        }
    }
}
