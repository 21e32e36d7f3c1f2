namespace DiffProb;

/// <summary>Continuous laws near discrete ones: which there are, that they round to the discrete law, and their densities in the far corners.</summary>
public class RelaxationTests
{
    private const int Draws = 40_000;

    public static TheoryData<string> Relaxed => [.. DistributionCatalogue.All.Where(e => e.Distribution.Relaxation(0.5) is not null && e.Distribution.Parameters[0].Value.ToArray().All(IsInside)).Select(e => e.ToString())];

    [Fact]
    public void Only_these_have_a_relaxation() =>
        Assert.Equal(
            [("Bernoulli", "RelaxedBernoulli"), ("OneHotCategorical", "RelaxedOneHotCategorical")],
            DistributionCatalogue.All.Select(e => (e.Distribution.Name, e.Distribution.Relaxation(0.5)?.Name ?? "")).Where(p => p.Item2.Length > 0).Distinct().Order());

    [Theory]
    [MemberData(nameof(Relaxed))]
    public void It_has_the_parameters_of_the_law_it_stands_for(string name)
    {
        var law = DistributionCatalogue.Find(name).Distribution;
        var relaxed = law.Relaxation(0.5)!;
        Assert.Equal(law.Name, relaxed.StandsFor);
        Assert.Equal(["temperature", .. law.Parameters.Select(p => p.Name)], relaxed.Parameters.Select(p => p.Name));
        Assert.Equal(law.Shape, relaxed.Shape);
        Assert.All(relaxed.Parameters, p => Assert.Equal(PathKind.Explicit, p.Path));
        Assert.Equal(0.5, relaxed.Parameters[0].Value.ToDouble());
    }

