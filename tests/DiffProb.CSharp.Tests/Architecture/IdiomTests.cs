using System.Reflection;

namespace DiffProb.Architecture;

/// <summary>What can be said in F# can be said in C#: each word of the language and each option of a run has its idiom. A new one without is a red test.</summary>
public sealed class IdiomTests
{
    // A word of F#, where it is found in C#, and under which name.
    private static readonly Dictionary<string, (Type Home, string Name)> Words = new()
    {
        ["prob"] = (typeof(Query), nameof(Query.SelectMany)),
        ["tensor"] = (typeof(Tensor), "op_Implicit"),
        ["sample"] = (typeof(Prob), nameof(Prob.Sample)),
        ["observe"] = (typeof(Prob), nameof(Prob.Observe)),
        ["observePresent"] = (typeof(Prob), nameof(Prob.ObservePresent)),
        ["impute"] = (typeof(Prob), nameof(Prob.Impute)),
        ["factor"] = (typeof(Prob), nameof(Prob.Factor)),
        ["cost"] = (typeof(Prob), nameof(Prob.Cost)),
        ["kl"] = (typeof(Divergence), nameof(Divergence.Kl)),
        ["param"] = (typeof(Prob), nameof(Prob.Param)),
        ["paramOn"] = (typeof(Prob), nameof(Prob.Param)),
        ["deterministic"] = (typeof(Prob), nameof(Prob.Deterministic)),
        ["plate"] = (typeof(Prob), nameof(Prob.Plate)),
        ["minibatch"] = (typeof(Prob), nameof(Prob.Plate)),
        ["scope"] = (typeof(Prob), nameof(Prob.Scope)),
        ["via"] = (typeof(Prob), nameof(Prob.Via)),
        ["branch"] = (typeof(Prob), nameof(Prob.Branch)),
        ["through"] = (typeof(Prob), nameof(Prob.Through)),
        ["throughAll"] = (typeof(Prob), nameof(Prob.Through)),
        ["Pathwise"] = (typeof(EstimatorNames), "get_Pathwise"),
        ["Enumerate"] = (typeof(EstimatorNames), "get_Enumerate"),
        ["ThresholdSmoothing"] = (typeof(EstimatorNames), "get_ThresholdSmoothing"),
        ["RejectionPath"] = (typeof(EstimatorNames), "get_RejectionPath"),
        ["LocalExpectation"] = (typeof(EstimatorNames), "get_LocalExpectation"),
        ["MeasureValued"] = (typeof(EstimatorNames), "get_MeasureValued"),
        ["DisArm"] = (typeof(EstimatorNames), "get_DisArm"),
        ["ReinMax"] = (typeof(EstimatorNames), "get_ReinMax"),
        ["Arms"] = (typeof(EstimatorNames), "Arms"),
        ["UnorderedSet"] = (typeof(EstimatorNames), "UnorderedSet"),
        ["SumAndSample"] = (typeof(EstimatorNames), "SumAndSample"),
        ["GumbelSoftmax"] = (typeof(EstimatorNames), "GumbelSoftmax"),
        ["StraightThrough"] = (typeof(EstimatorNames), "StraightThrough"),
        ["Rebar"] = (typeof(EstimatorNames), "Rebar"),
        ["Relax"] = (typeof(EstimatorNames), "Relax"),
        ["Score"] = (typeof(EstimatorNames), "Score"),
        ["NoBaseline"] = (typeof(Baseline), "get_NoBaseline"),
        ["LeaveOneOut"] = (typeof(Baseline), "get_LeaveOneOut"),
        ["Vimco"] = (typeof(Baseline), "get_Vimco"),
        ["OptimalConstant"] = (typeof(Baseline), "get_OptimalConstant"),
        ["MovingAverage"] = (typeof(Baseline), nameof(Baseline.MovingAverage)),
        ["Learned"] = (typeof(Baseline), nameof(Baseline.Learned)),
        ["Sgd"] = (typeof(Optimizer), nameof(Optimizer.Sgd)),
        ["Adam"] = (typeof(Optimizer), nameof(Optimizer.Adam)),
        ["RmsProp"] = (typeof(Optimizer), nameof(Optimizer.RmsProp)),
        ["op_DotGreater"] = (typeof(Tensor), "op_GreaterThan"),
        ["op_DotLess"] = (typeof(Tensor), "op_LessThan"),
        ["op_DotGreaterEquals"] = (typeof(Tensor), "op_GreaterThanOrEqual"),
        ["op_DotLessEquals"] = (typeof(Tensor), "op_LessThanOrEqual"),
        ["op_DotEquals"] = (typeof(Comparisons), nameof(Comparisons.EqualTo)),
        ["where"] = (typeof(Tensor), nameof(Tensor.Where)),
        ["Tensor.GetSlice"] = (typeof(Tensor), "get_Item"),
        ["Prob.ret"] = (typeof(Prob), nameof(Prob.Return)),
        ["Prob.fold"] = (typeof(Prob), nameof(Prob.Fold)),
        ["Prob.scan"] = (typeof(Prob), nameof(Prob.Scan)),
        ["Prob.loop"] = (typeof(Prob), nameof(Prob.Loop)),
        ["Prob.map"] = (typeof(Prob), nameof(Prob.Plate)),
        ["Prob.condition"] = (typeof(Substitutions), nameof(Substitutions.Condition)),
        ["Prob.intervene"] = (typeof(Substitutions), nameof(Substitutions.Intervene)),
        ["Prob.replay"] = (typeof(Substitutions), nameof(Substitutions.Replay)),
        ["Prob.withData"] = (typeof(Substitutions), nameof(Substitutions.WithData)),
        ["Infer.nuts"] = (typeof(InferenceBuilder<>), "Nuts"),
        ["Infer.variational"] = (typeof(InferenceBuilder<>), "Variational"),
        ["Infer.hmc"] = (typeof(InferenceBuilder<>), "Hmc"),
        ["Infer.mcmc"] = (typeof(InferenceBuilder<>), "Mcmc"),
        ["Kernel.nuts"] = (typeof(MarkovKernel), nameof(MarkovKernel.Nuts)),
        ["Kernel.hmc"] = (typeof(MarkovKernel), nameof(MarkovKernel.Hmc)),
        ["Kernel.slice"] = (typeof(MarkovKernel), nameof(MarkovKernel.Slice)),
        ["Kernel.randomWalk"] = (typeof(MarkovKernel), nameof(MarkovKernel.RandomWalk)),
        ["Kernel.gibbs"] = (typeof(MarkovKernel), nameof(MarkovKernel.Gibbs)),
        ["Kernel.cycle"] = (typeof(MarkovKernel), nameof(MarkovKernel.Cycle)),
        ["Infer.prior"] = (typeof(InferenceBuilder<>), "Prior"),
        ["Infer.calibrate"] = (typeof(InferenceBuilder<>), "Calibrate"),
        ["Infer.predict"] = (typeof(InferenceBuilder<>), "Predict"),
        ["Infer.importance"] = (typeof(InferenceBuilder<>), "Importance"),
        ["Infer.importanceFrom"] = (typeof(ImportanceBuilder<>), "From"),
        ["Infer.smc"] = (typeof(InferenceBuilder<>), "Smc"),
        ["Infer.smcFrom"] = (typeof(FilterBuilder<>), "From"),
        ["Infer.tempered"] = (typeof(InferenceBuilder<>), "Tempered"),
        ["Expectation.Plan"] = (typeof(EstimationBuilder<>), "Plan"),
        ["Expectation.Audit"] = (typeof(EstimationBuilder<>), "Audit"),
        ["Expectation.Value"] = (typeof(EstimationBuilder<>), "Value"),
        ["Expectation.Gradient"] = (typeof(EstimationBuilder<>), "Gradient"),
        ["Expectation.Derivatives"] = (typeof(EstimationBuilder<>), "Derivatives"),
        ["Expectation.Hessian"] = (typeof(EstimationBuilder<>), "Hessian"),
        ["Expectation.Minimize"] = (typeof(Runs), nameof(Runs.Minimize)),
        ["Expectation.Maximize"] = (typeof(Runs), nameof(Runs.Maximize)),
    };

