using TorchSharp;
using TorchSharp.Modules;

namespace DiffProb;

/// <summary>A step on the evidence lower bound of a mixture: score function at a discrete choice for each point, moving averages as baselines, Adam.</summary>
internal sealed class DiscreteMixtureRow : Row
{
    private static readonly int[] Points = [10, 100, 1000, 10_000];

    internal override string Name => "mixture";

    internal override IEnumerable<Case> Cases =>
        from points in Points
        select new Case("score gradient with discrete latents, mixture", $"N = {points}, K = {DiscreteMixture.Components}")
        {
            Ours = threads => new ProgramSide<Nothing>(DiscreteMixture.Elbo(points), 1, Optimizer.Adam(0.01), Managed(threads)),
            Peers = BothTypes(type => new TorchMixture(points, type)),
            Externals = points != 1000 ? [] :
                [new("Pyro float32", "bench_svi.py", "e.svi_step/pyro", "mixture_TraceGraph_score_avg_baseline_novalidate", "N=1000,K=3") { Goal = 50.0 }],
            IsNamed = points == 1000,
            IsParallel = points >= 1000,
            Repeats = points < 1000 ? 600 : 150,
        };

    private sealed class TorchMixture : TorchSide
    {
        private static readonly Scalar Decay = DiscreteMixture.Decay;
        private static readonly Scalar Rest = 1.0 - DiscreteMixture.Decay;
        private static readonly Scalar Fifth = 0.2;

        private readonly torch.Tensor x;
        private readonly torch.Tensor logProbabilities;
        private readonly Parameter loc;
        private readonly Parameter free;
        private readonly Parameter logits;
        private readonly torch.Tensor average;
        private readonly torch.optim.Optimizer optimizer;

        internal TorchMixture(int points, torch.ScalarType type)
            : base(type)
        {
            x = Constant(Inputs.Mixture(points));
            logProbabilities = Constant(Array.ConvertAll(DiscreteMixture.Probabilities, Math.Log));
            loc = new Parameter(Constant(DiscreteMixture.Locations));
            free = new Parameter(torch.full(DiscreteMixture.Components, Math.Log(Math.Exp(0.1) - 1.0), dtype: type));
            logits = new Parameter(torch.zeros(points, DiscreteMixture.Components, dtype: type));
            average = torch.zeros(points, dtype: type);
            optimizer = torch.optim.Adam([loc, free, logits], lr: 0.01);
        }

        protected override void Step()
        {
            optimizer.zero_grad();
            Surrogate().backward();
            optimizer.step();
        }

        protected override double[][] Gradients()
        {
            var gradients = torch.autograd.grad([Surrogate()], [loc, free, logits]);
            return [Numbers(gradients[0]), Numbers(gradients[1] / free.sigmoid()), Numbers(gradients[2])];
        }

        public override void Dispose()
        {
            optimizer.Dispose();
            base.Dispose();
        }

        private torch.Tensor Surrogate()
        {
            var scale = torch.nn.functional.softplus(free);
            var locations = loc + (scale * torch.randn_like(loc));
            var log = logits.log_softmax(1);
            torch.Tensor choice;
            using (torch.no_grad())
            {
                choice = (log + torch.empty_like(log).exponential_().log_().neg_()).argmax(1);
            }

            var cost = (Half * (x - locations.index_select(0, choice)).square()) - logProbabilities.index_select(0, choice);
            torch.Tensor credit;
            using (torch.no_grad())
            {
                credit = cost - average;
                average.mul_(Decay).add_(cost, Rest);
            }

            var entropy = -(log.exp() * log).sum();
            var score = (credit * log.gather(1, choice.unsqueeze(1)).squeeze(1)).sum();
            return cost.sum() + score - entropy + (Half * (locations * Fifth).square().sum()) - scale.log().sum();
        }
    }
}
