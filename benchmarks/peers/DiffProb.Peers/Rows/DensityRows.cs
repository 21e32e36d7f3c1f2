using TorchSharp;

namespace DiffProb;

/// <summary>Log density and gradient of eight schools.</summary>
internal sealed class EightSchoolsDensityRow : Row
{
    internal override string Name => "density-schools";

    internal override IEnumerable<Case> Cases =>
    [
        new("log density and gradient, eight schools", "10 parameters")
        {
            Ours = threads => new DensitySide(EightSchools.LogDensity, EightSchools.Dimension, Managed(threads)),
            Peers = [() => new TorchDensity(torch.ScalarType.Float64)],
            Externals =
            [
                new("Stan", "rstan_bench.R", "g.nuts/rstan", "eight_schools_noncentred", "warmup=1000,draws=20000") { Metric = "leapfrog_per_s", Goal = 2.0 },
                new("Pyro float64", "bench_nuts.py", "f.nuts/pyro", "eight_schools_noncentred_novalidate", "warmup=1000,draws=1000") { Metric = "grad_evals_per_s" },
            ],
            IsNamed = true,
            Repeats = 1,
        },
    ];

    private sealed class TorchDensity(torch.ScalarType type) : TorchPosition(EightSchools.Dimension, type)
    {
        private readonly TorchEightSchools model = new(type);

        protected override torch.Tensor LogDensity(torch.Tensor u) => model.LogDensity(u.unsqueeze(0)).squeeze(0);
    }
}

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

/// <summary>A log density and its gradient at a position that moves.</summary>
internal abstract class TorchPosition(int dimension, torch.ScalarType type) : TorchSide(type)
{
    private readonly torch.Tensor position = torch.tensor(DensitySide.Position(dimension), dtype: type).requires_grad_();

    protected abstract torch.Tensor LogDensity(torch.Tensor u);

    protected override void Step()
    {
        var gradient = torch.autograd.grad([LogDensity(position)], [position])[0];
        using (torch.no_grad())
        {
            position.add_(gradient, 1e-9);
        }
    }

    protected override double[][] Gradients() => [Numbers(torch.autograd.grad([LogDensity(position)], [position])[0])];
}
