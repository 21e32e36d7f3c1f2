using static DiffProb.Prob;

namespace DiffProb.Inference;

/// <summary>Programs run forward, word by word.</summary>
public sealed class SimulationBuilderTests
{
    private static readonly double[] Ys = [1.2, 0.4, 2.2];

    private static readonly Prob<Tensor> Program =
        from m in Sample("m", new Normal(0.0, 2.0))
        from rows in Plate("row", Ys, y =>
            from seen in Observe("y", new Normal(m, 1.0), y)
            select m)
        select m;

    [Fact]
    public void The_prior_has_sites_and_data()
    {
        var prior = Program.Infer().Prior(2000).Seed(3).Run(TestContext.Current.CancellationToken);
        Assert.Equal<int>([1, 2000], prior["m"].Shape);
        Assert.Equal(Shape.Of(3), prior.PredictiveOf("y").Shape);
        Assert.Equal(prior["m"].ToArray(), Program.Infer().Prior(2000).Seed(3).On(new ManagedEngine(threads: 1)).Run(TestContext.Current.CancellationToken)["m"].ToArray());
        Assert.NotEqual(prior["m"].ToArray(), Program.Infer().Prior(2000).Seed(4).Run(TestContext.Current.CancellationToken)["m"].ToArray());
    }

    [Fact]
    public void A_prediction_stands_at_the_draws_or_draws_anew()
    {
        var posterior = Program.Infer().Nuts().Chains(2).Warmup(200).Draws(300).Seed(1).Run(TestContext.Current.CancellationToken);
        var predicted = Program.Infer().Predict(posterior).Seed(2).Run(TestContext.Current.CancellationToken);
        Assert.Equal(posterior["m"].ToArray(), predicted["m"].ToArray());
        Assert.Equal<int>([2, 300, 3], predicted.PredictiveOf().ToTensor().Shape);
        var anew = Program.Infer().Predict(posterior).Anew("m").Run(TestContext.Current.CancellationToken);
        Assert.InRange(anew["m"].ToArray().Select(m => m * m).Average(), 3.0, 5.0);
        Assert.Equal(3, posterior.WithPredictive(predicted.Predictive).Loo().ParetoK.Shape[0]);
    }

    [Fact]
    public void Parameters_have_the_values_given()
    {
        var program = from p in Param("p", 1.0) from x in Sample("x", new Normal(p, 1.0)) select x;
        Assert.InRange(program.Infer().Prior(100).With("p", 50.0).Run(TestContext.Current.CancellationToken)["x"].ToArray().Average(), 49.0, 51.0);
        Assert.InRange(program.Infer().Prior(100).With(new NamedTensors([new("p", 70.0)])).Run(TestContext.Current.CancellationToken)["x"].ToArray().Average(), 69.0, 71.0);
    }
}
