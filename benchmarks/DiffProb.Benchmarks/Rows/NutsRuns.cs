using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>Whole runs of the no-U-turn sampler with their warmup, one chain or many; and what they allocate.</summary>
[MemoryDiagnoser]
public class NutsRuns
{
    private SamplingBuilder<Nothing> sampling = null!;

    /// <summary>The model.</summary>
    [Params("eight schools", "logistic 1000 x 20")]
    public string Posterior { get; set; } = "";

    /// <summary>Chains, and how they run.</summary>
    [Params("1 chain", "64 chains, threaded", "64 chains, vectorized")]
    public string Chains { get; set; } = "";

    /// <summary>Fixes everything but the run.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var program = Posterior == "eight schools" ? EightSchools.Program : new LogisticRegression(1000, 20).Program;
        sampling = program.Infer().Nuts().Warmup(300).Draws(300).Seed(1).Chains(Chains == "1 chain" ? 1 : 64)
            .ChainMode(Chains.EndsWith("vectorized", StringComparison.Ordinal) ? ChainMode.Vectorized : ChainMode.Threaded);
    }

    /// <summary>One run.</summary>
    /// <returns>Leapfrog steps of its draws.</returns>
    [Benchmark]
    public double Run() => sampling.Run().Statistic(SamplerStatistics.LeapfrogSteps).ToTensor().ToArray().Sum();
}
