using TorchSharp;

namespace DiffProb;

/// <summary>Draws of gamma, beta and Dirichlet laws, and the gradient of their mean.</summary>
/// <remarks>libtorch's derivatives of a draw are approximate, with relative errors up to 5e-4; ours are exact to 1e-12.</remarks>
internal sealed class DrawMeansRow : Row
{
    private static readonly int[] Draws = [1000, 10_000, 100_000, 1_000_000];

    internal override string Name => "draws";

    internal override IEnumerable<Case> Cases =>
        from law in Laws
        from n in Draws
        select new Case($"{law.Name} draws with gradient", $"N = {n}")
        {
            Ours = threads => new ProgramSide<Tensor>(law.Program, n, Optimizer.Sgd(1e-12), Managed(threads)),
            Peers = BothTypes(type => law.Torch(n, type)),
            Externals = n is not (10_000 or 1_000_000) ? [] :
                [new("PyTorch float32", "bench_rsample.py", "b.rsample/torch", law.Variant, $"N={n}") { Metric = "rsample+backward", Goal = n == 1_000_000 ? 3.0 : null }],
            Goal = n == 1_000_000 ? 3.0 : null,
            IsNamed = n == 1_000_000,
            IsParallel = n >= 10_000,
            Slack = 1e-3,
        };

    private static (string Name, string Variant, Prob<Tensor> Program, Func<int, torch.ScalarType, ISide> Torch)[] Laws =>
    [
        ("Gamma", "Gamma(2,1.5)_scalar", DrawMeans.Gamma, (n, type) => new TorchGamma(n, type)),
        ("Beta", "Beta(2,3)_scalar", DrawMeans.Beta, (n, type) => new TorchBeta(n, type)),
        ("Dirichlet(4)", "Dirichlet_K4_rows", DrawMeans.Dirichlet, (n, type) => new TorchDirichlet(n, type)),
    ];

    private abstract class TorchDraws(torch.ScalarType type) : TorchSide(type)
    {
        private protected torch.Tensor[] Leaves { get; init; } = [];

        protected abstract torch.Tensor Mean();

        protected override void Step() => torch.autograd.grad([Mean()], Leaves);

        protected override double[][] Gradients() => [.. torch.autograd.grad([Mean()], Leaves).Select(Numbers)];
    }

    private sealed class TorchGamma : TorchDraws
    {
        private readonly int n;

        internal TorchGamma(int n, torch.ScalarType type)
            : base(type)
        {
            this.n = n;
            Leaves = [Scalar(2.0), Scalar(1.5)];
        }

        protected override torch.Tensor Mean() => (torch._standard_gamma(Leaves[0].expand(n)) / Leaves[1]).mean();
    }

    /// <summary>Ratio of gammas: torch's Beta goes by way of its Dirichlet, whose own derivative is not in libtorch's C++ graph.</summary>
    private sealed class TorchBeta : TorchDraws
    {
        private readonly int n;

        internal TorchBeta(int n, torch.ScalarType type)
            : base(type)
        {
            this.n = n;
            Leaves = [Scalar(2.0), Scalar(3.0)];
        }

        protected override torch.Tensor Mean()
        {
            var (a, b) = (torch._standard_gamma(Leaves[0].expand(n)), torch._standard_gamma(Leaves[1].expand(n)));
            return (a / (a + b)).mean();
        }
    }

    private sealed class TorchDirichlet : TorchDraws
    {
        private readonly int n;
        private readonly torch.Tensor weights;

        internal TorchDirichlet(int n, torch.ScalarType type)
            : base(type)
        {
            this.n = n;
            Leaves = [Leaf(DrawMeans.Concentration)];
            weights = Constant(DrawMeans.Weights);
        }

        protected override torch.Tensor Mean()
        {
            var parts = torch._standard_gamma(Leaves[0].expand(n, DrawMeans.Concentration.Length));
            return (parts / parts.sum(-1, keepdim: true)).matmul(weights).mean();
        }
    }
}
