using TorchSharp;

namespace DiffProb;

/// <summary>The gradient of an expectation under a normal: pathwise, and score function with leave-one-out baseline.</summary>
internal sealed class NormalExpectationRow : Row
{
    private static readonly bool[] IsScore = [false, true];
    private static readonly int[] Particles = [100, 1000, 10_000, 100_000, 1_000_000];

    internal override string Name => "gradient";

    internal override IEnumerable<Case> Cases =>
        from isScore in IsScore
        from n in Particles
        select new Case($"gradient of E f(z), {(isScore ? "score, leave-one-out" : "pathwise")}", $"N = {n}")
        {
            Ours = threads => new ProgramSide<Tensor>(
                NormalExpectation.Program(isScore ? Estimator.Score(Baseline.LeaveOneOut) : Estimator.Pathwise), n, Optimizer.Sgd(1e-12), Managed(threads)),
            Peers = BothTypes(type => isScore ? new TorchScore(n, type) : new TorchPathwise(n, type)),
            Externals = Target(n) is null ? [] :
            [
                new("PyTorch float32", "bench_grad.py", "a.normal_grad/torch", isScore ? "score_loo_raw" : "pathwise_raw", $"N={n}") { Goal = Target(n) },
                new("Pyro float32", "bench_grad.py", "a.normal_grad/pyro", isScore ? "score_TraceGraph_avg_baseline_novalidate" : "pathwise_Trace_ELBO_novalidate", $"N={n}"),
            ],
            Goal = Target(n),
            SpeedUpGoal = n == 1_000_000 ? 1.7 : null,
            IsNamed = Target(n) is not null,
            IsParallel = n >= 10_000,
            Repeats = n <= 10_000 ? 200 : 24,
        };

    private static double? Target(int n) => n switch { 100 => 20.0, 10_000 or 1_000_000 => 5.0, _ => null };

    private abstract class TorchNormal : TorchSide
    {
        private static readonly Scalar Tenth = 0.1;

        private readonly int n;

        protected TorchNormal(int n, torch.ScalarType type)
            : base(type)
        {
            this.n = n;
            (Loc, Scale) = (Scalar(NormalExpectation.Loc), Scalar(NormalExpectation.Scale));
        }

        protected torch.Tensor Loc { get; }

        protected torch.Tensor Scale { get; }

        protected torch.Tensor Draw() => Loc + (Scale * torch.randn(n, dtype: Type));

        protected static torch.Tensor Cost(torch.Tensor z) => torch.sin(z) + (Tenth * z * z);

        protected abstract torch.Tensor Surrogate();

        protected override void Step() => torch.autograd.grad([Surrogate()], [Loc, Scale]);

        protected override double[][] Gradients() => [.. torch.autograd.grad([Surrogate()], [Loc, Scale]).Select(Numbers)];
    }

    private sealed class TorchPathwise(int n, torch.ScalarType type) : TorchNormal(n, type)
    {
        protected override torch.Tensor Surrogate() => Cost(Draw()).mean();
    }

    private sealed class TorchScore(int n, torch.ScalarType type) : TorchNormal(n, type)
    {
        private static readonly Scalar HalfLogTwoPi = 0.5 * Math.Log(2.0 * Math.PI);

        private readonly Scalar others = n - 1;

        protected override torch.Tensor Surrogate()
        {
            torch.Tensor z, weight;
            using (torch.no_grad())
            {
                z = Draw();
                var cost = Cost(z);
                weight = cost - ((cost.sum() - cost) / others);
            }

            var t = (z - Loc) / Scale;
            return (weight * ((MinusHalf * t * t) - Scale.log() - HalfLogTwoPi)).mean();
        }
    }
}
