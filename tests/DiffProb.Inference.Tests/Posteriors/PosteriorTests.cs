namespace DiffProb.Inference;

/// <summary>Posteriors, their tables and their notes.</summary>
public sealed class PosteriorTests
{
    [Fact]
    public void A_quantity_is_chains_by_draws_by_shape()
    {
        var theta = new Draws("theta", Shape.Of(2), [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [7.0, 8.0, 9.0, 10.0, 11.0, 12.0]]);
        var posterior = new Posterior([theta]);
        Assert.Equal(Shape.Of(2, 3, 2), posterior["theta"].Shape);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (double)i), posterior["theta"].ToArray());
        Assert.Equal(new[,] { { 2.0, 4.0, 6.0 }, { 8.0, 10.0, 12.0 } }, posterior.Of("theta").Element(1));
        Assert.Equal("theta[1]", theta.ElementName(1));
        Assert.Equal("m[1,0]", Examples.Seeded("m", Shape.Of(2, 3), 1, 4, 1).ElementName(3));
    }

    [Fact]
    public void Draws_do_not_change_with_the_arrays_that_they_were_made_of()
    {
        double[][] chains = [[1.0, 2.0]];
        var draws = new Draws("x", Shape.Scalar, chains);
        chains[0][0] = 9.0;
        draws.Element()[0, 1] = 9.0;
        Assert.Equal([1.0, 2.0], draws.ToTensor().ToArray());
    }

    [Fact]
    public void A_summary_has_a_row_for_each_number_and_the_figures_of_the_diagnostics()
    {
        var summary = Examples.Whole().Summary(new() { Quantiles = [0.25, 0.75], IntervalProbability = 0.8, ShowQuantileErrors = true });
        Assert.Equal(["mu", "theta[0]", "theta[1]", "theta[2]", "theta[3]", "covariance[0,0]"], summary.Rows.Take(6).Select(r => r.Name));
        Assert.Equal(14, summary.Rows.Count);
        var draws = Examples.Whole().Of("theta").Element(2);
        var row = summary["theta[2]"];
        Assert.Equal(RHat.Of(draws), row.RHat);
        Assert.Equal(EffectiveSampleSize.Tail(draws), row.EssTail);
        Assert.Equal(MonteCarloError.OfQuantile(draws, 0.75), row.ErrorsOfQuantiles[1]);
        Assert.Equal(HighestDensityInterval.Of(draws.Cast<double>(), 0.8), row.Interval);
        Assert.Equal(["mu"], Examples.Whole().Summary(new() { Names = ["mu"] }).Rows.Select(r => r.Name));
        var lines = summary.ToString().Split('\n');
        Assert.Equal("3 chains of 40 draws (stopped)", lines[0]);
        Assert.Contains("25%", lines[1], StringComparison.Ordinal);
        Assert.Contains("hdi 80%", lines[1], StringComparison.Ordinal);
        Assert.Contains("mcse 75%", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("theta[2]", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_posterior_has_no_note()
    {
        var posterior = new Posterior([Draws.OfMatrix("x", SeededDraws.Chains(4, 500, 31, 0.0)), Draws.OfMatrix("one", Examples.Statistic(4, 500, (_, _) => 1.0))])
            .WithStatistics(new Dictionary<string, double[,]>
            {
                [SamplerStatistics.Divergent] = new double[4, 500],
                [SamplerStatistics.TreeDepth] = Examples.Statistic(4, 500, (_, _) => 9),
                [SamplerStatistics.Energy] = SeededDraws.Chains(4, 500, 32, 0.0),
            });
        Assert.Empty(posterior.Summary().Notes);
    }

    [Theory]
    [InlineData("r-hat is above 1.01 for apart[0], apart[1], apart[2], apart[3], apart[4] and 1 more:", "try more warmup")]
    [InlineData("the effective sample size is below 100 per chain (400) for", "try more draws")]
    [InlineData("r-hat is not defined for broken:", "look for what is not finite")]
    [InlineData("3 of 1200 draws ended in a divergence (0.25 %)", "non-centered")]
    [InlineData("2 of 1200 trajectories reached the greatest tree depth, 8 (0.17 %)", "dense metric")]
    [InlineData("E-BFMI is below 0.3 in chains 1 (0.00), 2 (0.00), 3 (0.00), 4 (0.00)", "heavy tails")]
    public void Notes_say_what_is_wrong_and_what_to_do(string wrong, string remedy)
    {
        var apart = SeededDraws.Changed(SeededDraws.Chains(4, 1800, 33, 0.0), (chain, _, x) => x + (3 * chain));
        var posterior = new Posterior([new("apart", Shape.Of(6), Chains.Rows(apart)), Draws.OfMatrix("broken", Examples.Statistic(4, 300, (c, d) => c + d == 9 ? double.NaN : d))])
            .WithStatistics(new Dictionary<string, double[,]>
            {
                [SamplerStatistics.Divergent] = Examples.Statistic(4, 300, (c, d) => c == 2 && d < 3 ? 1.0 : 0.0),
                [SamplerStatistics.TreeDepth] = Examples.Statistic(4, 300, (c, d) => c == 0 && d < 2 ? 8 : 4),
                [SamplerStatistics.Energy] = Examples.Statistic(4, 300, (_, d) => d),
            })
            .WithProvenance(new() { MaxTreeDepth = 8 });
        var note = Assert.Single(posterior.Summary().Notes, n => n.StartsWith(wrong, StringComparison.Ordinal));
        Assert.Contains("\n  try ", note, StringComparison.Ordinal);
        Assert.Contains(remedy, note, StringComparison.Ordinal);
        Assert.Contains(note, posterior.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Loo_warns_of_data_whose_weights_have_heavy_tails_and_comparison_of_what_is_too_close()
    {
        var heavy = LikelihoodDraws.Of(1);
        var posterior = new Posterior([Draws.OfMatrix("x", SeededDraws.Chains(2, 500, 1, 0.0))]).WithLogLikelihood([heavy]);
        var loo = posterior.Loo();
        Assert.Equal(loo.ParetoK.ToArray().Count(k => k > loo.Threshold), loo.HighCount);
        Assert.True(loo.HighCount > 0 && double.IsNaN(loo.MonteCarloError));
        Assert.Contains("y[11]", Assert.Single(loo.Notes), StringComparison.Ordinal);
        Assert.Contains("elpd_loo", loo.ToString(), StringComparison.Ordinal);
        Assert.Contains("WAIC is unreliable", Assert.Single(posterior.Waic("y").Notes), StringComparison.Ordinal);
        var comparison = ModelComparison.Of(("worse", loo), ("better", PsisLoo.Of(LikelihoodDraws.Of(2))));
        Assert.Equal(["better", "worse"], comparison.Models.Select(m => m.Name));
        Assert.Equal(0.0, comparison.Models[0].Difference);
        Assert.Contains(comparison.Notes, n => n.StartsWith("worse: within 4 nats of better", StringComparison.Ordinal));
        Assert.Contains(comparison.Notes, n => n.StartsWith("there are 12 data: below 100", StringComparison.Ordinal));
        Assert.Contains("elpd difference", comparison.ToString(), StringComparison.Ordinal);
    }

    /// <summary>With harmless weights the error of the elpd is that of the delta method; the run is seeded.</summary>
    [Fact]
    public void The_Monte_Carlo_error_of_a_harmless_elpd_is_small_and_known()
    {
        var draws = Draws.OfMatrix("y", SeededDraws.Changed(SeededDraws.Chains(4, 1000, 41, 0.0), (_, _, x) => 0.1 * x));
        var loo = PsisLoo.Of(draws, 1.0);
        Assert.Empty(loo.Notes);

        // Weighted by 1/likelihood, elpd = -log mean exp(-l), whose error is sd / sqrt(draws) for small sd.
        Assert.Equal(0.1 / Math.Sqrt(4000), loo.MonteCarloError, 0.05 * 0.1 / Math.Sqrt(4000));
    }
}
