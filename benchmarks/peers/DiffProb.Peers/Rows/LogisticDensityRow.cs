using TorchSharp;

namespace DiffProb;

/// <summary>Log density and gradient of logistic regression.</summary>
internal sealed class LogisticDensityRow : Row
{
    private static readonly int[] Rows = [100, 1000, 10_000, 100_000];
    private const int Columns = 20;

    internal override string Name => "density-logistic";

    internal override IEnumerable<Case> Cases =>
        from rows in Rows
        let model = new Lazy<LogisticRegression>(() => new(rows, Columns))
        select new Case("log density and gradient, logistic regression", $"{rows} x {Columns}")
        {
            Ours = threads => new DensitySide(model.Value.LogDensity, model.Value.Dimension, Managed(threads)),
            Peers = [() => new TorchDensity(model.Value, torch.ScalarType.Float64)],
            Externals = rows != 1000 ? [] :
            [
                new("Stan, GLM", "rstan_bench.R", "g.nuts/rstan", "logistic_1000x20_glm", "warmup=1000,draws=1000") { Metric = "leapfrog_per_s", Goal = 1.5 },
                new("Pyro float64", "bench_nuts.py", "f.nuts/pyro", "logistic_1000x20_novalidate", "warmup=1000,draws=1000") { Metric = "grad_evals_per_s" },
            ],
            IsNamed = rows == 1000,
            IsParallel = rows >= 1000,
            Repeats = 1,
        };

    private sealed class TorchDensity(LogisticRegression model, torch.ScalarType type) : TorchPosition(model.Dimension, type)
    {
        private readonly TorchLogistic torchModel = new(model, type);

        protected override torch.Tensor LogDensity(torch.Tensor u) => torchModel.LogDensity(u);
    }
}
