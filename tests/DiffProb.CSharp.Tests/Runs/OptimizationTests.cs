using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Runs;

/// <summary>The words of a fit: what they do, what they refuse, progress and cancellation.</summary>
public sealed class OptimizationTests
{
    private static Prob<Tensor> Bowl =>
        from m in Param("m", new[] { 3.0, -2.0 })
        from x in Sample("x", new Normal(m, 0.1))
        select x.Square().Sum();

    [Fact]
    public void Minimize_goes_down_and_maximize_goes_up()
    {
        Assert.All(Bowl.Minimize().Using(Optimizer.Adam(0.1)).Steps(100).Run()["m"].ToArray(), x => Assert.Equal(0.0, x, 0.2));
        var up = from m in Param("m", 0.0) select -(m - 2.0).Square();
        Assert.Equal(2.0, up.Maximize().Using(Optimizer.Sgd(0.1)).Steps(100).Particles(1).Run()["m"].ToDouble(), 1e-6);
    }

    [Fact]
    public void A_parameter_stays_in_its_support()
    {
        var program = from s in Param("s", 1.0, Support.Positive) select s;
        var fit = program.Minimize().Using(Optimizer.Sgd(5.0)).Steps(50).Particles(1).Run();
        Assert.InRange(fit["s"].ToDouble(), double.Epsilon, 0.2);
    }

    [Fact]
    public void Each_word_reaches_the_fit()
    {
        var basis = Bowl.Minimize().Using(Optimizer.RmsProp(0.05)).Steps(5).Particles(10).Seed(3);
        var fit = basis.Run();
        Assert.Equal(5, fit.History.Count);
        var spy = new EngineSpy();
        Assert.Equal(fit.History, basis.On(spy).Run().History);
        Assert.True(spy.IsUsed);
        Assert.NotEqual(fit.History, basis.Seed(4).Run().History);
        Assert.NotEqual(fit.History, basis.Particles(20).Run().History);
        Assert.NotEqual(fit["m"].ToArray(), basis.Schedule(Schedule.Cosine).Run()["m"].ToArray());
        Assert.NotEqual(fit["m"].ToArray(), basis.Using(Optimizer.Adam(0.01)).Run()["m"].ToArray());
        Assert.InRange(basis.With("m", new[] { 0.0, 0.0 }).Run().History[0], 0.0, 0.1);
        Assert.Equal(fit.History, basis.Run().History);
    }

    [Fact]
    public void A_small_budget_leaves_the_enumeration()
    {
        var basis = (from l in Param("l", 0.0) from b in Sample("b", new Bernoulli(logits: l)) select b).Minimize().Steps(1);
        Assert.Equal("Enumerate", basis.Run().Plan.Entries[0].Estimator.Name);
        Assert.Equal("LocalExpectation", basis.EnumerationBudget(1).Run().Plan.Entries[0].Estimator.Name);
    }

    [Fact]
    public void Progress_is_told_after_each_step()
    {
        var told = new List<(int Step, int Steps, double Value)>();
        var fit = Bowl.Minimize().Steps(7).Progress(new Listener<OptimizationProgress>(p => told.Add((p.Step, p.Steps, p.Value)))).Run();
        Assert.Equal(Enumerable.Range(1, 7), told.Select(t => t.Step));
        Assert.All(told, t => Assert.Equal(7, t.Steps));
        Assert.Equal(fit.History, told.Select(t => t.Value));
    }

    [Fact]
    public void A_canceled_run_stops_within_one_step_and_returns_the_fit_so_far()
    {
        using var source = new CancellationTokenSource();
        var fit = Bowl.Minimize().Using(Optimizer.Adam(0.1)).Steps(1000)
            .Progress(new Listener<OptimizationProgress>(p =>
            {
                if (p.Step == 3)
                {
                    source.Cancel();
                }
            }))
            .Run(source.Token);
        Assert.True(fit.IsCanceled);
        Assert.Equal(3, fit.History.Count);
        var three = Bowl.Minimize().Using(Optimizer.Adam(0.1)).Steps(3).Run();
        Assert.Equal(three["m"].ToArray(), fit["m"].ToArray());
        Assert.False(three.IsCanceled);
    }

    [Fact]
    public void A_run_that_was_canceled_before_it_began_is_where_it_started()
    {
        var fit = Bowl.Minimize().Run(new CancellationToken(canceled: true));
        Assert.True(fit.IsCanceled);
        Assert.Empty(fit.History);
        Assert.Equal([3.0, -2.0], fit["m"].ToArray());
    }

    [Fact]
    public void What_is_out_of_range_is_refused_at_the_call()
    {
        Judge.Refuses(() => Bowl.Minimize().Steps(0), "Steps", "at least 1", "0", "Steps(1)");
        Judge.Refuses(() => Bowl.Maximize().Particles(-1), "Particles", "at least 1", "-1");
        Judge.Refuses(() => Bowl.Minimize().EnumerationBudget(0), "EnumerationBudget");
        Judge.Refuses(() => Bowl.Minimize().Using(Optimizer.Adam(-0.1)), "learning rate", "-0.1");
        Judge.Refuses(() => Bowl.Minimize().Schedule(Schedule.Exponential(2.0)), "decay", "2");
        Assert.Equal("optimizer", Assert.Throws<ArgumentNullException>(() => Bowl.Minimize().Using(null!)).ParamName);
        Assert.Equal("schedule", Assert.Throws<ArgumentNullException>(() => Bowl.Minimize().Schedule(null!)).ParamName);
        Assert.Equal("listener", Assert.Throws<ArgumentNullException>(() => Bowl.Minimize().Progress(null!)).ParamName);
    }
}
