using TorchSharp;
using static DiffProb.Prob;

namespace DiffProb;

/// <summary>What a declared dependence means for estimators, and that they stay unbiased through a module.</summary>
public sealed class ModulePlanTests
{
    private static TorchModule Taken(Dependence dependence) =>
        TorchModule.Of("net", Networks.TwoLayers(), new ModuleInput(Shape.Of(3)) { Dependence = dependence });

    private static Prob<Tensor> Continuous(TorchModule module) =>
        from loc in Param("loc", new[] { 0.1, 0.2, 0.3 })
        from z in Sample("z", new Normal(loc, 1.0))
        from r in Through(module, z)
        select r.Square().Sum();

    // Three bits, so that enumeration knows the answer.
    private static Prob<Tensor> Bits(Estimator? estimator) =>
        from logits in Param("logits", new[] { 0.3, -0.5, 0.1 })
        from b in estimator is null ? Sample("b", new Bernoulli(logits: logits)) : Sample("b", new Bernoulli(logits: logits)).Via(estimator)
        from r in Through(Taken(Dependence.Kinked), b)
        select r.Square().Sum();

    [Fact]
    public void A_continuous_module_lets_a_path_through() =>
        Assert.Equal("Pathwise", Assert.Single(Continuous(Taken(Dependence.Kinked)).Estimate().Plan().Entries).Estimator.Name);

    [Fact]
    public void A_module_that_may_jump_and_is_frozen_lets_no_path_through()
    {
        var plan = Continuous(Taken(Dependence.Step).Frozen()).Estimate().Plan();
        Assert.Equal("Score LeaveOneOut", Assert.Single(plan.Entries).Estimator.Name);
        Assert.Contains("not Pathwise", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_may_jump_does_not_train()
    {
        var message = Assert.ThrowsAny<DiffProbException>(() => Continuous(Taken(Dependence.Step)).Estimate().Gradient()).Message;
        Assert.Contains("module \"net\"", message, StringComparison.Ordinal);
        Assert.Contains("net.0.weight", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_affine_module_serves_the_local_expectation()
    {
        var linear = TorchModule.Of("linear", torch.nn.Linear(3, 2).to(torch.ScalarType.Float64), new ModuleInput(Shape.Of(3)) { Dependence = Dependence.Affine });
        var program =
            from logits in Param("logits", new[] { 0.3, -0.5, 0.1 })
            from b in Sample("b", new Bernoulli(logits: logits))
            from r in Through(linear, b)
            select r.Sum();
        var plan = program.Estimate().EnumerationBudget(1).Plan();
        Assert.Equal("LocalExpectation", Assert.Single(plan.Entries).Estimator.Name);
        var (local, exact) = (program.Estimate().EnumerationBudget(1).Particles(50).Gradient(), program.Via(Estimator.Enumerate).Estimate().Particles(1).Gradient());
        Assert.All(exact["logits"].ToArray().Zip(local["logits"].ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6));
    }

    public static TheoryData<string> Estimators => ["Score", "DisArm", "MeasureValued"];

    /// <summary>27 numbers, each judged at 5 standard errors: a correct estimator fails 2 seeds in 100,000, and the seed is fixed.</summary>
    [Theory]
    [MemberData(nameof(Estimators))]
    public void Estimators_of_bits_are_unbiased_through_a_module(string name)
    {
        var exact = Bits(Estimator.Enumerate).Estimate().Particles(1).Gradient();
        Assert.All(exact.Parameters, p => Assert.All(exact.StandardError(p).ToArray(), e => Assert.Equal(0.0, e)));
        var estimator = name switch
        {
            "Score" => Estimator.Score(Baseline.LeaveOneOut),
            "DisArm" => Estimator.DisArm,
            _ => Estimator.MeasureValued,
        };
        var estimate = Bits(estimator).Estimate().Particles(20).Replicates(400).Seed(4).Gradient();
        foreach (var parameter in exact.Parameters)
        {
            var (right, mean, error) = (exact[parameter].ToArray(), estimate[parameter].ToArray(), estimate.StandardError(parameter).ToArray());
            for (var i = 0; i < right.Length; i++)
            {
                Assert.InRange(error[i], 0.0, 0.02);
                Assert.InRange(mean[i] - right[i], (-5.0 * error[i]) - 1e-12, (5.0 * error[i]) + 1e-12);
            }
        }
    }

    /// <summary>The sum over the eight values is that of the network as an expression.</summary>
    [Fact]
    public void An_enumerated_site_goes_through_a_module_exactly()
    {
        var taken = Taken(Dependence.Kinked);
        var expression =
            from logits in Param("logits", new[] { 0.3, -0.5, 0.1 })
            from b in Sample("b", new Bernoulli(logits: logits)).Via(Estimator.Enumerate)
            select Networks.TwoLayers(taken.Parameters, b).Square().Sum();
        var mine = Bits(Estimator.Enumerate).Estimate().Particles(1).Gradient();
        var theirs = expression.Estimate().Particles(1).Gradient();
        Assert.Equal(theirs.Value.Mean, mine.Value.Mean, 1e-12);
        Assert.All(theirs["logits"].ToArray().Zip(mine["logits"].ToArray()), p => Assert.Equal(p.First, p.Second, 1e-12));
    }
}
