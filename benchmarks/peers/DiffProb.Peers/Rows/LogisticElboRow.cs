namespace DiffProb;

/// <summary>A step on the evidence lower bound of logistic regression: mean field, one draw, Adam.</summary>
internal sealed class LogisticElboRow : Row
{
    private static readonly int[] Rows = [100, 1000, 10_000, 100_000];
    private const int Columns = 50;

    internal override string Name => "elbo-logistic";

    internal override IEnumerable<Case> Cases =>
        from rows in Rows
        let model = new Lazy<LogisticRegression>(() => new(rows, Columns))
        select new Case("ELBO gradient step, logistic regression", $"{rows} x {Columns}")
        {
            Ours = threads => new ProgramSide<Tensor>(MeanField.Elbo(model.Value.LogDensity, model.Value.Dimension), 1, Optimizer.Adam(0.01), Managed(threads)),
            Peers = BothTypes(type => new TorchMeanField(new TorchLogistic(model.Value, type).LogDensity, model.Value.Dimension, type)),
            Externals = rows != 10_000 ? [] :
            [
                new("PyTorch float32", "bench_svi.py", "e.svi_step/torch", "logistic_handwritten_fullbatch", "N=10000,D=50"),
                new("Pyro float32", "bench_svi.py", "e.svi_step/pyro", "logistic_AutoNormal_fullbatch_novalidate", "N=10000,D=50"),
                new("Stan ADVI, GLM", "rstan_bench.R", "g.advi_step/rstan", "logistic_meanfield_glm", "N=10000,D=50") { Metric = "cpu_per_step", Goal = 1.3 },
            ],
            IsNamed = rows == 10_000,
            IsParallel = rows >= 1000,
            Repeats = 60,
        };
}
