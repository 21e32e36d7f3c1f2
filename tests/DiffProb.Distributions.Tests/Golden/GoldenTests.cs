using System.Text.Json;

namespace DiffProb;

/// <summary>Densities, derivatives, distribution functions and moments against numbers of many digits, on an engine.</summary>
/// <remarks>
/// Relative error 1e-10, and 1e-12 for the families that are plain formulas or whose functions are tested to it; measured: below 1e-13.
/// Gradients as the file suggests.
/// </remarks>
public abstract class GoldenTests
{
    // Units in the last place; measured: below 1.
    private const double Single = 4.0;

    /// <summary>Families that are held to 1e-12.</summary>
    private static readonly string[] Plain =
    [
        "Normal", "LogNormal", "HalfNormal", "Cauchy", "HalfCauchy", "Laplace", "AsymmetricLaplace", "Logistic", "LogitNormal", "Gumbel", "Exponential",
        "Gamma", "InverseGamma", "Chi2", "Beta", "Kumaraswamy", "Uniform", "Triangular", "Weibull", "Pareto", "GeneralizedPareto",
        "Bernoulli", "Poisson", "Geometric", "Categorical", "OneHotCategorical",
    ];

    /// <summary>Families of the file that have no class yet. The list only shrinks.</summary>
    private static readonly string[] Missing =
    [
    ];

    /// <summary>Points of skew normal records whose tails have nine digits in the file.</summary>
    private static readonly Dictionary<string, double[]> WrongSkewNormal = new()
    {
        ["SkewNormal/0"] = [-5.0, 12.0],
        ["SkewNormal/1"] = [5.0],
        ["SkewNormal/3"] = [-5.0, 12.0],
    };

    public static TheoryData<string> Ids => [.. GoldenCase.All.Where(c => ClassOf(c.Family) is not null).Select(c => c.Id)];

    public static TheoryData<string> DivergenceIds =>
        [.. GoldenDivergence.All.Where(d => ClassOf(d.P.Family) is not null && ClassOf(d.Q.Family) is not null).Select(d => d.Id)];

    /// <summary>What the graphs run on.</summary>
    protected abstract IEngine Engine { get; }

    [Fact]
    public void Families_without_a_class_are_exactly_those_listed() =>
        Assert.Equal(Missing.Order(), GoldenCase.All.Select(c => c.Family).Distinct().Where(f => ClassOf(f) is null).Order());

