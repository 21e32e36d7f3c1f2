// <page>
using DiffProb;
// </page>

namespace InferenceTests;

/// <summary>The C# program of docs/how-to/posteriors.md, between the marks.</summary>
internal static class PosteriorsProgram
{
    internal static (Posterior Loaded, PosteriorSummary Summary, PsisLoo Loo, ModelComparison Comparison, double Ess) Run(
        string folder, double[][] mu, double[][] theta, double[][] logLikelihood, double[][] otherLogLikelihood, double[,] divergent)
    {
        // <page>
        var posterior = new Posterior([new("mu", Shape.Scalar, mu), new("theta", Shape.Of(8), theta)])
            .WithStatistics(new Dictionary<string, double[,]> { [SamplerStatistics.Divergent] = divergent })
            .WithLogLikelihood([new("y", Shape.Of(8), logLikelihood)])
            .WithProvenance(new() { Sampler = "nuts", Seed = 1, Warmup = 1000 });

        Tensor draws = posterior["theta"];                    // chains × draws × 8
        PosteriorSummary summary = posterior.Summary(new() { Quantiles = [0.025, 0.5, 0.975] });
        Console.WriteLine(summary);                           // the table, and notes on what is wrong
        double rHat = summary["theta[2]"].RHat;

        PsisLoo loo = posterior.Loo();                        // elpd, and Pareto k of each datum
        PsisLoo other = PsisLoo.Of(new("y", Shape.Of(8), otherLogLikelihood));
        ModelComparison comparison = ModelComparison.Of(("partial pooling", loo), ("no pooling", other));

        posterior.Save(Path.Combine(folder, "schools.nc"));       // ArviZ: az.from_netcdf("schools.nc")
        posterior.Save(Path.Combine(folder, "schools.parquet"));  // data frames: chain, draw, mu, theta[0], theta[1] ...
        posterior.Save(Path.Combine(folder, "schools.csv"));      // Stan: schools_1.csv, schools_2.csv ...
        Posterior loaded = Posterior.Load(Path.Combine(folder, "schools.nc"));

        double ess = EffectiveSampleSize.Bulk(posterior.Of("theta").Element(2));   // of any array of chains × draws
        // </page>
        Assert.Equal(Shape.Of(mu.Length, mu[0].Length, 8), draws.Shape);
        Assert.Equal(summary["theta[2]"].EssBulk, ess);
        Assert.True(rHat > 0.9);
        return (loaded, summary, loo, comparison, ess);
    }
}
