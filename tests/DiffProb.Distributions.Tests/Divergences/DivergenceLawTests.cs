namespace DiffProb;

/// <summary>What every divergence is: the expectation of a log ratio, at least 0, 0 where laws agree, with the right gradients.</summary>
public sealed class DivergenceLawTests
{
    private const int Draws = 1 << 16;

    // A right value fails about once in 2 million rows at 5 standard errors; seeds are fixed.
    private const double StandardErrors = 5.0;

    private static readonly Dictionary<string, DivergenceExample> Rows = DivergenceCatalogue.All.DistinctBy(e => e.ToString()).ToDictionary(e => e.ToString());

    public static TheoryData<string> All => [.. Rows.Keys];

    public static TheoryData<string> Numbers => Where(e => !IsDiscrete(e) && !IsSampled(e));

    public static TheoryData<string> Discrete => Where(IsDiscrete);

    public static TheoryData<string> Vectors => Where(e => !IsDiscrete(e) && IsSampled(e));

    public static TheoryData<string> OfOneFamily => Where(e => e.P.Distribution.Make.Equals(e.Q.Distribution.Make) && HasDigits(e.P.Distribution));

    /// <summary>Rows whose divergence is known for unknown numbers, too.</summary>
    public static TheoryData<string> Traced => Where(e => Traces(e).Kl is not null);

    [Fact]
    public void Every_rule_has_a_row_that_it_is_the_first_to_know()
    {
        var rows = Rows.Values.Concat(DivergenceEdgeTests.Infinite).Select(e => (P: e.P.Distribution, Q: e.Q.Distribution)).ToArray();
        var first = rows.Select(r => KlRules.All.First(rule => rule.Total(r.P, r.Q) is not null)).ToHashSet();
        Assert.Empty(KlRules.All.Where(rule => !first.Contains(rule)).Select(rule => $"{rule.P.Name} from {rule.Q.Name}"));
    }

    /// <summary>By adaptive quadrature of p log(p / q).</summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void It_is_the_integral_of_the_log_ratio(string row)
    {
        var (example, q) = (Rows[row], Rows[row].Q.Distribution);
        var integral = Quadrature.Expectation(example.P, (x, logP) => logP - q.LogDensity(x));
        Assert.Equal(integral, example.Kl.ToDouble(), 1e-10 * Math.Max(1.0, Math.Abs(integral)));
    }

    /// <summary>By the sum over all values, or over so many that the rest is below a rounding.</summary>
    [Theory]
    [MemberData(nameof(Discrete))]
    public void It_is_the_sum_of_the_log_ratio(string row)
    {
        var (p, q) = (Rows[row].P.Distribution, Rows[row].Q.Distribution);
        var values = p is IFinite { Cardinality: not null } finite ? finite.EnumerateSupport() : Tensor.Literals([.. Enumerable.Range(0, 4000).Select(k => (double)k)]);
        var points = new Points(values.Shape[0]);
        var (logP, logQ) = (p.LogDensity(points.Spread(values)), q.LogDensity(points.Spread(values)));
        var sum = points.Gather(ZeroProducts.WherePossible(logP, logP.Exp() * (logP - logQ), 0.0)).Sum().ToDouble();
        Assert.Equal(sum, Rows[row].Kl.ToDouble(), 1e-12 * Math.Max(1.0, Math.Abs(sum)));
    }