    /// <summary>Inside of the support on the engine; on its edge and outside, where values are known, by masks.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Log_prob(string id)
    {
        var (golden, d) = Find(id);
        foreach (var point in golden.Points.Where(p => !IsInterior(p)))
        {
            var (x, actual) = (X(point), d.LogProb(Value(d, X(point))).ToDouble());
            if (KindOf(point) == "boundary" && d.Support is HalfLine { IsClosed: false } or Interval { ExcludesLow: true })
            {
                Assert.Equal(double.NegativeInfinity, actual); // an end that the support excludes
            }
            else
            {
                Close($"log p({x[0]:R})", LogProb(point), actual, Relative(d), Relative(d));
            }
        }

        var graph = new GoldenGraph(Example(id), [.. golden.Points.Where(IsInterior)]);
        var numbers = graph.Run(Engine, [graph.LogProb])[0];
        Assert.All(graph.Points, (point, i) => Close($"log p({X(point)[0]:R})", LogProb(point), numbers[i], Relative(d), Relative(d)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gradients_of_log_prob(string id)
    {
        var (golden, d) = Find(id);
        var keys = golden.Parameters.Where(p => d.Parameters.Any(own => own.Name == p.Name || own.Name == $"base.{p.Name}")).Select(p => p.Key).Append("x").ToArray();
        var graph = new GoldenGraph(Example(id), [.. golden.Points.Where(p => IsInterior(p) && p.TryGetProperty("grad", out var g) && g.ValueKind != JsonValueKind.Null)]);
        var numbers = graph.Run(Engine, graph.Gradients);
        for (var i = 0; i < graph.Points.Length; i++)
        {
            for (var k = 0; k < keys.Length; k++)
            {
                var size = numbers[k].Length / graph.Points.Length;
                var (expected, actual) = (GoldenCase.Field(graph.Points[i].GetProperty("grad"), keys[k]), numbers[k][(i * size)..((i + 1) * size)]);
                Assert.All(expected ?? [], (e, j) => Close($"d/d{keys[k]} at {X(graph.Points[i])[0]:R}", e, actual[j], 1e-8, 1e-8));
            }
        }
    }

    /// <summary>Far into both tails too, where cdf and complement are numbers at all.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Cdf_and_its_complement(string id) => Tails(id, "", "cdf", "sf", graph => (graph.Cdf, graph.Survival));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Logarithms_of_cdf_and_complement(string id) => Tails(id, "log ", "log_cdf", "log_sf", graph => (graph.LogCdf, graph.LogSurvival));

    /// <summary>At x = 15 the file's log F has eight digits: the record's own 1 - F, of which log F = log(1 - (1 - F)) is the negative there, contradicts it.</summary>
    [Fact]
    public void The_files_logarithm_of_a_Student_cdf_near_one_contradicts_its_complement()
    {
        var (golden, d) = Find("StudentT/4");
        var point = golden.Points.Single(p => X(p)[0] == 15.0);
        var (rest, log) = (GoldenCase.Field(point, "sf")![0], GoldenCase.Field(point, "log_cdf")![0]);
        Assert.True(rest < 1e-60 && Math.Abs(log + rest) > 1e-8 * rest);
        Close("1 - F", rest, d.Survival(15.0)!.ToDouble(), 1e-12, 0.0);
        Close("log F", -rest, d.LogCdf(15.0)!.ToDouble(), 1e-12, 0.0);
        Close("log (1 - F)", GoldenCase.Field(point, "log_sf")![0], d.LogSurvival(15.0)!.ToDouble(), 1e-12, 0.0);
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

    /// <summary>The file's tails have nine digits there, and log F and 1 - F differ by a seventh at x = 12, where 1 - F is 2 Φ(-12) to all digits. Here the tail
    /// is an integral of the density in mpmath at 60 digits.</summary>
    [Theory]
    [InlineData("SkewNormal/0", -5.0, true, -132.77707136334657544)]
    [InlineData("SkewNormal/0", 12.0, false, -74.717525821008850629)]
    [InlineData("SkewNormal/1", 5.0, false, -368.42161847166603019)]
    [InlineData("SkewNormal/3", -5.0, true, -5025.8535988082423918)]
    [InlineData("SkewNormal/3", 12.0, false, -74.717525821008850629)]
    public void Skew_normal_tails_where_the_file_is_wrong(string id, double x, bool isBelow, double log)
    {
        var (golden, d) = Find(id);
        var point = golden.Points.Single(p => X(p)[0] == x);
        var file = GoldenCase.Field(point, isBelow ? "log_cdf" : "log_sf");
        var (own, rest) = isBelow ? (d.LogCdf(x)!, d.LogSurvival(x)!) : (d.LogSurvival(x)!, d.LogCdf(x)!);
        Assert.True(Math.Abs(file![0] - log) > 4e-10);
        Close("log of the tail", log, own.ToDouble(), 1e-13, 0.0);
        Close("log of the rest", -Math.Exp(log), rest.ToDouble(), 1e-12, 0.0);
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
                Close($"F⁻¹({p:R})", x, actual.ToDouble(), Relative(d), Relative(d) * Width(d));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Moments_and_entropy(string id)
    {
        var (golden, d) = Find(id);
        var (mean, variance) = d is VonMises circular ? (circular.MeanDirection, circular.CircularVariance) : (d.Mean, d.Variance); // those of an angle, in the file
        foreach (var (name, actual) in new[] { ("mean", mean), ("variance", variance), ("entropy", d.Entropy) })
        {
            if (GoldenCase.Field(golden.Json, name) is { } expected && actual?.ToArray() is { } numbers)
            {
                Assert.All(expected, (e, i) => Close(name, e, numbers[i], Relative(d), name == "entropy" ? Relative(d) : 1e-300));
            }
        }
    }

    /// <summary>In Float32 the log density is that of Float64 at the rounded inputs, to a few units in the last place of the result and of what
    /// a rounding of each input does to it.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Log_prob_in_Float32(string id)
    {
        var (golden, example) = (Find(id).Golden, Example(id));
        var single = new GoldenGraph(example, [.. golden.Points.Where(IsInterior)], DType.Float32);
        Assert.Equal(DType.Float32, single.LogProb.DType);
        var reference = new GoldenGraph(example, single.Points) { Rounded = true };
        var numbers = single.Run(Engine, [single.LogProb])[0];
        var exact = reference.Run(ManagedEngine.Default, [reference.LogProb, .. reference.Gradients]);
        foreach (var i in reference.Inside())
        {
            var condition = reference.Sensitivity(exact[1..], i);
            var allowed = Single * Math.Pow(2.0, -23) * (Math.Abs(exact[0][i]) + condition);
            Assert.True(
                Math.Abs(exact[0][i]) > float.MaxValue ? float.IsInfinity((float)numbers[i]) : !(Math.Abs(numbers[i] - exact[0][i]) > allowed),
                $"log p({X(single.Points[i])[0]:R}): {numbers[i]:R} is not {exact[0][i]:R}: error {numbers[i] - exact[0][i]:E2}, allowed {allowed:E2}");
        }
    }

    /// <summary>Of laws whose parameters are bound at the run, so that all of it runs on the engine.</summary>
    [Theory]
    [MemberData(nameof(DivergenceIds))]
    public void Divergences_agree(string id)
    {
        var golden = GoldenDivergence.All.Single(d => d.Id == id);
        var (bindings, slots) = (Bindings.Empty, new List<Tensor>());
        var (p, q) = (Bound(golden.P, "p"), Bound(golden.Q, "q"));
        var actual = Engine.Compile([Divergence.Kl(p, q)], slots).Run(bindings)[0].ToDouble();
        Close("KL", golden.Value, actual, 1e-10, 0.0);

        Distribution Bound(GoldenCase law, string side)
        {
            var example = Example(ClassOf(law.Family)!, law.Parameters.ToDictionary(own => own.Name, own => own.Value));
            return example.Create([.. example.Parameters.Select((value, i) => Slot($"{side}{i}", value))]);
        }

        Tensor Slot(string label, Tensor value)
        {
            bindings = bindings.With(label, value);
            slots.Add(Tensor.Data(label, value.Shape));
            return slots[^1];
        }
    }

    private void Tails(string id, string what, string below, string above, Func<GoldenGraph, (Tensor?, Tensor?)> of)
    {
        var (golden, d) = Find(id);
        var graph = new GoldenGraph(Example(id), [.. golden.Points.Where(p => GoldenCase.Field(p, below) is not null && !IsWrong(golden, X(p)[0]))]);
        if (of(graph) is not ({ } cdf, { } survival) || graph.Points.Length == 0)
        {
            return;
        }

        var numbers = graph.Run(Engine, [cdf, survival]);
        for (var i = 0; i < graph.Points.Length; i++)
        {
            Close($"{what}F({X(graph.Points[i])[0]:R})", GoldenCase.Field(graph.Points[i], below)![0], numbers[0][i], Relative(d), 1e-300);
            if (GoldenCase.Field(graph.Points[i], above) is { } complement)
            {
                Close($"{what}(1 - F({X(graph.Points[i])[0]:R}))", complement[0], numbers[1][i], Relative(d), 1e-300);
            }
        }
    }

    private static double Relative(Distribution d) => Plain.Contains(d.Name) ? 1e-12 : 1e-10;

    private static double[] X(JsonElement point) => GoldenCase.Field(point, "x")!;

    private static double LogProb(JsonElement point) => GoldenCase.Field(point, "log_prob")![0];

    private static string KindOf(JsonElement point) => point.GetProperty("kind").GetString()!;

    private static bool IsInterior(JsonElement point) => KindOf(point) == "interior";

    private static bool IsWrong(GoldenCase golden, double x) => (golden.Family == "Kumaraswamy" && x == 1e-200) || (golden.Id == "StudentT/4" && x == 15.0)
        || (golden.Family == "SkewNormal" && Array.IndexOf(WrongSkewNormal[golden.Id], x) >= 0);

    private static (GoldenCase Golden, Distribution D) Find(string id) => (GoldenCase.All.Single(c => c.Id == id), Example(id).Distribution);

    private static DistributionExample Example(string id)
    {
        var golden = GoldenCase.All.Single(c => c.Id == id);
        return Example(ClassOf(golden.Family)!, golden.Parameters.ToDictionary(p => p.Name, p => p.Value));
    }

    /// <summary>By the constructor that takes all of the parameters; whole numbers of its own are no tensors.</summary>
    internal static DistributionExample Example(Type family, IReadOnlyDictionary<string, Tensor> parameters)
    {
        if (family == typeof(ZeroInflated))
        {
            return new(values => new ZeroInflated(new Poisson(values[1]), values[0]), [parameters["gate"], parameters["rate"]]);
        }

        var constructor = family.GetConstructors()
            .Where(c => c.GetParameters().Any(p => p.ParameterType == typeof(Tensor)) && parameters.Keys.All(name => c.GetParameters().Any(p => p.Name == name)))
            .MinBy(c => c.GetParameters().Length)!;
        bool IsTensor(string name) => constructor.GetParameters().Any(p => p.Name == name && p.ParameterType == typeof(Tensor));
        string[] names = [.. parameters.Keys.Where(IsTensor)];
        Distribution Create(IReadOnlyList<Tensor> values) => (Distribution)constructor.Invoke([.. constructor.GetParameters().Select(p =>
            Array.IndexOf(names, p.Name) is >= 0 and var i ? values[i] : parameters.TryGetValue(p.Name!, out var number) ? (int)number.ToDouble() : (object?)null)]);
        return new(Create, [.. names.Select(name => parameters[name])]);
    }

    internal static Type? ClassOf(string family) => family == "ZeroInflatedPoisson" ? typeof(ZeroInflated)
        : typeof(Distribution).Assembly.GetType($"DiffProb.{(family.EndsWith("Logits", StringComparison.Ordinal) ? family[..^6] : family.Replace("ModifiedGaussian", "ModifiedNormal", StringComparison.Ordinal))}") is { IsAbstract: false } type
        && type.IsSubclassOf(typeof(Distribution)) ? type : null;

    private static double Width(Distribution d) => d.Support is RealLine ? d.Parameters.Single(p => p.Name == "scale").Value.ToDouble() : 0.0;

    private static Tensor Value(Distribution d, double[] x) => d.Shape.Rank == 0 ? Tensor.Scalar(x[0]) : Tensor.Of(d.Shape, x);

    private static void Close(string what, double expected, double actual, double relative, double absolute)
    {
        var isSame = double.IsFinite(expected) ? Math.Abs(actual - expected) <= (relative * Math.Abs(expected)) + absolute : actual.Equals(expected);
        Assert.True(isSame, $"{what}: {actual:R} is not {expected:R}: error {actual - expected:E2}");
    }
}
