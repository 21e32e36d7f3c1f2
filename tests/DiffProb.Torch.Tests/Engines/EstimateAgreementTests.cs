using static DiffProb.Prob;

namespace DiffProb;

/// <summary>A whole estimate, with pathwise, scored, enumerated and rejection-sampled sites, is the same on both engines.</summary>
public sealed class EstimateAgreementTests
{
    private static readonly Prob<Nothing> Mixed = Model(m =>
    {
        var phi = m.Param("phi", 0.3);
        var weights = m.Param("weights", new[] { 0.5, -0.5, 1.0 });
        var b = m.Sample("b", new Bernoulli(logits: phi));
        var z = m.Sample("z", new Gamma(phi.Exp(), 1.0));
        m.Plate("row", new[] { 0.1, 0.2, 0.3, 0.4 }, y =>
        {
            var x = m.Sample("x", new Normal(weights + (b * z), 1.0));
            m.Cost("smooth", (x - y).Square().Sum());
            m.Cost("jump", (x > y).Cast(DType.Float64).Sum());
        });
    });

    [Fact]
    public void Value_gradient_and_standard_errors_agree()
    {
        var managed = Mixed.Estimate().Particles(500).Seed(3).Gradient();
        var torch = Mixed.Estimate().Particles(500).Seed(3).On(TorchEngine.Cpu).Gradient();
        Near(managed.Value.Mean, torch.Value.Mean);
        Near(managed.Value.StandardError, torch.Value.StandardError);
        foreach (var name in managed.Parameters)
        {
            Assert.All(managed[name].ToArray().Zip(torch[name].ToArray()), pair => Near(pair.First, pair.Second));
            Assert.All(managed.StandardError(name).ToArray().Zip(torch.StandardError(name).ToArray()), pair => Near(pair.First, pair.Second));
        }
    }

    /// <summary>In Float32 each engine rounds by itself, to 6e-8 at each of some hundred operations; the draws are the same.</summary>
    [Fact]
    public void In_Float32_they_agree_to_single_precision()
    {
        var managed = Mixed.Estimate().Particles(500).Seed(3).Precision(DType.Float32).Gradient();
        var torch = Mixed.Estimate().Particles(500).Seed(3).Precision(DType.Float32).On(TorchEngine.Cpu).Gradient();
        var full = Mixed.Estimate().Particles(500).Seed(3).Gradient();
        Assert.Equal(managed.Value.Mean, torch.Value.Mean, 1e-5 * Math.Abs(managed.Value.Mean));
        Assert.NotEqual(full.Value.Mean, managed.Value.Mean);
        foreach (var name in managed.Parameters)
        {
            Assert.Equal(DType.Float32, managed[name].DType);
            foreach (var other in new[] { torch, full })
            {
                var largest = managed[name].ToArray().Max(Math.Abs);
                Assert.All(managed[name].ToArray().Zip(other[name].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1.0, largest)));
            }
        }
    }

    /// <summary>Draws, moving averages and the optimizer's state are in the checkpoint, and on libtorch, too, equal steps give equal bits.</summary>
    [Fact]
    public void A_fit_on_libtorch_goes_on_from_a_checkpoint_in_the_same_bits()
    {
        var basis = Mixed.Minimize().Using(Optimizer.Adam(0.05)).Schedule(Schedule.Cosine).Steps(14).Particles(60).Seed(5).On(TorchEngine.Cpu);
        var whole = basis.Run();
        var seen = new List<Checkpoint>();
        basis.Checkpoints(seen.Add, every: 6).Run();
        Assert.Equal([6, 12, 14], seen.Select(c => c.Step));
        foreach (var checkpoint in seen)
        {
            using var stream = new MemoryStream();
            checkpoint.Save(stream);
            stream.Position = 0;
            var resumed = basis.ResumeFrom(Checkpoint.Load(stream)).Run();
            Assert.Equal(whole.History, resumed.History);
            Assert.All(whole.Values, p => Assert.Equal(p.Value.ToArray(), resumed[p.Key].ToArray()));
        }
    }

    // The draws are the same bits; sums over 500 particles may differ in their order.
    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-10 * Math.Max(1.0, Math.Abs(expected)));
}
