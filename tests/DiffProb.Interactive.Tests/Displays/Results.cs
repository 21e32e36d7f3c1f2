using static DiffProb.Prob;

namespace DiffProb.Displaying;

/// <summary>One real result of each kind that is shown, made by running programs.</summary>
internal static class Results
{
    /// <summary>Two sites in plates, an observation, a step, and names that HTML must not read as its own.</summary>
    public static readonly Prob<Tensor> Program =
        from loc in Param("<loc>", 0.5)
        from scale in Param("scale", 1.0, Support.Positive)
        from rows in Plate("row & column", new[] { 1.0, 2.0, 3.0 }, y =>
            from theta in Sample("theta", new Normal(loc, scale))
            from seen in Observe("y", new Normal(theta, 1.0), y)
            select theta)
        from x in Sample("x", new Normal(loc, scale))
        from _ in Cost("size", x.Square())
        from twice in Deterministic("twice", 2.0 * x)
        select Tensor.Where(x > 0.3, 1.0, 0.0);

    private static readonly Prob<Tensor> Bits =
        from m in Param("m", new[] { 0.5, 1.0 })
        from b in Sample("b", new Bernoulli(logits: m.Sum()))
        from x in Sample("x", new Normal(m.Sum() + b, 1.0))
        select x.Square() * b;

    private static readonly Prob<Tensor> Seen =
        from x in Sample("<x>", new Normal(0.0, 1.0))
        from first in Observe("<y>", new Normal(x, 1.0), 3.0)
        from z in Sample("z", new Normal(x, 1.0))
        from second in Observe("w", new Normal(z, 0.001), 5.0)
        select x;

    private static readonly Lazy<IReadOnlyDictionary<string, object>> Made = new(Make);

    public static IReadOnlyDictionary<string, object> All => Made.Value;

    private static Dictionary<string, object> Make()
    {
        var run = Bits.Estimate().Particles(256).Seed(1);
        var audit = run.Audit();
        var fit = Bits.Minimize().Steps(30).Seed(1).Run();
        var chart = new Chart("Loss & <gain>", "step", "loss", new Line("a line", [0.0, 1.0], [2.0, 1.0]));
        var posterior = SmallPosterior();
        return new()
        {
            ["number"] = Tensor.Scalar(1.5),
            ["tensor"] = Tensor.Matrix(new[,] { { 1.0, 2.5 }, { -3.0, double.NaN } }),
            ["large tensor"] = Tensor.Of(Shape.Of(5, 40, 30), [.. Enumerable.Range(0, 6000).Select(i => (double)i)]),
            ["truths"] = Tensor.Of([true, false]),
            ["symbol"] = Tensor.Parameter("<aim>", Shape.Of(3)),
            ["tensors"] = fit.Values,
            ["normal"] = new Normal(1.0, 2.0),
            ["cauchy"] = new Cauchy(0.0, 1.0),
            ["uniform"] = new Uniform(0.0, 1.0),
            ["poisson"] = new Poisson(3.0),
            ["large counts"] = new Poisson(3000.0),
            ["categorical"] = new Categorical(probs: new[] { 0.2, 0.5, 0.3 }),
            ["one-hot"] = new OneHotCategorical(probs: new[] { 0.2, 0.5, 0.3 }),
            ["dirichlet"] = new Dirichlet(new[] { 1.0, 2.0, 3.0 }),
            ["point"] = new Delta(2.0),
            ["law of a symbol"] = new Normal(Tensor.Parameter("<aim>", Shape.Scalar), 1.0),
            ["program"] = Program,
            ["plan"] = run.Plan(),
            ["biased plan"] = Bits.Estimate().AllowBias().Following(run.Plan().With("b", Estimator.GumbelSoftmax(0.5))).Plan(),
            ["estimate"] = run.Value(),
            ["gradient"] = run.Gradient(),
            ["derivatives"] = run.Hessian(),
            ["fit"] = fit,
            ["audit"] = audit,
            ["posterior"] = posterior,
            ["sampled"] = Prob.Sample("<x>", new Normal(0.0, 1.0)).Infer().Nuts().Chains(2).Warmup(100).Draws(50).Run(),
            ["variational fit"] = Prob.Sample("<x>", new Normal(0.0, 1.0)).Infer().Variational(Guide.Normal).Steps(50).Run(),
            ["summary"] = posterior.Summary(),
            ["importance"] = Seen.Infer().Importance().Particles(50).Run(),
            ["filter"] = Seen.Infer().Smc().Particles(50).Runs(2).Run(),
            ["tempered"] = Seen.Infer().Tempered().Particles(50).Runs(2).Run(),
            ["loo"] = posterior.Loo(),
            ["waic"] = posterior.Waic(),
            ["comparison"] = ModelComparison.Of(("<one>", posterior.Loo()), ("other & one", posterior.Loo())),
            ["calibration"] = (from x in Prob.Sample("<x>", new Normal(0.0, 1.0)) from y in Prob.Observe("y", new Normal(x, 1.0), 0.5) select x)
                .Infer().Calibrate((p, seed) => p.Infer().Nuts().Chains(1).Warmup(50).Draws(60).Seed(seed).Run()).Simulations(5).Draws(9).Run(),
            ["bars"] = audit.Chart("x", "result"),
            ["chart"] = chart,
            ["grid"] = new ChartGrid("Two", new Chart?[,] { { chart, chart } }),
            ["graph"] = new GraphChart("A & B", [new("a"), new("<b>")], [new("a", "<b>")]),
            ["report"] = new Report("A & B").Paragraph("one < two").Chart(chart),
        };
    }

    private static Posterior SmallPosterior()
    {
        double[] Chain(ulong seed, double scale, int count) => [.. new Normal(0.0, scale).Sample(count, seed).ToArray()];
        return new Posterior([new("<theta>", Shape.Of(2), [Chain(1, 1.0, 800), Chain(2, 1.0, 800)])])
            .WithStatistics(new Dictionary<string, double[,]> { [SamplerStatistics.Divergent] = Truths() })
            .WithLogLikelihood([new("y", Shape.Of(3), [Chain(3, 0.2, 1200), Chain(4, 0.2, 1200)])]);

        static double[,] Truths()
        {
            var divergent = new double[2, 400];
            divergent[1, 3] = 1.0;
            return divergent;
        }
    }
}
