using System.Globalization;
using System.Text.Json;

namespace DiffProb;

/// <summary>Values made with packages of R for Distributions.jl (MIT), where they lie beside the checkout.</summary>
/// <remarks>They have 15 digits, points and quantiles too: what their rounding does to the value is allowed on top of the family's tolerance.</remarks>
public sealed class ExternalDistributionTests
{
    private const double Digits = 5e-15; // half of the last of 15, relative to a number that begins with 1

    /// <summary>Families of Distributions.jl that are not here, under no name.</summary>
    private static readonly string[] Elsewhere =
    [
        "Arcsine", "BetaPrime", "Cosine", "FDist", "GeneralizedExtremeValue", "JohnsonSU", "Levy", "Lindley", "LogLogistic", "NoncentralChisq", "NoncentralF",
        "NoncentralT", "NormalInverseGaussian", "PGeneralizedGaussian", "Rician", "StudentizedRange",
        "Skellam", "FisherNoncentralHypergeometric", "WalleniusNoncentralHypergeometric",
    ];

    /// <summary>What a family of Distributions.jl is here: class, and its parameters from the arguments there.</summary>
    private static readonly Dictionary<string, (string Family, Func<double[], (string Name, double Value)[]> Parameters)> Families = new()
    {
        ["Beta"] = ("Beta", a => [("concentration1", a[0]), ("concentration0", a[1])]),
        ["Cauchy"] = ("Cauchy", LocScale),
        ["Chisq"] = ("Chi2", a => [("df", a[0])]),
        ["Erlang"] = ("Gamma", a => [("concentration", At(a, 0, 1)), ("rate", 1 / At(a, 1, 1))]),
        ["Exponential"] = ("Exponential", a => [("rate", 1 / At(a, 0, 1))]),
        ["Frechet"] = ("Frechet", a => [("scale", At(a, 1, 1)), ("concentration", At(a, 0, 1))]),
        ["Gamma"] = ("Gamma", a => [("concentration", At(a, 0, 1)), ("rate", 1 / At(a, 1, 1))]),
        ["GeneralizedPareto"] = ("GeneralizedPareto", a => [("loc", At(a, a.Length - 3, 0)), ("scale", At(a, a.Length - 2, 1)), ("concentration", At(a, a.Length - 1, 1))]),
        ["Gumbel"] = ("Gumbel", LocScale),
        ["InverseGamma"] = ("InverseGamma", a => [("concentration", a[0]), ("rate", a[1])]),
        ["InverseGaussian"] = ("InverseGaussian", a => [("loc", a[0]), ("concentration", a[1])]),
        ["Kumaraswamy"] = ("Kumaraswamy", a => [("a", At(a, 0, 1)), ("b", At(a, 1, 1))]),
        ["Laplace"] = ("Laplace", LocScale),
        ["Logistic"] = ("Logistic", LocScale),
        ["LogNormal"] = ("LogNormal", LocScale),
        ["Normal"] = ("Normal", LocScale),
        ["NormalCanon"] = ("Normal", a => [("loc", At(a, 0, 0) / At(a, 1, 1)), ("scale", 1 / Math.Sqrt(At(a, 1, 1)))]),
        ["Pareto"] = ("Pareto", a => [("scale", At(a, 1, 1)), ("alpha", a[0])]),
        ["Rayleigh"] = ("Weibull", a => [("scale", Math.Sqrt(2) * At(a, 0, 1)), ("concentration", 2)]),
        ["SymTriangularDist"] = ("Triangular", a => [("low", At(a, 0, 0) - At(a, 1, 1)), ("high", At(a, 0, 0) + At(a, 1, 1)), ("peak", At(a, 0, 0))]),
        ["TDist"] = ("StudentT", a => [("df", a[0]), ("loc", 0), ("scale", 1)]),
        ["TriangularDist"] = ("Triangular", a => [("low", a[0]), ("high", a[1]), ("peak", At(a, 2, 0.5 * (a[0] + a[1])))]),
        ["Distributions.Truncated{<:Normal}"] = ("TruncatedNormal", a => [("loc", a[0]), ("scale", a[1]), ("low", a[2]), ("high", a[3])]),
        ["Uniform"] = ("Uniform", a => [("low", At(a, 0, 0)), ("high", At(a, 1, 1))]),
        ["VonMises"] = ("VonMises", a => [("loc", a.Length > 1 ? a[0] : 0), ("concentration", a[^1])]),
        ["Weibull"] = ("Weibull", a => [("scale", At(a, 1, 1)), ("concentration", At(a, 0, 1))]),
        ["Bernoulli"] = ("Bernoulli", a => [("probs", At(a, 0, 0.5))]),
        ["BetaBinomial"] = ("BetaBinomial", a => [("totalCount", a[0]), ("concentration1", a[1]), ("concentration0", a[2])]),
        ["Binomial"] = ("Binomial", a => [("totalCount", At(a, 0, 1)), ("probs", At(a, 1, 0.5))]),
        ["DiscreteUniform"] = ("DiscreteUniform", a => [("low", a.Length > 1 ? a[0] : 0), ("high", a.Length > 0 ? a[^1] : 1)]),
        ["Geometric"] = ("Geometric", a => [("probs", At(a, 0, 0.5))]),
        ["Hypergeometric"] = ("Hypergeometric", a => [("population", a[0] + a[1]), ("successes", a[0]), ("draws", a[2])]),
        ["NegativeBinomial"] = ("NegativeBinomial", a => [("totalCount", a[0]), ("probs", 1 - a[1])]),
        ["Poisson"] = ("Poisson", a => [("rate", At(a, 0, 1))]),
    };

