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

    // The draws are the same bits; sums over 500 particles may differ in their order.
    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-10 * Math.Max(1.0, Math.Abs(expected)));
}
