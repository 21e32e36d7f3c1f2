using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>Score function at a discrete choice for each point of a mixture.</summary>
public class DiscreteMixtureSteps : ProgramSteps
{
    /// <summary>Points.</summary>
    [Params(100, 1000, 10_000)]
    public int N { get; set; }

    /// <summary>Compiles the program.</summary>
    [GlobalSetup]
    public void Prepare() => Start(DiscreteMixture.Elbo(N), 1, Optimizer.Adam(0.01));
}