    /// <summary>By the mean of the log ratio of draws, which are tested against the density elsewhere.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void It_is_the_mean_of_the_log_ratio(string row)
    {
        var (p, q) = (Rows[row].P.Distribution, Rows[row].Q.Distribution);
        var points = new Points(Draws);
        var x = p.SampleFrom(new NoiseSource("kl", points.Axes)).BroadcastTo(p.Shape);
        var ratios = new Computation(points.Gather(p.LogDensity(x) - q.LogDensity(x))).At();
        var mean = ratios.Average();
        var error = Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean)) / Draws / Draws);
        Assert.True(Math.Abs(Rows[row].Kl.ToDouble() - mean) <= (StandardErrors * error) + 1e-12, $"{Rows[row].Kl.ToDouble()} is not {mean} ± {error}");
        Assert.True(error <= 0.02 * Math.Max(0.5, mean), $"too noisy to judge: {mean} ± {error}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_not_negative(string row) => Assert.True(Rows[row].Kl.ToDouble() >= 0.0);

    [Theory]
    [MemberData(nameof(OfOneFamily))]
    public void It_is_zero_of_a_law_from_itself(string row)
    {
        var example = Rows[row].P;
        Assert.Equal(0.0, Divergence.Kl(example.Distribution, example.Distribution).ToDouble(), 1e-30);
    }

    /// <summary>The second-order term of steps of 1e-4 both ways, extrapolated, is that of a step of 1e-8 in each parameter.</summary>
    [Theory]
    [MemberData(nameof(OfOneFamily))]
    public void It_keeps_its_digits_where_laws_nearly_agree(string row)
    {
        var example = Rows[row].P;
        for (var i = 0; i < example.Parameters.Count; i++)
        {
            if (example.Distribution.Parameters[i].MovesSupport)
            {
                continue; // infinite on one side
            }

            double At(double step)
            {
                var moved = example.Parameters.Select((p, k) => k == i ? Tensor.Of(p.Shape, [.. p.ToArray().Select(v => v * (1.0 + step))]) : p).ToArray();
                return Divergence.Kl(example.Distribution, example.Create(moved)).ToDouble() / (step * step);
            }

            var (wide, narrow) = (0.5 * (At(2e-4) + At(-2e-4)), 0.5 * (At(1e-4) + At(-1e-4)));
            var limit = (2.0 * narrow) - wide; // a kink, as in |x - loc|, leaves a term of first order
            var near = At(1e-8);
            Assert.True(near >= 0.0 && Math.Abs(near - limit) <= 1e-6 * limit, $"parameter {i}: {near:R} is not {limit:R}: {(near - limit) / limit:E2}");
        }
    }

    [Theory]
    [MemberData(nameof(Traced))]
    public void Its_gradients_are_differences(string row)
    {
        var example = Rows[row];
        Tensor[] values = [.. example.P.Parameters, .. example.Q.Parameters];
        var (slots, kl) = Traces(example);
        var gradients = Gradient.Of(kl!, slots);
        for (var k = 0; k < slots.Length; k++)
        {
            var exact = new Computation(gradients[k], slots).At([.. values.Select(v => v.ToArray())]);
            for (var element = 0; element < exact.Length; element++)
            {
                var scale = Math.Max(0.05, Math.Abs(values[k].ToArray()[element]));
                var (derivative, error) = Difference(new Computation(kl!, slots), values, k, element, 1e-3 * scale);
                Assert.True(
                    Math.Abs(exact[element] - derivative) <= error + (1e-7 * Math.Max(1.0, Math.Abs(derivative))),
                    $"d/d{k}[{element}]: {exact[element]:R} is not {derivative:R} ± {error:E2}");
            }
        }
    }

    private static (Tensor[] Slots, Tensor? Kl) Traces(DivergenceExample example)
    {
        var slots = example.P.Parameters.Concat(example.Q.Parameters).Select((v, i) => Tensor.Data($"parameter {i}", v.Shape)).ToArray();
        var own = example.P.Parameters.Count;
        return (slots, Divergence.KlOrNull(example.P.Create(slots[..own]), example.Q.Create(slots[own..])));
    }

    // Central differences at two steps, extrapolated, and their distance.
    private static (double Derivative, double Error) Difference(Computation f, Tensor[] values, int k, int element, double step)
    {
        double At(double by)
        {
            var numbers = values.Select(v => v.ToArray()).ToArray();
            numbers[k][element] += by;
            return f.At(numbers)[0];
        }

        var (near, far) = ((At(step) - At(-step)) / (2.0 * step), (At(2.0 * step) - At(-2.0 * step)) / (4.0 * step));
        return (near + ((near - far) / 3.0), Math.Abs(near - far));
    }

    // Families of which a divergence is no sum of terms of at least 0: from a whole and its parts.
    private static bool HasDigits(Distribution d) => d is not (Hurdle or ZeroInflated or Delta or DiscreteUniform);

    private static bool IsSampled(DivergenceExample e) => e.P.Distribution.Shape.Rank > 0 || e.P.Distribution is Transformed;

    private static bool IsDiscrete(DivergenceExample e) => e.P.Distribution.Support.IsDiscrete || e.P.Distribution is Delta;

    private static TheoryData<string> Where(Predicate<DivergenceExample> holds) => [.. Rows.Where(r => holds(r.Value)).Select(r => r.Key)];
}
