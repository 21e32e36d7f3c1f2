namespace DiffProb;

/// <summary>Eight schools, sampled.</summary>
internal sealed class EightSchoolsNutsRow : Row
{
    private const int Draws = 20_000;

    internal override string Name => "nuts-schools";

    internal override IEnumerable<Case> Cases =>
    [
        new("NUTS, an effective draw, eight schools", "1000 + 20000 draws")
        {
            Ours = _ => new NutsSide(EightSchools.Program, Draws, NutsSide.LeastBulk),
            Externals =
            [
                new("Stan", "rstan_bench.R", "g.nuts/rstan", "eight_schools_noncentred", "warmup=1000,draws=20000") { Metric = "min_bulk_ess_per_s_total", Goal = 2.0 },
                new("Pyro float64", "bench_nuts.py", "f.nuts/pyro", "eight_schools_noncentred_novalidate", "warmup=1000,draws=1000") { Metric = "min_bulk_ess_per_s_total" },
            ],
            IsNamed = true,
            Repeats = 1,
        },
    ];
}
