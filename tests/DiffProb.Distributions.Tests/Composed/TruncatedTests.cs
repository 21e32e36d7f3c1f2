namespace DiffProb;

/// <summary>Truncation of any law against the families that are truncated exactly, and against formulas.</summary>
public class TruncatedTests
{
    private static readonly Dictionary<string, (Func<Tensor[], Distribution> Own, Func<Tensor[], Distribution> Made, double[] Parameters)> Pairs = new()
    {
        ["Normal"] = (p => new TruncatedNormal(p[0], p[1], p[2], p[3]), p => new Truncated(new Normal(p[0], p[1]), p[2], p[3]), [0.5, 2.0, -1.0, 4.0]),
        ["right tail"] = (p => new TruncatedNormal(p[0], p[1], p[2], p[3]), p => new Truncated(new Normal(p[0], p[1]), p[2], p[3]), [0.0, 1.0, 20.0, double.PositiveInfinity]),
        ["left tail"] = (p => new TruncatedNormal(p[0], p[1], p[2], p[3]), p => new Truncated(new Normal(p[0], p[1]), p[2], p[3]), [0.0, 1.0, double.NegativeInfinity, -20.0]),
        ["Gamma"] = (p => new TruncatedGamma(p[0], p[1], p[2], p[3]), p => new Truncated(new Gamma(p[0], p[1]), p[2], p[3]), [2.5, 1.5, 0.5, 6.0]),
        ["Exponential"] = (p => new TruncatedExponential(p[0], p[1], p[2]), p => new Truncated(new Exponential(p[0]), p[1], p[2]), [2.0, 30.0, 31.0]),
        ["StudentT"] = (p => new TruncatedStudentT(p[0], p[1], p[2], p[3], p[4]), p => new Truncated(new StudentT(p[0], p[1], p[2]), p[3], p[4]), [4.0, 0.5, 2.0, 1.0, 9.0]),
    };

    public static TheoryData<string> Names => [.. Pairs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_the_family_that_has_a_name(string name)
    {
        var (own, made, parameters) = Pairs[name];
        var slots = parameters.Select((_, i) => Tensor.Data($"p{i}", Shape.Scalar)).ToArray();
        foreach (var probability in new[] { 0.01, 0.1, 0.6, 0.99 })
        {
            foreach (var of in new Func<Distribution, Tensor>[]
            {
                d => d.Icdf(probability)!,
                d => d.Cdf(own(slots).Icdf(probability)!.StopGradient())!,
                d => d.LogDensity(own(slots).Icdf(probability)!.StopGradient()),
            })
            {
                var (exact, general) = (of(own(slots)), of(made(slots)));
                foreach (var (a, b) in new[] { (exact, general) }.Concat(Gradient.Of(exact, slots).Zip(Gradient.Of(general, slots))))
                {
                    var (x, y) = (new Computation(a, slots).At([.. parameters.Select(p => new[] { p })])[0], new Computation(b, slots).At([.. parameters.Select(p => new[] { p })])[0]);
                    Assert.True(Math.Abs(x - y) <= (1e-9 * Math.Abs(x)) + 1e-13, $"at {probability}, {b} is {y}, not {x}");
                }
            }
        }
    }

    /// <summary>P(k | k ≥ 1) = e^-λ λ^k / (k! (1 - e^-λ)).</summary>
    [Fact]
    public void Counts_without_zero_have_their_mass()
    {
        var counts = new Truncated(new Poisson(0.1), 1.0, double.PositiveInfinity);
        Assert.Equal(Math.Exp(-0.1) * 0.1 / -Expm1.Of(-0.1), counts.LogProb(1.0).Exp().ToDouble(), 1e-15);
        Assert.Equal(double.NegativeInfinity, counts.LogProb(0.0).ToDouble());
        Assert.Equal(1.0, counts.Sample(1000).ToArray().Min());
        Assert.Null(counts.Cardinality);
        Assert.Equal([1.0, 2.0, 3.0], new Truncated(new Poisson(2.0), 0.5, 3.5).EnumerateSupport().ToArray());
    }

    /// <summary>The base ends at 3, and its window ends where the base does.</summary>
    [Fact]
    public void A_base_may_have_ends_of_its_own()
    {
        var d = new Truncated(new GeneralizedPareto(1.0, 1.0, -0.5), 0.0, 10.0);
        Assert.Equal([double.NegativeInfinity, 0.0, double.NegativeInfinity], new[] { 0.5, 1.0, 3.5 }.Select(x => d.LogProb(x).ToDouble()));
        Assert.All(d.Sample(1000).ToArray(), x => Assert.InRange(x, 1.0, 3.0));
    }

    [Fact]
    public void Bounds_may_be_vectors()
    {
        var d = new Truncated(new Normal(0.0, 1.0), new[] { -1.0, 0.0, 2.0 }, double.PositiveInfinity);
        Assert.Equal(Shape.Of(3), d.Shape);
        Assert.All(d.Icdf(0.0)!.ToArray().Zip([-1.0, 0.0, 2.0]), x => Assert.Equal(x.Second, x.First, 1e-15));
    }

    /// <summary>A bound that is infinite only when the program runs is none.</summary>
    [Fact]
    public void A_bound_may_turn_out_infinite()
    {
        var bound = Tensor.Data("low", Shape.Scalar);
        var d = new Truncated(new Normal(0.0, 1.0), bound, 1.0);
        var outputs = new[] { d.LogDensity(0.5), Gradient.Of(d.Icdf(0.25)!, bound)[0] };
        Assert.Equal(new TruncatedNormal(0.0, 1.0, double.NegativeInfinity, 1.0).LogProb(0.5).ToDouble(), new Computation(outputs[0], bound).At([double.NegativeInfinity])[0], 1e-14);
        Assert.Equal(0.0, new Computation(outputs[1], bound).At([double.NegativeInfinity])[0]);
    }

    [Fact]
    public void Without_probability_in_the_window_draws_are_not_numbers()
    {
        var rate = Tensor.Data("rate", Shape.Scalar);
        Assert.Equal([double.NaN], new Computation(new Truncated(new Exponential(rate), 1e4, 2e4).Icdf(0.5)!, rate).At([1.0]));
    }
}
