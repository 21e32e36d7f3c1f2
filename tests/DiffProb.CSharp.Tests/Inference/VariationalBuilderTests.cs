using CSharpTests;
using static DiffProb.Prob;

namespace DiffProb.Inference;

/// <summary>Guides fitted to posteriors, word by word, and the same as in F#.</summary>
public sealed class VariationalBuilderTests
{
    private static readonly double[] Data = [1.2, 0.4, 2.2, 1.9];

    private static readonly Prob<Tensor> Model =
        from m in Sample("m", new Normal(0, 2))
        from _ in Plate("row", Tensor.Of(Data), y =>
            from seen in Observe("y", new Normal(m, 1.5), y)
            select seen)
        select m;

    private static readonly Prob<Tensor> Own =
        from loc in Param("loc", 0.0)
        from scale in Param("scale", 1.0, Support.Positive)
        from m in Sample("m", new Normal(loc, scale))
        select m;

    private static readonly double Precision = 0.25 + (4 / 2.25);

    [Fact]
    public void A_guide_of_a_query_finds_the_posterior()
    {
        var fit = Model.Infer().Variational(Own).Particles(100).Steps(1000).Seed(1).Run(TestContext.Current.CancellationToken);
        Assert.Equal(Data.Sum() / 2.25 / Precision, fit["loc"].ToArray()[0], 0.01);
        Assert.Equal(Math.Sqrt(1 / Precision), fit["scale"].ToArray()[0], 0.01);
        var posterior = fit.Posterior(2000, 3);
        Assert.Equal(["m"], posterior.Names);
        Assert.Equal(Data.Sum() / 2.25 / Precision, posterior["m"].ToArray().Average(), 5 * Math.Sqrt(1 / Precision / 2000));
        Assert.Equal(new Provenance { Sampler = "variational: program", Seed = 3 }, posterior.Provenance);
        Assert.Equal(2000, posterior.Statistic("log_ratio").Count);
        Assert.Contains("converged", fit.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => fit[null!]);
    }

    [Fact]
    public void An_automatic_guide_and_statements_give_the_same_bits()
    {
        var statements = Prob.Model(m =>
        {
            var mean = m.Sample("m", new Normal(0, 2));
            m.Plate("row", Tensor.Of(Data), y => { m.Observe("y", new Normal(mean, 1.5), y); });
        });
        var query = Model.Infer().Variational(Guide.Normal).Steps(20).Run(TestContext.Current.CancellationToken);
        var model = statements.Infer().Variational(Guide.Normal).Steps(20).Run(TestContext.Current.CancellationToken);
        Assert.Equal(query.History, model.History);
        Assert.Equal(query["guide/loc"].ToArray(), model["guide/loc"].ToArray());
    }

    [Fact]
    public void Every_word_reaches_the_run()
    {
        var steps = 0;
        var listener = new Listener<OptimizationProgress>(p => steps = p.Step);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");
        try
        {
            var builder = Model.Infer().Variational(Guide.LowRank(1)).Using(Optimizer.Sgd(1e-3)).Schedule(Schedule.Constant).Steps(12).Particles(3).InitialScale(0.7)
                .EvaluationDraws(50).Tolerance(100.0).Seed(4).On(ManagedEngine.Default).Precision(DType.Float64).With("guide/loc", new[] { 0.25 }).EnumerationBudget(16)
                .Progress(listener);
            var fit = builder.Checkpoints(path, 6).Run(TestContext.Current.CancellationToken);
            Assert.Equal(12, steps);
            Assert.Equal(12, fit.History.Count);
            Assert.Equal("low rank 1", fit.Guide);
            Assert.Equal(100.0, fit.Convergence.Tolerance);
            Assert.Equal(0.7, fit["guide/scale"].ToArray()[0], 0.1);
            Assert.Equal(0.25, fit["guide/loc"].ToArray()[0], 0.1);
            Assert.Equal(12, Checkpoint.Load(path).Step);
            var more = builder.Steps(20).ResumeFrom(Checkpoint.Load(path)).Run(TestContext.Current.CancellationToken);
            Assert.Equal(fit.History, more.History.Take(12));
            var again = builder.Following(fit.Plan).With(fit.Parameters).Steps(1).Run(TestContext.Current.CancellationToken);
            Assert.Equal(fit["guide/loc"].ToArray()[0], again["guide/loc"].ToArray()[0], 0.05);
            Assert.Equal(8, more.History.Count - fit.History.Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Words_of_the_planner_and_of_bounds_reach_the_run()
    {
        var guide =
            from logit in Param("logit", 0.0)
            from k in Sample("k", new Bernoulli(logits: logit)).Via(Estimator.GumbelSoftmax(0.5))
            select k;
        var model =
            from k in Sample("k", new Bernoulli(probs: 0.4))
            from seen in Observe("y", new Normal(2.0 * k.Cast(DType.Float64), 1.0), 1.7)
            select k;
        var relaxed = model.Infer().Variational(guide).AllowBias().Steps(5).Run(TestContext.Current.CancellationToken);
        Assert.True(relaxed.Plan.IsBiased);
        var measured = Model.Infer().Variational(Own).Measure().Steps(5).Run(TestContext.Current.CancellationToken);
        Assert.NotEmpty(measured.Plan.Entries);
        var weighted = Model.Infer().Variational(Own).ImportanceDraws(8).Steps(5).Run(TestContext.Current.CancellationToken);
        Assert.Contains(weighted.Plan.Entries, e => e.Cost == "log mean p/q");
        Assert.Empty(Model.Infer().Variational(Guide.Delta).Run(TestContext.Current.CancellationToken).Plan.Entries);
    }

    [Fact]
    public void Words_out_of_their_range()
    {
        var builder = Model.Infer().Variational(Guide.Normal);
        Assert.Throws<ValueException>(() => builder.Steps(0));
        Assert.Throws<ValueException>(() => builder.Particles(0));
        Assert.Throws<ValueException>(() => builder.ImportanceDraws(0));
        Assert.Throws<ValueException>(() => builder.InitialScale(-1.0));
        Assert.Throws<ValueException>(() => builder.EvaluationDraws(1));
        Assert.Throws<ValueException>(() => builder.Tolerance(-1.0));
        Assert.Throws<ValueException>(() => builder.EnumerationBudget(0));
        Assert.Throws<ValueException>(() => builder.Precision(DType.Int64));
        Assert.Throws<ArgumentNullException>(() => Model.Infer().Variational(null!));
    }
}
