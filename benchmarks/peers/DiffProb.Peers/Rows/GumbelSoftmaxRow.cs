using TorchSharp;

namespace DiffProb;

/// <summary>Relaxed one-hot vectors with logits of their own, and the gradient in all of these.</summary>
/// <remarks>There are as many parameters as numbers drawn, so that both sides in this process also move them, by gradient descent in place.</remarks>
internal sealed class GumbelSoftmaxRow : Row
{
    private static readonly int[] Rows = [100, 1000, 10_000, 100_000];
    private const double Rate = 1e-12;

    internal override string Name => "gumbel-softmax";

    internal override IEnumerable<Case> Cases =>
        from rows in Rows
        select new Case("Gumbel-softmax with gradient", $"{rows} x {GumbelSoftmaxSum.Parts}")
        {
            Ours = threads => new ProgramSide<Tensor>(GumbelSoftmaxSum.Program(rows), 1, Optimizer.Sgd(Rate), Managed(threads)),
            Peers = BothTypes(type => new TorchRelaxed(rows, type)),
            Externals = rows != 100_000 ? [] :
                [new("PyTorch float32", "bench_rsample.py", "c.gumbel_softmax/torch", "F.gumbel_softmax_soft", $"{rows}x{GumbelSoftmaxSum.Parts}") { Metric = "rsample+backward", Goal = 3.0 }],
            Goal = rows == 100_000 ? 3.0 : null,
            IsNamed = rows == 100_000,
            IsParallel = rows >= 1000,
        };

    private sealed class TorchRelaxed : TorchSide
    {
        private static readonly Scalar MinusRate = -Rate;
        private static readonly Scalar Temperature = GumbelSoftmaxSum.Temperature;

        private readonly torch.Tensor logits;
        private readonly torch.Tensor weights;

        internal TorchRelaxed(int rows, torch.ScalarType type)
            : base(type)
        {
            logits = Constant(GumbelSoftmaxSum.Logits(rows)).requires_grad_();
            weights = Constant(GumbelSoftmaxSum.Weights(rows));
        }

        protected override void Step()
        {
            var gradient = torch.autograd.grad([Sum()], [logits])[0];
            using (torch.no_grad())
            {
                logits.add_(gradient, MinusRate);
            }
        }

        protected override double[][] Gradients() => [Numbers(torch.autograd.grad([Sum()], [logits])[0])];

        // As torch.nn.functional.gumbel_softmax: the noise in place, without a graph.
        private torch.Tensor Sum()
        {
            var noise = torch.empty_like(logits, requires_grad: false).exponential_().log_().neg_();
            return (((logits + noise) / Temperature).softmax(-1) * weights).sum();
        }
    }
}
