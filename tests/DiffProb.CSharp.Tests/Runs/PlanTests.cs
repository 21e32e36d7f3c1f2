using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Runs;

/// <summary>A plan is read, edited and passed back in C#.</summary>
public sealed class PlanTests
{
    private static Prob<Nothing> Program =>
        from m in Param("m", 0.5)
        from x in Sample("x", new Normal(m, 1.0))
        from _ in Cost("square", x.Square())
        from done in Cost("positive", Tensor.Where(x > 0, 1.0, 0.0))
        select done;

    [Fact]
    public void A_plan_says_for_each_cost_what_is_done_and_why()
    {
        var plan = Program.Estimate().Plan();
        Assert.Equal(["Pathwise", "ThresholdSmoothing"], plan.Entries.Select(e => e.Estimator.Name));
        Assert.Equal(["square", "positive"], plan.Entries.Select(e => e.Cost));
        Assert.Contains("jumps", plan.Entries[1].Rejected.Single(r => r.Estimator == "Pathwise").Reason, StringComparison.Ordinal);
        Assert.Contains("ThresholdSmoothing", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edited_plan_is_followed()
    {
        var plan = Program.Estimate().Plan();
        var edited = plan.With("x", "square", Estimator.Score(Baseline.NoBaseline));
        var g = Program.Estimate().Particles(50000).Following(edited).Gradient();
        Assert.Equal(["Score", "ThresholdSmoothing"], g.Plan.Entries.Select(e => e.Estimator.Name));
        Assert.Equal("asked for", g.Plan.Entries[0].Reason);
        Judge.Derivative(1.0 + 0.3520653267642995, 0.05, "m", g);
        Assert.Equal(["Pathwise", "ThresholdSmoothing"], plan.Entries.Select(e => e.Estimator.Name));
    }

    [Fact]
    public void An_edited_plan_that_would_be_biased_is_refused()
    {
        var plan = Program.Estimate().Plan().With("x", Estimator.Pathwise);
        Judge.Refuses(() => Program.Estimate().Following(plan).Gradient(), "Pathwise is not valid", "\"positive\"", "jumps");
        Judge.Refuses(() => plan.With("y", Estimator.Pathwise), "\"y\"", "\"x\"");
    }

    [Fact]
    public void A_biased_estimator_needs_leave()
    {
        var program =
            from l in Param("l", 0.0)
            from b in Sample("b", new Bernoulli(logits: l)).Via(Estimator.GumbelSoftmax(0.5))
            select (b - 0.45).Square();
        Judge.Refuses(() => program.Estimate().Gradient(), "GumbelSoftmax 0.5 is biased", "\"b\"", "Unbiased here: Enumerate", "AllowBias");
        Judge.Refuses(() => program.Minimize().Run(), "GumbelSoftmax 0.5 is biased");
        var g = program.Estimate().AllowBias().Gradient();
        Assert.True(g.IsBiased);
        Assert.Contains("biased at site b (GumbelSoftmax 0.5)", g.ToString(), StringComparison.Ordinal);
        var fit = program.Minimize().AllowBias().Steps(2).Run();
        Assert.True(fit.IsBiased);
        var plan = program.Estimate().AllowBias().Plan();
        Assert.False(program.Estimate().Following(plan.With("b", Estimator.Rebar(0.5, RebarScale.Fitted(0.9)))).Gradient().IsBiased);
        foreach (var estimator in new[] { Estimator.StraightThrough(Temperature.Anneal(2.0, 0.5)), Estimator.ReinMax })
        {
            Assert.True(program.Estimate().AllowBias().Following(plan.With("b", estimator)).Plan().IsBiased);
        }
    }

    [Fact]
    public void A_fit_follows_a_plan()
    {
        var program = from m in Param("m", 1.0) from x in Sample("x", new Normal(m, 0.1)) select x.Square();
        var plan = program.Estimate().Plan().With("x", Estimator.Score(Baseline.MovingAverage(0.9)));
        var fit = program.Minimize().Using(Optimizer.Adam(0.05)).Steps(20).Following(plan).Run();
        Assert.Equal("Score MovingAverage 0.9", fit.Plan.Entries[0].Estimator.Name);
        Assert.True(fit["m"].ToDouble() < 0.7);
    }

    [Fact]
    public void Estimators_are_equal_by_what_they_do()
    {
        Assert.Equal(Estimator.Pathwise, Estimator.Pathwise);
        Assert.Equal(Estimator.Score(Baseline.LeaveOneOut), Estimator.Score(Baseline.LeaveOneOut));
        Assert.NotEqual(Estimator.Score(Baseline.LeaveOneOut), Estimator.Score(Baseline.NoBaseline));
        Assert.False(Estimator.Enumerate.IsBiased);
        Assert.Throws<ArgumentNullException>(() => Estimator.Score(null!));
    }

    [Fact]
    public void A_plan_goes_through_json()
    {
        var plan = Plan.FromJson(Program.Estimate().Plan().ToJson());
        Assert.Equal(["Pathwise", "ThresholdSmoothing"], Program.Estimate().Following(plan).Plan().Entries.Select(e => e.Estimator.Name));
    }

    [Fact]
    public void A_measured_plan_says_what_was_seen() =>
        Assert.All(Program.Estimate().Measure().Plan().Entries, e => Assert.StartsWith("measured", e.Reason, StringComparison.Ordinal));

    [Fact]
    public void An_audit_finds_that_estimators_agree()
    {
        var audit = Program.Estimate().Particles(500).Audit();
        Assert.True(audit.IsClean, audit.ToString());
        Assert.Contains(audit.Entries, e => e.Estimator == Estimator.MeasureValued && e.Parameters[0].Variance > 0.0);
    }
}
