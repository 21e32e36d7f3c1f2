using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Chains side by side on libtorch: the draws of chains on threads in managed code, up to rounding.</summary>
public sealed class ChainTests
{
    private static readonly Prob<Tensor> Program =
        from m in Sample("m", new Normal(0, 1))
        from s in Sample("s", new HalfNormal(1))
        from rows in Plate("row", Tensor.Vector(0.3, 1.2, -0.5), y =>
            from z in Sample("z", new Bernoulli(probs: 0.3))
            from seen in Observe("y", new Normal(m + z.Cast(DType.Float64), s + 0.5), y)
            select z)
        select m;

    public static TheoryData<MarkovKernel> Kernels => new(
        MarkovKernel.Nuts("m", "s"),
        MarkovKernel.RandomWalk("m", "s"),
        MarkovKernel.Cycle(MarkovKernel.Hmc(1.0, "m"), MarkovKernel.Slice("s"), MarkovKernel.Gibbs("z")));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Libtorch_answers_all_chains_at_once(MarkovKernel kernel)
    {
        var builder = Program.Infer().Mcmc(kernel).Chains(6).Warmup(20).Draws(10).Seed(4);
        var apart = builder.Run(TestContext.Current.CancellationToken);
        var together = builder.ChainMode(ChainMode.Vectorized).On(TorchEngine.Cpu).Run(TestContext.Current.CancellationToken);
        foreach (var name in apart.Names)
        {
            Assert.All(apart[name].ToArray().Zip(together[name].ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6 * (1.0 + Math.Abs(p.First))));
        }
    }
}
