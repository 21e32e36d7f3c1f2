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