    /// <summary>At any temperature the nearest corner has the discrete law. Five standard errors: a correct sampler fails 6 seeds in 10 million, for each number.</summary>
    [Theory]
    [MemberData(nameof(Relaxed))]
    public void The_nearest_corner_of_a_draw_follows_the_discrete_law(string name)
    {
        var law = DistributionCatalogue.Find(name).Distribution;
        var mean = law.Mean!.ToArray();
        foreach (var temperature in new[] { 0.05, 1.0, 8.0 })
        {
            var draws = law.Relaxation(temperature)!.Sample(Draws, seed: 90);
            var corners = (law is Bernoulli ? (draws > 0.5).Cast(DType.Float64) : draws.ArgMax(-1).OneHot(law.Shape[^1])).ToArray();
            for (var k = 0; k < mean.Length; k++)
            {
                var share = corners.Where((_, i) => i % mean.Length == k).Average();
                Assert.True(Math.Abs(share - mean[k]) <= 5.0 * Math.Sqrt(mean[k] * (1.0 - mean[k]) / Draws), $"{share} is not {mean[k]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Relaxed))]
    public void At_a_low_temperature_draws_are_near_corners(string name)
    {
        var draws = DistributionCatalogue.Find(name).Distribution.Relaxation(0.01)!.Sample(1000, seed: 91).ToArray();
        Assert.True(draws.Count(x => x is < 1e-3 or > 1.0 - 1e-3) > 900);
    }

    /// <summary>Temperature, logits, x; log density, log cdf, log survival, made with mpmath at 400 digits.</summary>
    [Theory]
    [InlineData(0.001, -800.0, 1e-300, -115.44145185287022, -7.3183719338418889e-348, -799.30922447210179)]
    [InlineData(0.001, 0.5, 1e-17, 30.778091335829455, -0.99862195633404171, -0.45947800975314294)]
    [InlineData(0.001, -3.0, 0.3, -8.4435153361275403, -0.048627551635229409, -3.0477802537748422)]
    [InlineData(0.001, 20.0, 1.0 - 1.1102230246251565e-16, 9.8657820869880779, -19.963263201568605, -2.1382818579560641e-9)]
    [InlineData(0.001, 700.0, 0.75, -705.2326802331218, -699.99890138771133, -9.8705144578157534e-305)]
    [InlineData(0.1, -800.0, 1e-300, -42.449504404958966, -3.6678745841777013e-318, -730.92244721017863)]
    [InlineData(0.1, 0.5, 1e-17, 32.402908358925556, -4.4264238935345265, -0.012029235444648637)]
    [InlineData(0.1, -3.0, 0.3, -3.7627517934887105, -0.052772117399026817, -2.9680423313603064)]
    [InlineData(0.1, 20.0, 1.0 - 1.1102230246251565e-16, 18.107895371245796, -16.326320024234775, -8.1202485257025876e-8)]
    [InlineData(0.1, 700.0, 0.75, -700.51874743055556, -699.89013877113319, -1.1004613478968792e-304)]
    [InlineData(2.0 / 3.0, -800.0, 1e-300, 350.88708138891465, -3.6678745841775934e-148, -339.48298140119089)]
    [InlineData(2.0 / 3.0, 0.5, 1e-17, 12.142517085519132, -26.595964387268665, -2.8152659373619928e-12)]
    [InlineData(2.0 / 3.0, -3.0, 0.3, -1.4478731377497025, -0.083960509082171094, -2.5190952688240353)]
    [InlineData(2.0 / 3.0, 20.0, 1.0 - 1.1102230246251565e-16, 31.81784538641499, -0.01114484768460735, -4.5023452274693402)]
    [InlineData(2.0 / 3.0, 700.0, 0.75, -697.99908048209109, -699.26759180755459, -2.0508953679199008e-304)]
    [InlineData(5.0, -800.0, 1e-300, -1961.4926736804207, -2653.8776394910685, 0.0)]
    [InlineData(5.0, 0.5, 1e-17, -155.46634841116101, -196.21973290449388, -6.0653065971263367e-86)]
    [InlineData(5.0, -3.0, 0.3, 1.4236888501317328, -1.4914430562515272, -0.25495375431550883)]
    [InlineData(5.0, 20.0, 1.0 - 1.1102230246251565e-16, -125.3377643662743, -8.1835320402818061e-72, -163.68400284838551)]
    [InlineData(5.0, 700.0, 0.75, -691.22352421065368, -694.50693855665945, -2.3959014001336243e-302)]
    [InlineData(200.0, -800.0, 1e-300, -136659.03173437798, -137355.10557964274, 0.0)]
    [InlineData(200.0, 0.5, 1e-17, -7784.8470522323085, -7829.2893161797553, 0.0)]
    [InlineData(200.0, -3.0, 0.3, -159.60060696262803, -166.45957207744073, -5.0994858000345082e-73)]
    [InlineData(200.0, 20.0, 1.0 - 1.1102230246251565e-16, -7285.3249959991951, -5.8605125440975402e-3183, -7327.3601139354203)]
    [InlineData(200.0, 700.0, 0.75, -473.30524846625835, -480.27754226637806, -2.6188680158139312e-209)]
    public void Relaxed_bits_in_the_far_corners(double temperature, double logits, double x, double logDensity, double logCdf, double logSurvival)
    {
        var d = new RelaxedBernoulli(temperature, logits: logits);
        AssertClose(logDensity, d.LogProb(x).ToDouble());
        Assert.Equal(logCdf, d.LogCdf(x)!.ToDouble(), (1e-13 * Math.Abs(logCdf)) + 1e-300);
        Assert.Equal(logSurvival, d.LogSurvival(x)!.ToDouble(), (1e-13 * Math.Abs(logSurvival)) + 1e-300);
    }

    /// <summary>Temperature, logits, parts; log density, made with mpmath at 80 digits.</summary>
    [Theory]
    [InlineData(0.1, new[] { 0.5, -0.25, 2.0 }, new[] { 1e-300, 1e-17, 1.0 }, 592.51674055213146)]
    [InlineData(2.0 / 3.0, new[] { 0.0, 0.0, 0.0 }, new[] { 0.25, 0.25, 0.5 }, -0.015051762883972723)]
    [InlineData(5.0, new[] { -700.0, 3.0, 700.0 }, new[] { 1e-9, 0.5, 0.499999999 }, -1970.8278235325732)]
    [InlineData(1e-3, new[] { 1.0, -1.0 }, new[] { 1e-300, 1.0 }, 681.04574314131215)]
    [InlineData(100.0, new[] { 1.0, -1.0, 0.0, 0.5 }, new[] { 0.1, 0.2, 0.3, 0.4 }, -299.66582646597399)]
    public void Relaxed_one_hot_vectors_in_the_far_corners(double temperature, double[] logits, double[] x, double logDensity) =>
        AssertClose(logDensity, new RelaxedOneHotCategorical(temperature, logits: logits).LogProb(x).ToDouble());

    [Fact]
    public void Two_parts_are_a_relaxed_bit_and_its_complement()
    {
        foreach (var x in new[] { 1e-30, 0.25, 0.75 })
        {
            var bit = new RelaxedBernoulli(0.7, logits: 1.25).LogProb(x).ToDouble();
            AssertClose(bit, new RelaxedOneHotCategorical(0.7, logits: new[] { 1.25, 0.0 }).LogProb(new[] { x, 1.0 - x }).ToDouble());
        }
    }

    /// <summary>A draw at temperature 1e-4 is 0 or 1 in Float64; its logarithms, and its density, are those of what it was made of.</summary>
    [Fact]
    public void Logarithms_and_densities_of_draws_are_exact_where_draws_round_to_corners()
    {
        var points = new Points(1000);
        var d = new RelaxedBernoulli(1e-4 + Tensor.Zeros(Shape.Scalar), logits: 0.5 + Tensor.Zeros(Shape.Scalar));
        var noise = new NoiseSource("z", points.Axes);
        var draw = d.SampleFrom(noise);
        var uniform = new NoiseSource("z", points.Axes).Uniform(Shape.Scalar);
        var z = (0.5 + (uniform.Log() - (-uniform).Log1p())) / 1e-4;
        double[] At(Tensor t) => new Computation(points.Gather(t)).At();
        Assert.Contains(0.0, At(draw));
        Assert.Equal(At(z.LogSigmoid()), At(draw.Log()));
        Assert.Equal(At((-z).LogSigmoid()), At((-draw).Log1p()));
        Assert.All(At(d.LogDensity(draw)), l => Assert.True(double.IsFinite(l)));

        var vector = new RelaxedOneHotCategorical(1e-4, logits: new[] { 0.5, -1.0, 2.0 });
        Assert.All(At(vector.LogDensity(vector.SampleFrom(noise))), l => Assert.True(double.IsFinite(l)));
        Assert.All(At(vector.SampleFrom(noise).Log().Sum()), l => Assert.True(double.IsFinite(l)));
    }

    /// <summary>As numbers such draws hold zeros: their log density is the formula's at the least positive number, and not NaN.</summary>
    [Fact]
    public void A_draw_that_was_rounded_to_a_corner_has_a_density()
    {
        var d = new RelaxedOneHotCategorical(0.01, logits: new[] { 0.5, -1.0, 2.0 });
        var draws = d.Sample(200, seed: 92);
        Assert.Contains(0.0, draws.ToArray());
        Assert.All(Enumerable.Range(0, 200), i => Assert.True(double.IsFinite(d.LogProb(draws.Select(0, i)).ToDouble())));
    }

    /// <summary>A logit of -∞, known or not: that part is 0, and the others have the law without it. Nothing flows to its parameter, not even NaN.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_part_that_cannot_happen_is_left_out(bool isByProbs)
    {
        var (with, without) = isByProbs
            ? (new[] { 0.2, 0.0, 0.8 }, new[] { 0.2, 0.8 })
            : (new[] { 0.5, double.NegativeInfinity, 2.0 }, new[] { 0.5, 2.0 });
        RelaxedOneHotCategorical Make(Tensor p) => isByProbs ? new(0.7, probs: p) : new(0.7, logits: p);
        var expected = Make(without).LogProb(new[] { 0.3, 0.7 }).ToDouble();
        AssertClose(expected, Make(with).LogProb(new[] { 0.3, 0.0, 0.7 }).ToDouble());
        Assert.Equal(double.NegativeInfinity, Make(with).LogProb(new[] { 0.3, 0.1, 0.6 }).ToDouble());

        var slot = Tensor.Data("p", Shape.Of(3));
        var d = Make(slot);
        AssertClose(expected, new Computation(d.LogProb(new[] { 0.3, 0.0, 0.7 }), slot).At(with)[0]);
        var draw = d.SampleFrom(new NoiseSource("z", Axes.None));
        Assert.Equal(0.0, new Computation(draw, slot).At(with)[1]);
        foreach (var function in new[] { (draw * Tensor.Vector(1.0, 2.0, 5.0)).Sum(), draw.Log().LogSumExp(-1), d.LogDensity(draw), d.LogProb(new[] { 0.3, 0.0, 0.7 }) })
        {
            var slope = new Computation(Gradient.Of(function, slot)[0], slot).At(with);
            Assert.Equal(0.0, slope[1]);
            Assert.All(slope, s => Assert.True(double.IsFinite(s)));
        }
    }

    private static bool IsInside(double p) => p is not (0.0 or 1.0 or double.NegativeInfinity);

    private static void AssertClose(double expected, double actual) => Assert.True(Math.Abs(actual - expected) <= 1e-14 + (1e-13 * Math.Abs(expected)), $"{actual:R} is not {expected:R}");
}