    // An option of F#, and the word of a builder where the two differ. A token goes to the call that runs.
    private static readonly Dictionary<string, string> Options = new()
    {
        ["Engine"] = "On",
        ["Parameters"] = "With",
        ["Plan"] = "Following",
        ["Optimizer"] = "Using",
        ["Resume"] = "ResumeFrom",
        ["Start"] = "StartFrom",
        ["CheckpointFile"] = "Checkpoints",
        ["CheckpointEvery"] = "Checkpoints",
    };

    [Fact]
    public void Each_word_of_the_language_has_its_idiom()
    {
        var all = Of(typeof(Dsl), "").Concat(Of(typeof(ProbModule), "Prob.")).Concat(Of(typeof(Infer), "Infer.")).Concat(Of(typeof(Kernel), "Kernel.")).Concat(Of(typeof(Expectation), "Expectation."));
        Assert.Equal(all.Distinct().Order(StringComparer.Ordinal), Words.Keys.Order(StringComparer.Ordinal));
        Assert.All(Words, w => Assert.Contains(w.Value.Name, w.Value.Home.GetMethods().Select(m => m.Name)));
    }

    /// <summary>A statement program has all words of a query, but that its parts are statements and not programs.</summary>
    [Fact]
    public void Each_word_of_a_query_is_one_of_statements()
    {
        var words = typeof(Prob).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(m => m.Name).Except(["Model", "Return"]);
        Assert.Superset(words.ToHashSet(), typeof(ModelTrace).GetMethods().Select(m => m.Name).ToHashSet());
    }

