namespace DiffProb;

/// <summary>Logistic regression, sampled.</summary>
internal sealed class LogisticNutsRow : Row
{
    private const int Draws = 1000;

    internal override string Name => "nuts-logistic";

    internal override IEnumerable<Case> Cases =>
    [
        new("NUTS, an effective draw, logistic regression", "1000 x 20, 1000 + 1000 draws")
        {
            Ours = _ => new NutsSide(new LogisticRegression(1000, 20).Program, Draws, NutsSide.LeastBulk),
            Externals =
            [
                new("Stan, GLM", "rstan_bench.R", "g.nuts/rstan", "logistic_1000x20_glm", "warmup=1000,draws=1000") { Metric = "min_bulk_ess_per_s_total", Goal = 2.0 },
                new("Pyro float64", "bench_nuts.py", "f.nuts/pyro", "logistic_1000x20_novalidate", "warmup=1000,draws=1000") { Metric = "min_bulk_ess_per_s_total" },
            ],
            IsNamed = true,
            Repeats = 1,
        },
    ];
}
