namespace DiffProb;

/// <summary>A step on the evidence lower bound of eight schools: mean field, one draw, Adam.</summary>
internal sealed class EightSchoolsElboRow : Row
{
    internal override string Name => "elbo-schools";

    internal override IEnumerable<Case> Cases =>
    [
        new("ELBO gradient step, eight schools", "1 draw")
        {
            Ours = threads => new ProgramSide<Tensor>(MeanField.Elbo(EightSchools.LogDensity, EightSchools.Dimension), 1, Optimizer.Adam(0.01), Managed(threads)),
            Peers = BothTypes(type =>
            {
                var model = new TorchEightSchools(type);
                return new TorchMeanField(u => model.LogDensity(u.unsqueeze(0)).squeeze(0), EightSchools.Dimension, type);
            }),
            Externals =
            [
                new("PyTorch float32", "bench_svi.py", "e.svi_step/torch", "eight_schools_handwritten", "particles=1"),
                new("Pyro float32", "bench_svi.py", "e.svi_step/pyro", "eight_schools_AutoNormal_novalidate", "particles=1") { Goal = 500.0 },
                new("Stan ADVI", "rstan_bench.R", "g.advi_step/rstan", "eight_schools_meanfield", "draws=1") { Metric = "cpu_per_step", Goal = 1.0 },
            ],
            IsNamed = true,
            Repeats = 400,
        },
    ];
}