    [Theory]
    [InlineData(typeof(Estimation), typeof(EstimationBuilder<>), "Value")]
    [InlineData(typeof(Optimization), typeof(OptimizationBuilder<>), "Run")]
    [InlineData(typeof(Sampling), typeof(SamplingBuilder<>), "Run")]
    [InlineData(typeof(Calibration), typeof(CalibrationBuilder<>), "Run")]
    [InlineData(typeof(Simulation), typeof(SimulationBuilder), "Run")]
    [InlineData(typeof(ImportanceSampling), typeof(ImportanceBuilder<>), "Run")]
    [InlineData(typeof(ParticleFiltering), typeof(FilterBuilder<>), "Run")]
    [InlineData(typeof(Tempering), typeof(TemperingBuilder<>), "Run")]
    [InlineData(typeof(Variational), typeof(VariationalBuilder<>), "Run")]
    public void Each_option_of_a_run_has_its_word(Type options, Type builder, string run)
    {
        foreach (var option in options.GetProperties().Select(p => p.Name))
        {
            var isToken = option == "Cancellation";
            var word = isToken ? run : Options.GetValueOrDefault(option, option);
            var methods = builder.GetMethods().Where(m => m.Name == word).ToArray();
            Assert.True(methods.Length > 0, $"{options.Name}.{option} has no word {word}");
            Assert.All(methods, m => Assert.Equal(isToken, m.GetParameters().Any(p => p.ParameterType == typeof(CancellationToken))));
            Assert.All(methods.Where(_ => !isToken), m => Assert.Equal(builder.Name, m.ReturnType.Name));
        }
    }

    // Accessors stand for properties; names with $ are the compiler's, for inline words.
    private static IEnumerable<string> Of(Type module, string prefix) =>
        module.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(m => m.Name.StartsWith("get_", StringComparison.Ordinal) ? m.Name["get_".Length..] : m.Name)
            .Where(name => !name.Contains('$'))
            .Select(name => prefix + name);
}
