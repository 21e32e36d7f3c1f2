using static DiffProb.Prob;

namespace DiffProb.Inference;

/// <summary>Inference word by word, on programs of both forms.</summary>
public sealed class SamplingBuilderTests
{
    private static readonly double[] Effects = [28, 8, -3, 7, -1, 1, 18, 12];
    private static readonly double[] Errors = [15, 10, 16, 11, 9, 11, 10, 18];

    private static readonly Prob<Tensor> Schools =
        from mu in Sample("mu", new Normal(0, 5))
        from tau in Sample("tau", new HalfCauchy(5))
        from _ in Plate("school", Tensor.Of(Effects), Tensor.Of(Errors), (y, s) =>
            from eta in Sample("eta", new Normal(0, 1))
            from seen in Observe("y", new Normal(mu + (tau * eta), s), y)
            select eta)
        select mu;

    [Fact]
    public void A_query_is_sampled()
    {
        var run = Schools.Infer().Nuts().Chains(2).Warmup(200).Draws(100).Seed(1).Run(TestContext.Current.CancellationToken);
        Assert.Equal(["mu", "tau", "eta"], run.Names);
        Assert.Equal<int>([2, 100, 8], run["eta"].Shape);
        Assert.InRange(run["mu"].ToArray().Average(), 2.0, 7.0);
    }

    [Fact]
    public void What_was_drawn_is_a_posterior()
    {
        Posterior posterior = Schools.Infer().Nuts().Chains(2).Warmup(200).Draws(100).Seed(1).Run(TestContext.Current.CancellationToken);
        Assert.Equal(SamplerStatistics.All, posterior.Statistics.Select(s => s.Name));
        Assert.Equal<int>([2, 100], posterior.Statistic(SamplerStatistics.Energy).ToTensor().Shape);
        Assert.Equal(new Provenance { Sampler = "nuts", Seed = 1, Warmup = 200, MaxTreeDepth = 10 }, posterior.Provenance);
        Assert.Equal(posterior["mu"].ToArray().Average(), posterior.Summary()["mu"].Mean, 1e-12);
    }

    [Fact]
    public void A_model_of_statements_draws_the_same_bits()
    {
        var statements = Model(m =>
        {
            var mu = m.Sample("mu", new Normal(0, 5));
            var tau = m.Sample("tau", new HalfCauchy(5));
            m.Plate("school", Tensor.Of(Effects), Tensor.Of(Errors), (y, s) =>
            {
                var eta = m.Sample("eta", new Normal(0, 1));
                m.Observe("y", new Normal(mu + (tau * eta), s), y);
            });
        });
        var query = Schools.Infer().Nuts().Chains(1).Warmup(50).Draws(20).Run(TestContext.Current.CancellationToken);
        var model = statements.Infer().Nuts().Chains(1).Warmup(50).Draws(20).Run(TestContext.Current.CancellationToken);
        Assert.Equal(query["mu"].ToArray(), model["mu"].ToArray());
    }

    [Fact]
    public void Every_word_reaches_the_run()
    {
        var program = from p in Param("p", 1.0) from x in Sample("x", new Normal(p, 1.0)) select x;
        var first = program.Infer().Hmc(1.0).With("p", 100.0).InitialRadius(0.5).Metric(MetricKind.Dense).TargetAcceptance(0.9).MaxTreeDepth(5).Threads(1)
            .On(new ManagedEngine(threads: 1)).Chains(2).Warmup(300).Draws(200).Seed(3).Run(TestContext.Current.CancellationToken);
        Assert.InRange(first["x"].ToArray().Average(), 99.0, 101.0);
        var next = program.Infer().Hmc(1.0).With(new NamedTensors([new("p", 100.0)])).Metric(MetricKind.Dense).StartFrom(first).Warmup(0).Draws(10)
            .Chains(2).Run(TestContext.Current.CancellationToken);
        Assert.InRange(next["x"].ToArray()[0], 90.0, 110.0);
    }

    [Fact]
    public void A_word_out_of_its_range_is_refused_where_it_is_said()
    {
        Assert.Contains("Chains must be at least 1", Assert.Throws<ValueException>(() => Schools.Infer().Nuts().Chains(0)).Message, StringComparison.Ordinal);
        Assert.Contains("TrajectoryLength", Assert.Throws<ValueException>(() => Schools.Infer().Hmc(0.0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_is_given_data_or_stands_at_a_value()
    {
        var chain = from a in Sample("a", new Normal(0, 1)) from b in Sample("b", new Normal(a, 0.1)) select b;
        var seen = chain.Condition("b", 1.0).Infer().Nuts().Chains(2).Warmup(200).Draws(400).Run(TestContext.Current.CancellationToken);
        Assert.InRange(seen["a"].ToArray().Average(), 0.9, 1.1);
        var done = chain.Intervene("b", 1.0).Infer().Nuts().Chains(2).Warmup(200).Draws(400).Run(TestContext.Current.CancellationToken);
        Assert.InRange(done["a"].ToArray().Average(), -0.3, 0.3);
        var replayed = chain.Replay(new Dictionary<string, Tensor> { ["a"] = 3.0, ["other"] = 1.0 }).Infer().Nuts().Chains(1).Warmup(200).Draws(200).Run(TestContext.Current.CancellationToken);
        Assert.InRange(replayed["b"].ToArray().Average(), 2.9, 3.1);
    }

    /// <summary>By its 4 assignments: the bit is 1 with probability 1 / (1 + 3 exp(-(0.8² - 0.2²) / 2)).</summary>
    [Fact]
    public void Kernels_are_mixed_and_chains_run_side_by_side()
    {
        var program =
            from x in Sample("x", new Normal(0, 1))
            from z in Sample("z", new Bernoulli(probs: 0.25))
            from seen in Observe("y", new Normal(z.Cast(DType.Float64), 1), 0.8)
            select x;
        var kernel = MarkovKernel.Cycle(MarkovKernel.Slice("x"), MarkovKernel.Gibbs("z"));
        Assert.Equal(["x", "z"], kernel.Sites);
        var run = program.Infer().Mcmc(kernel).Chains(10).Warmup(100).Draws(1000).ChainMode(ChainMode.Vectorized).Run(TestContext.Current.CancellationToken);
        var bits = run["z"].ToArray();

        // 10,000 independent draws: 5 standard errors.
        Assert.Equal(1.0 / (1.0 + (3.0 * Math.Exp(-(0.64 - 0.04) / 2.0))), bits.Average(), 5.0 * 0.5 / 100.0);
        Assert.Equal(10, run.ChainCount);
    }

    [Fact]
    public void A_mode_of_chains_that_is_none_is_refused() =>
        Assert.Contains("no mode of chains 3", Assert.Throws<ValueException>(() => Schools.Infer().Nuts().ChainMode((ChainMode)3)).Message, StringComparison.Ordinal);
}
