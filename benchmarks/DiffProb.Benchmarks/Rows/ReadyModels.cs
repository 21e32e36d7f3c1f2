using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>From a program to its first gradient: trace, plan, differentiate, compile, and run once.</summary>
public class ReadyModels
{
    private readonly ManagedEngine engine = new(threads: 1);

    /// <summary>Eight schools.</summary>
    [Benchmark]
    public Tensor First() => MeanField.Elbo(EightSchools.LogDensity, EightSchools.Dimension).Estimate().Particles(1).On(engine).Gradient()["loc"];
}
