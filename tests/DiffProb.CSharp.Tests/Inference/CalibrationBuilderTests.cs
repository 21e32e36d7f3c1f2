using static DiffProb.Prob;

namespace DiffProb.Inference;

/// <summary>Calibration by simulation, word by word.</summary>
public sealed class CalibrationBuilderTests
{
    private static readonly Prob<Tensor> Program =
        from scale in Param("scale", 1.0)
        from m in Sample("m", new Normal(0.0, scale))
        from seen in Observe("y", new Normal(m, 1.0), 0.0)
        select m;

    private static Posterior Nuts(Prob<Tensor> program, ulong seed) => program.Infer().Nuts().Chains(1).Warmup(100).Draws(200).Seed(seed).Run();

    /// <summary>Right ones fail 1 in 20 times; the seed is fixed.</summary>
    [Fact]
    public void The_sampler_is_calibrated()
    {
        var ranks = Program.Infer().Calibrate(Nuts).Simulations(60).Draws(31).Seed(4).Threads(2).Run(TestContext.Current.CancellationToken);
        Assert.True(ranks.IsCalibrated, ranks.ToString());
        Assert.Equal(60, ranks.Simulations);
        Assert.All(ranks["m"].Ranks, r => Assert.InRange(r, 0, 31));
        Assert.Contains("Ranks among 31 draws in 60 simulations", ranks.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_prior_of_another_scale_is_found()
    {
        var simulated = Program.Infer().Calibrate(Nuts).Simulations(60).Draws(31).On(new ManagedEngine(threads: 1));
        Assert.False(simulated.With("scale", 8.0).Run(TestContext.Current.CancellationToken).IsCalibrated);
        Assert.False(simulated.With(new NamedTensors([new("scale", 8.0)])).Run(TestContext.Current.CancellationToken).IsCalibrated);
    }

    [Fact]
    public void A_word_out_of_its_range_is_refused_where_it_is_said()
    {
        var all = Program.Infer().Calibrate(Nuts);
        Assert.Contains("Simulations must be at least 2", Assert.Throws<ValueException>(() => all.Simulations(1)).Message, StringComparison.Ordinal);
        Assert.Contains("Draws must be at least 1", Assert.Throws<ValueException>(() => all.Draws(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_observation_is_given_other_data()
    {
        var posterior = Nuts(Program.WithData("y", 4.0), 1);
        Assert.Equal(4.0, posterior.Observed["y"].ToArray()[0]);
        Assert.InRange(posterior["m"].ToArray().Average(), 1.5, 2.5);
    }
}
