using static DiffProb.Prob;

namespace DiffProb.Charts;

/// <summary>Charts of a posterior by one word each.</summary>
public sealed class PosteriorChartsTests
{
    private static readonly double[] Ys = [2.1, -0.3, 1.4, 0.9, 3.0, 1.2];

    private static readonly Prob<Tensor> Program =
        from m in Sample("m", new Normal(0.0, 2.0))
        from s in Sample("s", new HalfNormal(2.0))
        from rows in Plate("row", Ys, y =>
            from x in Sample("x", new Normal(m, s))
            from seen in Observe("y", new Normal(x, 1.0), y)
            select x)
        select m;

    private static readonly Lazy<Posterior> Run = new(() => Program.Infer().Nuts().Chains(3).Warmup(200).Draws(100).Seed(2).Run());

    [Fact]
    public void Each_word_draws_what_is_named()
    {
        var posterior = Run.Value;
        Assert.Equal((3, 2), Size(posterior.Trace("m", "s", "x[2]")));
        Assert.Contains("x[2]", posterior.Trace("x[2]").ToSvg(), StringComparison.Ordinal);
        Assert.Equal(3, posterior.Rank("m").All.Count());
        Assert.Equal((2, 2), Size(posterior.Pair("m", "s")));
        Assert.Equal((3, 3), Size(posterior.Density()));
        Assert.Equal(8, posterior.Density().All.Count());
        Assert.Equal(["x[5]", "x[4]", "x[3]", "x[2]", "x[1]", "x[0]"], posterior.Forest("x").Y.Categories);
        Assert.Contains("E-BFMI", posterior.Energy().Note, StringComparison.Ordinal);
        Assert.Contains("Leaving out each datum of y", posterior.Loo().Chart().Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Draws_are_those_of_the_posterior_and_divergences_are_marked()
    {
        var posterior = Run.Value;
        var line = Assert.IsType<Line>(posterior.Trace("m")[0, 1]!.Marks[1]);
        Assert.Equal(posterior.Of("m").Element().Cast<double>().Skip(100).Take(100), line.Extent.Y);
        var divergent = new double[3, 100];
        divergent[1, 7] = 1.0;
        var marked = posterior.WithStatistics(new Dictionary<string, double[,]> { [SamplerStatistics.Divergent] = divergent });
        Assert.Contains(marked.Trace("m")[0, 1]!.Marks, m => m.Name == "divergent");
        Assert.Contains(marked.Pair("m", "s")[1, 0]!.Marks, m => m.Name == "divergent");
        Assert.DoesNotContain(new Posterior(posterior.Quantities).Trace("m")[0, 1]!.Marks, m => m.Name == "divergent");
    }

    [Fact]
    public void A_predictive_check_has_the_data_and_their_replicates()
    {
        var predicted = Program.Infer().Predict(Run.Value).Seed(1).Run(TestContext.Current.CancellationToken);
        var chart = predicted.PredictiveCheck();
        Assert.Equal(["replicated", "observed"], chart.Marks.Select(m => m.Name));
        Assert.Equal("50 of 300 replicated data sets are shown, evenly spaced", chart.Note);
        Says(() => Run.Value.PredictiveCheck(), "no data that were drawn anew");
        Says(() => predicted.WithObserved(new([])).PredictiveCheck("y"), "the data of \"y\" are not known, those of none are", "WithObserved");
    }

    [Fact]
    public void Ranks_of_a_calibration()
    {
        var ranks = Program.Infer().Calibrate((p, seed) => p.Infer().Nuts().Chains(1).Warmup(100).Draws(100).Seed(seed).Run()).Simulations(4).Draws(19).Run(TestContext.Current.CancellationToken);
        Assert.Equal(["95 % of uniform ranks", "", "m", "lp"], ranks.Chart("m", "lp").Marks.Select(m => m.Name));
        Says(() => ranks.Chart("q"), "no row \"q\"");
    }

    [Fact]
    public void What_no_chart_can_show_is_told()
    {
        Says(() => Run.Value.Trace("q"), "no quantity \"q\"", "m, s, x");
        Says(() => Run.Value.Rank("x"), "at most 1 numbers, but there are 6", "Rank(\"x[0]\")");
        Says(() => new Posterior([new("v", Shape.Of(20), [new double[40]])]).Density(), "Density: a chart holds at most 12 numbers, but there are 20");
        Says(() => Run.Value.Pair("m"), "at least 2");
        Says(() => new Posterior(Run.Value.Quantities).Energy(), "no statistic \"energy\"");
    }

    private static (int Rows, int Columns) Size(ChartGrid grid) => (grid.Rows, grid.Columns);

    private static void Says(Action action, params string[] parts)
    {
        var message = Assert.ThrowsAny<DiffProbException>(action).Message;
        Assert.All(parts, p => Assert.Contains(p, message, StringComparison.Ordinal));
    }
}