    /// <summary>Families whose values in the file come from a root search or a series there: they are good to this.</summary>
    private static readonly Dictionary<string, double> Coarser = new() { ["VonMises"] = 2e-11 };

    public static TheoryData<string> Names => [.. Families.Keys];

    [Fact]
    public void Every_family_of_the_files_is_known() =>
        Assert.Empty(Entries().Select(e => e.GetProperty("dtype").GetString()!).Distinct().Except(Families.Keys).Except(Elsewhere));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_agrees(string name)
    {
        var family = GoldenTests.ClassOf(Families[name].Family);
        var entries = Entries();
        Assert.SkipWhen(family is null, $"{Families[name].Family} has no class yet");
        foreach (var entry in entries.Where(e => e.GetProperty("dtype").GetString() == name))
        {
            var parameters = Families[name].Parameters(Arguments(entry.GetProperty("expr").GetString()!));
            var d = GoldenTests.Example(family!, parameters.ToDictionary(p => p.Name, p => Tensor.Scalar(p.Value))).Distribution;
            new Judge(entry.GetProperty("expr").GetString()!, d, Coarser.GetValueOrDefault(name, 1e-12)).Check(entry);
        }
    }

    private static JsonElement[] Entries() => [.. ExternalFolder.Read("continuous_test.ref.json"), .. ExternalFolder.Read("discrete_test.ref.json")];

    private static double At(double[] arguments, int index, double otherwise) => index >= 0 && index < arguments.Length ? arguments[index] : otherwise;

    private static (string, double)[] LocScale(double[] a) => [("loc", At(a, 0, 0)), ("scale", At(a, 1, 1))];

    // The numbers of a constructor call, also of "truncated(Normal(0, 1), lower=-2, upper=2)".
    private static double[] Arguments(string call) =>
    [
        .. call[call.IndexOf('(', StringComparison.Ordinal)..].Split(['(', ')', ',', ' ', '='], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture)),
    ];

    /// <summary>One entry against one distribution.</summary>
    private sealed class Judge(string expression, Distribution d, double tolerance)
    {
        // The cdf of a circle begins at -π here, and at loc - π there.
        private readonly bool hasCdf = d.Name != "VonMises" || d.Parameters[0].Value.ToDouble() == 0.0;

        public void Check(JsonElement entry)
        {
            var properties = entry.GetProperty("properties");
            var width = Math.Sqrt(d.Variance?.ToDouble() is { } variance && double.IsFinite(variance) ? variance : 1.0);
            Compare("mean", Number(properties, "mean"), d.Mean?.ToDouble(), tolerance * width);
            Compare("variance", Number(properties, "var"), d.Variance?.ToDouble(), 0.0);
            Compare("entropy", Number(properties, "entropy"), d.Entropy?.ToDouble(), tolerance);
            Compare("median", Number(properties, "median"), hasCdf ? d.Icdf(0.5)?.ToDouble() : null, tolerance * width);
            foreach (var point in entry.GetProperty("points").EnumerateArray())
            {
                CheckAt(Number(point, "x")!.Value, point);
            }

            foreach (var quantile in hasCdf ? entry.GetProperty("quans").EnumerateArray() : default)
            {
                var (q, x) = (Number(quantile, "q")!.Value, Number(quantile, "x")!.Value);
                if (!IsReachedByRounding(q, x))
                {
                    Compare($"quantile({q})", x, d.Icdf(q)?.ToDouble(), d.Support.IsDiscrete ? 0.0 : tolerance * width);
                }
            }
        }

        // R counts a value whose cdf is below q by a few roundings as reached: 1/10 reaches 0.1, which is a little more than 1/10.
        private bool IsReachedByRounding(double q, double x) =>
            d.Support.IsDiscrete && d.Icdf(q)?.ToDouble() != x && d.Cdf(x)?.ToDouble() is { } reached && Math.Abs(reached - q) <= 64.0 * (Math.BitIncrement(q) - q);

        private void CheckAt(double x, JsonElement point)
        {
            var slot = Tensor.Data("x", Shape.Scalar);
            var logProb = d.LogProb(x).ToDouble();
            var slope = d.Support.IsDiscrete ? 0.0 : Math.Abs(new Computation(Gradient.Of(d.LogDensity(slot), slot)[0], slot).At([x])[0]);
            var (probability, rounding) = (Math.Exp(logProb), Digits * Math.Abs(x));
            Compare($"log p({x})", Number(point, "logpdf"), logProb, tolerance + (rounding * slope));
            Compare($"p({x})", Number(point, "pdf"), probability, rounding * slope * probability);
            Compare($"F({x})", Number(point, "cdf"), hasCdf ? d.Cdf(x)?.ToDouble() : null, d.Support.IsDiscrete ? 0.0 : rounding * probability);
        }

        private void Compare(string what, double? expected, double? actual, double absolute)
        {
            if (expected is { } e && actual is { } a)
            {
                Assert.True(e.Equals(a) || Math.Abs(a - e) <= (tolerance * Math.Abs(e)) + absolute, $"{expression}, {what}: {a:R} is not {e:R}: error {a - e:E2}");
            }
        }

        private static double? Number(JsonElement of, string name) => !of.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when value.GetString() is "inf" => double.PositiveInfinity,
            JsonValueKind.String when value.GetString() is "-inf" => double.NegativeInfinity,
            _ => null,
        };
    }
}
