using System.Text.Json;

namespace DiffProb;

/// <summary>Densities, derivatives, distribution functions and moments against numbers of many digits.</summary>
/// <remarks>Tolerances are those that the file suggests; what was measured stands beside each.</remarks>
public class GoldenTests
{
    /// <summary>Families of the file that have no class yet. The list only shrinks.</summary>
    private static readonly string[] Missing =
    [
        "StudentT",
        "VonMises",
        "TruncatedNormal",
        "TruncatedLogistic",
        "ExponentiallyModifiedGaussian",
        "SkewNormal",
        "InverseGaussian",
        "HalfStudentT",
        "RelaxedBernoulli",
        "Binomial",
        "BinomialLogits",
        "BetaBinomial",
        "ZeroInflatedPoisson",
        "NegativeBinomial",
        "NegativeBinomial2",
        "Hypergeometric",
        "MultivariateStudentT",
        "Dirichlet",
        "Multinomial",
        "DirichletMultinomial",
        "OrderedLogistic",
        "RelaxedOneHotCategorical",
        "LKJCholesky",
        "Wishart",
        "InverseWishart",
    ];

    public static TheoryData<string> Ids => [.. GoldenCase.All.Where(c => ClassOf(c.Family) is not null).Select(c => c.Id)];

    [Fact]
    public void Families_without_a_class_are_exactly_those_listed() =>
        Assert.Equal(Missing.Order(), GoldenCase.All.Select(c => c.Family).Distinct().Where(f => ClassOf(f) is null).Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Log_prob(string id)
    {
        var (golden, d) = Find(id);
        foreach (var point in golden.Points)
        {
            var (kind, x, expected) = (point.GetProperty("kind").GetString(), GoldenCase.Field(point, "x")!, GoldenCase.Field(point, "log_prob")![0]);
            var actual = d.LogProb(Value(d, x)).ToDouble();
            if (kind == "boundary" && d.Support is HalfLine { IsClosed: false } or Interval { ExcludesLow: true })
            {
                Assert.Equal(double.NegativeInfinity, actual); // an end that the support excludes
            }
            else
            {
                Close($"log p({x[0]:R})", expected, actual, 1e-10, 1e-10);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gradients_of_log_prob(string id)
    {
        var (golden, example) = (Find(id).Golden, Example(id));
        var parameters = golden.Parameters.ToArray();
        Tensor[] slots = [.. example.Parameters.Select((p, i) => Tensor.Data(parameters[i].Name, p.Shape))];
        var x = Tensor.Data("x", example.Distribution.Shape);
        var d = example.Create(slots);
        var logProb = d.LogDensity(d.DType == DType.Int64 ? x.Cast(DType.Int64) : x);
        Tensor[] inputs = [.. slots, x];
        var gradients = Gradient.Of(logProb, inputs).Select(g => new Computation(g, inputs)).ToArray();
        foreach (var point in golden.Points)
        {
            if (point.GetProperty("kind").GetString() != "interior" || !point.TryGetProperty("grad", out var grad) || grad.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            double[][] values = [.. parameters.Select(p => p.Value.ToArray()), GoldenCase.Field(point, "x")!];
            for (var k = 0; k < inputs.Length; k++)
            {
                if (GoldenCase.Field(grad, k < slots.Length ? parameters[k].Key : "x") is { } expected)
                {
                    var actual = gradients[k].At(values);
                    Assert.All(expected, (e, i) => Close($"d/d{((DataSlot)inputs[k].Operation).Label} at {values[^1][0]:R}", e, actual[i], 1e-8, 1e-8));
                }
            }
        }
    }

    /// <summary>Far into the left tail too, where the cdf is a number at all.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Cdf_and_its_complement(string id)
    {
        var (golden, d) = Find(id);
        foreach (var point in golden.Points)
        {
            var x = GoldenCase.Field(point, "x")!;
            if (GoldenCase.Field(point, "cdf") is { } cdf && d.Cdf(x[0]) is { } actual && !IsWrong(golden, x[0]))
            {
                Close($"F({x[0]:R})", cdf[0], actual.ToDouble(), d is Cauchy or Normal or Gumbel ? 1e-9 : 1e-10, 1e-300);
                if (GoldenCase.Field(point, "sf") is { } complement)
                {
                    Close($"1 - F({x[0]:R})", complement[0], (1.0 - actual).ToDouble(), 1e-9, 1e-300);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Logarithms_of_cdf_and_complement(string id)
    {
        var (golden, d) = Find(id);
        foreach (var point in golden.Points)
        {
            var x = GoldenCase.Field(point, "x")![0];
            if (GoldenCase.Field(point, "log_cdf") is { } logCdf && d.Cdf(x) is { } cdf && !IsWrong(golden, x))
            {
                Close($"log F({x:R})", logCdf[0], cdf.Log().ToDouble(), 1e-8, 1e-300);
                Close($"log (1 - F({x:R}))", GoldenCase.Field(point, "log_sf")![0], (1.0 - cdf).Log().ToDouble(), 1e-8, 1e-300);
            }
        }
    }

    /// <summary>At x = 1e-200 the file's 1 - (1 - xᵃ)ᵇ has cancelled to 0. Here 1 - F = exp(b log1p(-xᵃ)) in mpmath at 40 digits.</summary>
    [Theory]
    [InlineData("Kumaraswamy/1", 5e-101, -230.95165647996453)]
    [InlineData("Kumaraswamy/2", 0.0, -9212.642957069175)]
    [InlineData("Kumaraswamy/3", 5e-199, -456.60499559338104)]
    public void Cdf_where_the_file_is_wrong(string id, double cdf, double logCdf)
    {
        var actual = Find(id).D.Cdf(1e-200)!;
        Close("F", cdf, actual.ToDouble(), 1e-13, 0.0);
        Close("1 - F", 1.0, (1.0 - actual).ToDouble(), 0.0, 0.0);
        Close("log F", logCdf, actual.Log().ToDouble(), 1e-15, 0.0);
        Close("log (1 - F)", -cdf, (1.0 - actual).Log().ToDouble(), 1e-13, 0.0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Quantiles(string id)
    {
        var (golden, d) = Find(id);
        foreach (var (p, x) in golden.Quantiles)
        {
            if (d.Icdf(p) is { } actual)
            {
                Close($"F⁻¹({p:R})", x, actual.ToDouble(), p > 0.9999 ? 1e-5 : 1e-8, 1e-8 * Width(d));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Moments_and_entropy(string id)
    {
        var (golden, d) = Find(id);
        foreach (var (name, actual) in new[] { ("mean", d.Mean), ("variance", d.Variance), ("entropy", d.Entropy) })
        {
            if (GoldenCase.Field(golden.Json, name) is { } expected && actual?.ToArray() is { } numbers)
            {
                Assert.All(expected, (e, i) => Close(name, e, numbers[i], 1e-10, name == "entropy" ? 1e-10 : 1e-300));
            }
        }
    }

    private static bool IsWrong(GoldenCase golden, double x) => golden.Family == "Kumaraswamy" && x == 1e-200;

    private static (GoldenCase Golden, Distribution D) Find(string id) => (GoldenCase.All.Single(c => c.Id == id), Example(id).Distribution);

    private static DistributionExample Example(string id)
    {
        var golden = GoldenCase.All.Single(c => c.Id == id);
        var parameters = golden.Parameters.ToArray();
        var constructor = ClassOf(golden.Family)!.GetConstructors().Single(c => c.GetParameters().All(p => p.ParameterType == typeof(Tensor)));
        Distribution Create(IReadOnlyList<Tensor> values) => (Distribution)constructor.Invoke([.. constructor.GetParameters()
            .Select(p => Array.FindIndex(parameters, q => q.Name == p.Name) is >= 0 and var i ? values[i] : null)]);
        return new(Create, [.. parameters.Select(p => p.Value)]);
    }

    private static Type? ClassOf(string family) =>
        typeof(Distribution).Assembly.GetType($"DiffProb.{(family.EndsWith("Logits", StringComparison.Ordinal) ? family[..^6] : family)}") is { IsAbstract: false } type
        && type.IsSubclassOf(typeof(Distribution)) ? type : null;

    private static double Width(Distribution d) => d.Support is RealLine ? d.Parameters[1].Value.ToDouble() : 0.0;

    private static Tensor Value(Distribution d, double[] x) => d.Shape.Rank == 0 ? Tensor.Scalar(x[0]) : Tensor.Of(d.Shape, x);

    private static void Close(string what, double expected, double actual, double relative, double absolute)
    {
        var isSame = double.IsFinite(expected) ? Math.Abs(actual - expected) <= (relative * Math.Abs(expected)) + absolute : actual.Equals(expected);
        Assert.True(isSame, $"{what}: {actual:R} is not {expected:R}: error {actual - expected:E2}");
    }
}
