using TorchSharp;
using TorchSharp.Modules;

namespace DiffProb;

/// <summary>A training step of a variational autoencoder, with Adam.</summary>
internal sealed class AutoencoderRow : Row
{
    private static readonly bool[] IsOnTorch = [false, true];
    private static readonly int[] Batches = [1, 16, 128, 1024];

    internal override string Name => "autoencoder";

    internal override IEnumerable<Case> Cases =>
        from batch in Batches
        from isTorch in IsOnTorch
        select new Case($"variational autoencoder step 784-400-20{(isTorch ? ", ours on libtorch" : "")}", $"batch {batch}")
        {
            Ours = threads => new ProgramSide<Tensor>(Autoencoder.Elbo(batch), 1, Optimizer.Adam(1e-3), isTorch ? TorchEngine.Cpu : Managed(threads)),
            Peers = BothTypes(type => new TorchAutoencoder(batch, type)),
            Externals = batch != 128 || isTorch ? [] :
            [
                new("PyTorch float32", "bench_svi.py", "e.svi_step/torch", "vae_handwritten", "784-400-20,batch=128"),
                new("Pyro float32", "bench_svi.py", "e.svi_step/pyro", "vae_TraceMeanField_novalidate", "784-400-20,batch=128"),
            ],
            Goal = batch == 128 ? 1.0 : null,
            IsNamed = batch == 128,
            IsParallel = true,
            Repeats = 16,
        };

    private sealed class TorchAutoencoder : TorchSide
    {
        private static readonly Scalar One = 1.0;

        private readonly torch.Tensor x;
        private readonly Parameter[] weights;
        private readonly Parameter[] biases;
        private readonly torch.optim.Optimizer optimizer;

        internal TorchAutoencoder(int batch, torch.ScalarType type)
            : base(type)
        {
            x = Constant(Inputs.Images(batch));
            weights = [.. Autoencoder.Layers.Select((_, i) => new Parameter(Constant(Autoencoder.Weights(i))))];
            biases = [.. Autoencoder.Layers.Select(l => new Parameter(torch.zeros(l.To, dtype: type)))];
            optimizer = torch.optim.Adam(Parameters, lr: 1e-3);
        }

        private Parameter[] Parameters => [.. weights.Zip(biases, (w, b) => new[] { w, b }).SelectMany(p => p)];

        protected override void Step()
        {
            optimizer.zero_grad();
            var loss = Loss();
            loss.backward();
            optimizer.step();
            loss.ToDouble();
        }

        protected override double[][] Gradients() => [.. torch.autograd.grad([Loss()], Parameters).Select(Numbers)];

        public override void Dispose()
        {
            optimizer.Dispose();
            base.Dispose();
        }

        private torch.Tensor Loss()
        {
            var hidden = torch.nn.functional.softplus(Through(0, x));
            var (loc, logScale) = (Through(1, hidden), Through(2, hidden));
            var scale = logScale.exp();
            var z = loc + (scale * torch.randn_like(loc));
            var logits = Through(4, torch.nn.functional.softplus(Through(3, z)));
            var likelihood = torch.nn.functional.binary_cross_entropy_with_logits(logits, x, reduction: torch.nn.Reduction.Sum);
            return likelihood + (Half * ((loc * loc) + (scale * scale) - One).sum()) - logScale.sum();
        }

        private torch.Tensor Through(int layer, torch.Tensor input) => torch.addmm(biases[layer], input, weights[layer], 1.0f, 1.0f);
    }
}
